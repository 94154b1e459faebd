//! The fast loop: instructions whose common case needs the stack, the heap and an inline cache, and
//! nothing else. It stops before the first instruction that needs more; what it has not finished it
//! has not begun, so that the whole machine (`eval.rs`) can execute that instruction from the start.

use super::frame::{Frame, FrameKind};
use super::simple::{self, Found};
use super::{Instr, State, Vm, specialize};
use crate::bytecode::Opcode;
use crate::heap::{Heap, ObjId};
use crate::object::iterator::Iter;
use crate::object::{Payload, ids};
use std::sync::atomic::Ordering;

/// Why the fast loop stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exit {
    /// The instruction needs the whole machine.
    Slow,
    /// The guard of a specialised instruction failed.
    Miss,
}

/// A new int; small ones exist already.
#[inline(always)]
fn new_int(heap: &mut Heap<Payload>, value: i64) -> ObjId {
    if ids::SMALL_INTS.contains(&value) {
        return ids::small_int(value);
    }
    heap.alloc(ids::types::INT, Payload::Int(value)).into_id()
}

/// Gives back a reference to an int or float.
#[inline(always)]
fn release_number(heap: &mut Heap<Payload>, id: ObjId) {
    if heap.decref(id) {
        heap.free_plain(id);
    }
}

impl Vm {
    /// Runs from program index `pc` of the top frame; gives the index of the instruction that it
    /// stopped before, which the frame then has as its own.
    #[inline(always)]
    pub(super) fn run_fast(&mut self, mut pc: usize) -> (usize, Exit) {
        let interrupt = &*self.interrupt;
        let State { heap, stack, frames, handled, program, steps, gc, recursion_limit, .. } = &mut self.state;
        let program: &mut [Instr] = program;
        let (stack, mut top) = stack.room();
        let limit = *recursion_limit as usize;
        let Some(frame) = frames.last() else { return (pc, Exit::Slow) };
        let mut base = frame.base as usize;
        let mut globals = frame.globals;

        let exit = loop {
            let Some(&instr) = program.get(pc) else { break Exit::Slow };
            let arg = instr.arg;

            /// The value `$n` places below the room above the top (1: the top), if it is none but a value.
            macro_rules! top {
                ($n:expr) => {
                    match stack.get(top.wrapping_sub($n)) {
                        Some(&Some(value)) => value,
                        _ => break Exit::Slow,
                    }
                };
            }
            macro_rules! room {
                ($n:expr) => {
                    if top + $n > stack.len() {
                        break Exit::Slow;
                    }
                };
            }
            macro_rules! local {
                ($i:expr) => {
                    match stack.get(base + $i as usize) {
                        Some(&Some(value)) => value,
                        _ => break Exit::Slow,
                    }
                };
            }
            /// Gives back a reference, unless more than a plain object would die with it.
            macro_rules! let_go {
                ($id:expr) => {{
                    let id = $id;
                    if heap.decref_shared(id) || simple::free(heap, gc, id) {
                    } else {
                        break Exit::Slow;
                    }
                }};
            }
            /// Goes on only if somebody else holds the object, too, so that it cannot die here.
            macro_rules! shared {
                ($id:expr) => {
                    if !heap.is_shared($id) {
                        break Exit::Slow;
                    }
                };
            }
            macro_rules! eval_breaker {
                () => {
                    if gc.due || interrupt.load(Ordering::Relaxed) {
                        break Exit::Slow;
                    }
                };
            }
            macro_rules! int_op {
                ($op:ident) => {{
                    let (b, a) = (top!(1), top!(2));
                    let (Payload::Int(x), Payload::Int(y)) = (heap.get(a), heap.get(b)) else {
                        break Exit::Miss;
                    };
                    let Some(value) = x.$op(*y) else { break Exit::Slow };
                    let value = new_int(heap, value);
                    release_number(heap, a);
                    release_number(heap, b);
                    stack[top - 2] = Some(value);
                    top -= 1;
                    pc + 2
                }};
            }
            macro_rules! float_op {
                ($op:tt) => {{
                    let (b, a) = (top!(1), top!(2));
                    let (&Payload::Float(x), &Payload::Float(y)) = (heap.get(a), heap.get(b)) else {
                        break Exit::Miss;
                    };
                    let value = Payload::Float(x $op y);
                    // Like CPython, the result takes the place of an operand that nobody else holds.
                    let result = if heap.count(a) == 1 {
                        *heap.get_mut(a) = value;
                        release_number(heap, b);
                        a
                    } else if heap.count(b) == 1 {
                        *heap.get_mut(b) = value;
                        release_number(heap, a);
                        b
                    } else {
                        release_number(heap, a);
                        release_number(heap, b);
                        heap.alloc(ids::types::FLOAT, value).into_id()
                    };
                    stack[top - 2] = Some(result);
                    top -= 1;
                    pc + 2
                }};
            }
            macro_rules! jump_if {
                ($id:expr) => {{
                    let value = top!(1);
                    top -= 1;
                    if value == $id { pc + 2 + arg as usize } else { pc + 2 }
                }};
            }
            macro_rules! push_global {
                ($dict:expr, $place:expr) => {{
                    let Some((_, value)) = $dict.entry($place as usize) else { break Exit::Miss };
                    room!(2);
                    heap.incref(value);
                    stack[top] = Some(value);
                    top += 1;
                    if arg & 1 != 0 {
                        stack[top] = None;
                        top += 1;
                    }
                    pc + 5
                }};
            }
            /// Puts an attribute's value where its owner was; `$shift` counts the caches.
            macro_rules! replace_owner {
                ($owner:expr, $value:expr) => {{
                    let value = $value;
                    shared!($owner);
                    room!(1);
                    heap.incref(value);
                    let _ = heap.decref($owner);
                    stack[top - 1] = Some(value);
                    if arg & 1 != 0 {
                        stack[top] = None;
                        top += 1;
                    }
                    pc + 10
                }};
            }

            /// Counts an execution of an adaptive instruction; at its end it must look around.
            macro_rules! adaptive {
                () => {
                    if !specialize::wait(&mut program[pc].counter) {
                        break Exit::Slow;
                    }
                };
            }
            macro_rules! push {
                ($value:expr) => {{
                    let value = $value;
                    stack[top] = Some(value);
                    top += 1;
                }};
            }

            pc = match instr.op {
                Opcode::LOAD_FAST => {
                    let value = local!(arg);
                    room!(1);
                    heap.incref(value);
                    stack[top] = Some(value);
                    top += 1;
                    pc + 1
                }
                Opcode::LOAD_FAST_LOAD_FAST => {
                    let (first, second) = (local!(arg >> 4), local!(arg & 15));
                    room!(2);
                    heap.incref(first);
                    heap.incref(second);
                    stack[top] = Some(first);
                    stack[top + 1] = Some(second);
                    top += 2;
                    pc + 1
                }
                Opcode::LOAD_CONST => {
                    room!(1);
                    let value = ObjId::new(instr.object);
                    heap.incref(value);
                    stack[top] = Some(value);
                    top += 1;
                    pc + 1
                }
                Opcode::STORE_FAST => {
                    let value = top!(1);
                    if let Some(old) = stack[base + arg as usize] {
                        let_go!(old);
                    }
                    stack[base + arg as usize] = Some(value);
                    top -= 1;
                    pc + 1
                }
                Opcode::STORE_FAST_LOAD_FAST => {
                    let value = top!(1);
                    let place = base + (arg >> 4) as usize;
                    // What is loaded may be what is stored.
                    let loaded = if arg >> 4 == arg & 15 { value } else { local!(arg & 15) };
                    if let Some(old) = stack[place] {
                        let_go!(old);
                    }
                    stack[place] = Some(value);
                    heap.incref(loaded);
                    stack[top - 1] = Some(loaded);
                    pc + 1
                }
                Opcode::STORE_FAST_STORE_FAST => {
                    let (value, second) = (top!(1), top!(2));
                    let (place, next) = (base + (arg >> 4) as usize, base + (arg & 15) as usize);
                    if let Some(old) = stack[place] {
                        let_go!(old);
                        stack[place] = None;
                    }
                    if let Some(old) = stack[next] {
                        let_go!(old);
                    }
                    stack[place] = Some(value);
                    stack[next] = Some(second);
                    top -= 2;
                    pc + 1
                }
                Opcode::POP_TOP => {
                    let value = top!(1);
                    let_go!(value);
                    top -= 1;
                    pc + 1
                }
                Opcode::PUSH_NULL => {
                    room!(1);
                    stack[top] = None;
                    top += 1;
                    pc + 1
                }
                Opcode::COPY => {
                    let value = top!(arg as usize);
                    room!(1);
                    heap.incref(value);
                    stack[top] = Some(value);
                    top += 1;
                    pc + 1
                }
                Opcode::SWAP => {
                    if top < arg as usize || arg == 0 {
                        break Exit::Slow;
                    }
                    stack.swap(top - 1, top - arg as usize);
                    pc + 1
                }
                Opcode::NOP | Opcode::EXTENDED_ARG => pc + 1,
                Opcode::RESUME_CHECK => {
                    eval_breaker!();
                    pc + 1
                }
                Opcode::JUMP_FORWARD => pc + 1 + arg as usize,
                Opcode::JUMP_BACKWARD => {
                    eval_breaker!();
                    pc + 2 - arg as usize
                }
                Opcode::JUMP_BACKWARD_NO_INTERRUPT => pc + 1 - arg as usize,
                Opcode::POP_JUMP_IF_FALSE => jump_if!(ids::FALSE),
                Opcode::POP_JUMP_IF_TRUE => jump_if!(ids::TRUE),
                Opcode::POP_JUMP_IF_NONE => {
                    let value = top!(1);
                    let_go!(value);
                    top -= 1;
                    if value == ids::NONE { pc + 2 + arg as usize } else { pc + 2 }
                }
                Opcode::POP_JUMP_IF_NOT_NONE => {
                    let value = top!(1);
                    let_go!(value);
                    top -= 1;
                    if value != ids::NONE { pc + 2 + arg as usize } else { pc + 2 }
                }
                Opcode::UNARY_NOT => {
                    let value = top!(1);
                    stack[top - 1] = Some(ids::bool(value == ids::FALSE));
                    pc + 1
                }
                Opcode::TO_BOOL_BOOL => {
                    let value = top!(1);
                    if value != ids::TRUE && value != ids::FALSE {
                        break Exit::Miss;
                    }
                    pc + 4
                }
                Opcode::TO_BOOL_INT => {
                    let value = top!(1);
                    let &Payload::Int(number) = heap.get(value) else { break Exit::Miss };
                    release_number(heap, value);
                    stack[top - 1] = Some(ids::bool(number != 0));
                    pc + 4
                }
                Opcode::TO_BOOL_NONE => {
                    if top!(1) != ids::NONE {
                        break Exit::Miss;
                    }
                    stack[top - 1] = Some(ids::FALSE);
                    pc + 4
                }
                Opcode::TO_BOOL_LIST => {
                    let value = top!(1);
                    let Payload::List(items) = heap.get(value) else { break Exit::Miss };
                    let full = !items.is_empty();
                    let_go!(value);
                    stack[top - 1] = Some(ids::bool(full));
                    pc + 4
                }
                Opcode::TO_BOOL_STR => {
                    let value = top!(1);
                    let Payload::Str(text) = heap.get(value) else { break Exit::Miss };
                    let full = text.len() != 0;
                    let_go!(value);
                    stack[top - 1] = Some(ids::bool(full));
                    pc + 4
                }
                Opcode::IS_OP => {
                    let (b, a) = (top!(1), top!(2));
                    shared!(a);
                    shared!(b);
                    // The same object twice could die of the two releases together.
                    if a == b && heap.count(a) == 2 {
                        break Exit::Slow;
                    }
                    let _ = heap.decref(a);
                    let _ = heap.decref(b);
                    stack[top - 2] = Some(ids::bool((a == b) == (arg == 0)));
                    top -= 1;
                    pc + 1
                }

                Opcode::BINARY_OP => {
                    let (b, a) = (top!(1), top!(2));
                    // What is no number goes the long way, and is counted there.
                    let Some(value) = simple::arithmetic(heap, arg, a, b) else { break Exit::Slow };
                    if !specialize::wait(&mut program[pc].counter) {
                        simple::take_back(heap, value);
                        break Exit::Slow;
                    }
                    release_number(heap, a);
                    release_number(heap, b);
                    stack[top - 2] = Some(value);
                    top -= 1;
                    pc + 2
                }
                Opcode::COMPARE_OP => {
                    let (b, a) = (top!(1), top!(2));
                    let Some(truth) = simple::order(heap, arg >> 5, a, b) else { break Exit::Slow };
                    if !heap.is_shared(a) && !simple::is_plain(heap, a)
                        || !heap.is_shared(b) && !simple::is_plain(heap, b)
                        || a == b
                    {
                        break Exit::Slow;
                    }
                    adaptive!();
                    let_go!(a);
                    let_go!(b);
                    stack[top - 2] = Some(ids::bool(truth));
                    top -= 1;
                    pc + 2
                }
                Opcode::UNARY_NEGATIVE => {
                    let value = top!(1);
                    let negated = match heap.get(value) {
                        Payload::Int(x) if *x != i64::MIN => new_int(heap, -x),
                        Payload::Float(x) => {
                            let payload = Payload::Float(-x);
                            heap.alloc(ids::types::FLOAT, payload).into_id()
                        }
                        _ => break Exit::Slow,
                    };
                    release_number(heap, value);
                    stack[top - 1] = Some(negated);
                    pc + 1
                }
                Opcode::BINARY_OP_ADD_INT => int_op!(checked_add),
                Opcode::BINARY_OP_SUBTRACT_INT => int_op!(checked_sub),
                Opcode::BINARY_OP_MULTIPLY_INT => int_op!(checked_mul),
                Opcode::BINARY_OP_ADD_FLOAT => float_op!(+),
                Opcode::BINARY_OP_SUBTRACT_FLOAT => float_op!(-),
                Opcode::BINARY_OP_MULTIPLY_FLOAT => float_op!(*),
                Opcode::COMPARE_OP_INT => {
                    let (b, a) = (top!(1), top!(2));
                    let (Payload::Int(x), Payload::Int(y)) = (heap.get(a), heap.get(b)) else {
                        break Exit::Miss;
                    };
                    let truth = simple::compare(arg >> 5, x, y);
                    release_number(heap, a);
                    release_number(heap, b);
                    stack[top - 2] = Some(ids::bool(truth));
                    top -= 1;
                    pc + 2
                }
                Opcode::COMPARE_OP_FLOAT => {
                    let (b, a) = (top!(1), top!(2));
                    let (Payload::Float(x), Payload::Float(y)) = (heap.get(a), heap.get(b)) else {
                        break Exit::Miss;
                    };
                    let truth = simple::compare(arg >> 5, x, y);
                    release_number(heap, a);
                    release_number(heap, b);
                    stack[top - 2] = Some(ids::bool(truth));
                    top -= 1;
                    pc + 2
                }
                Opcode::COMPARE_OP_STR => {
                    let (b, a) = (top!(1), top!(2));
                    let (Payload::Str(x), Payload::Str(y)) = (heap.get(a), heap.get(b)) else {
                        break Exit::Miss;
                    };
                    let equal = a == b || x == y;
                    shared!(a);
                    if a == b && heap.count(a) == 2 {
                        break Exit::Slow;
                    }
                    let_go!(b);
                    let _ = heap.decref(a);
                    // Operators 2 and 3: equal, not equal.
                    stack[top - 2] = Some(ids::bool(equal == (arg >> 5 == 2)));
                    top -= 1;
                    pc + 2
                }

                Opcode::LOAD_GLOBAL_MODULE => {
                    let Payload::Dict(dict) = heap.get(globals) else { break Exit::Miss };
                    if dict.keys_version != instr.cache {
                        break Exit::Miss;
                    }
                    push_global!(dict, program[pc + 1].arg)
                }
                Opcode::LOAD_GLOBAL_BUILTIN => {
                    let Some(frame) = frames.last() else { break Exit::Slow };
                    let (Payload::Dict(dict), Payload::Dict(builtins)) =
                        (heap.get(globals), heap.get(frame.builtins))
                    else {
                        break Exit::Miss;
                    };
                    let cache = program[pc + 1];
                    if dict.keys_version != instr.cache || builtins.keys_version != cache.object {
                        break Exit::Miss;
                    }
                    push_global!(builtins, cache.arg)
                }
                Opcode::LOAD_NAME => {
                    let Some(&Frame { locals: Some(locals), .. }) = frames.last() else { break Exit::Slow };
                    let Payload::Dict(dict) = heap.get(locals) else { break Exit::Slow };
                    let name = ObjId::new(instr.object);
                    let Found::At(place) = simple::find(heap, dict, name) else { break Exit::Slow };
                    let Some((_, value)) = dict.entry(place) else { break Exit::Slow };
                    room!(1);
                    heap.incref(value);
                    push!(value);
                    pc + 1
                }
                Opcode::STORE_NAME => {
                    let Some(&Frame { locals: Some(locals), .. }) = frames.last() else { break Exit::Slow };
                    let value = top!(1);
                    let Payload::Dict(dict) = heap.get(locals) else { break Exit::Slow };
                    let name = ObjId::new(instr.object);
                    let Found::At(place) = simple::find(heap, dict, name) else { break Exit::Slow };
                    let Some((_, old)) = dict.entry(place) else { break Exit::Slow };
                    let_go!(old);
                    if let Payload::Dict(dict) = heap.get_mut(locals) {
                        dict.replace_value(place, value);
                    }
                    top -= 1;
                    pc + 1
                }
                Opcode::COPY_FREE_VARS => {
                    let Some(frame) = frames.last() else { break Exit::Slow };
                    let Payload::Function(function) = heap.get(frame.func) else { break Exit::Slow };
                    let Some(closure) = function.closure else { break Exit::Slow };
                    let first = base + (frame.nlocals - arg) as usize;
                    for i in 0..arg as usize {
                        let Payload::Tuple(cells) = heap.get(closure) else { break };
                        let cell = cells[i];
                        heap.incref(cell);
                        stack[first + i] = Some(cell);
                    }
                    pc + 1
                }
                Opcode::MAKE_CELL => {
                    let place = base + arg as usize;
                    let value = stack[place].take();
                    stack[place] = Some(simple::alloc(heap, gc, ids::types::CELL, Payload::Cell(value)));
                    pc + 1
                }
                Opcode::LOAD_FAST_AND_CLEAR => {
                    room!(1);
                    stack[top] = stack[base + arg as usize].take();
                    top += 1;
                    pc + 1
                }
                Opcode::BUILD_TUPLE => {
                    let first = top - arg as usize;
                    let Some(tuple) = simple::tuple(heap, gc, &stack[first..top]) else { break Exit::Slow };
                    room!(1);
                    top = first;
                    push!(tuple);
                    pc + 1
                }
                Opcode::BUILD_LIST => {
                    let first = top - arg as usize;
                    room!(1);
                    let list = simple::list(heap, gc, &stack[first..top]);
                    top = first;
                    push!(list);
                    pc + 1
                }
                Opcode::GET_ITER => {
                    let value = top!(1);
                    let Some(iter) = simple::iter(heap, gc, value) else { break Exit::Slow };
                    stack[top - 1] = Some(iter);
                    pc + 1
                }
                Opcode::TO_BOOL_ALWAYS_TRUE => {
                    let value = top!(1);
                    if simple::type_version(heap, value) != instr.cache {
                        break Exit::Miss;
                    }
                    let_go!(value);
                    stack[top - 1] = Some(ids::TRUE);
                    pc + 4
                }
                Opcode::END_SEND => {
                    let (value, receiver) = (top!(1), top!(2));
                    let_go!(receiver);
                    stack[top - 2] = Some(value);
                    top -= 1;
                    pc + 1
                }
                Opcode::GET_YIELD_FROM_ITER => {
                    if heap.type_of(top!(1)) != ids::types::GENERATOR {
                        break Exit::Slow;
                    }
                    pc + 1
                }
                Opcode::LOAD_DEREF => {
                    let &Payload::Cell(Some(value)) = heap.get(local!(arg)) else { break Exit::Slow };
                    room!(1);
                    heap.incref(value);
                    stack[top] = Some(value);
                    top += 1;
                    pc + 1
                }
                Opcode::STORE_DEREF => {
                    let value = top!(1);
                    let cell = local!(arg);
                    let &Payload::Cell(old) = heap.get(cell) else { break Exit::Slow };
                    if let Some(old) = old {
                        let_go!(old);
                    }
                    *heap.get_mut(cell) = Payload::Cell(Some(value));
                    top -= 1;
                    pc + 1
                }

                Opcode::LOAD_ATTR_INSTANCE_VALUE => {
                    let owner = top!(1);
                    if simple::type_version(heap, owner) != instr.cache {
                        break Exit::Miss;
                    }
                    let Payload::Instance(instance) = heap.get(owner) else { break Exit::Miss };
                    match instance.attrs.inline.get(program[pc + 1].arg as usize) {
                        Some(&(name, value)) if name.number() == instr.object => replace_owner!(owner, value),
                        _ => break Exit::Miss,
                    }
                }
                Opcode::LOAD_ATTR_SLOT => {
                    let owner = top!(1);
                    if simple::type_version(heap, owner) != instr.cache {
                        break Exit::Miss;
                    }
                    let Payload::Instance(instance) = heap.get(owner) else { break Exit::Miss };
                    match instance.attrs.slots.get(program[pc + 1].arg as usize) {
                        Some(&Some(value)) => replace_owner!(owner, value),
                        _ => break Exit::Slow,
                    }
                }
                Opcode::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES | Opcode::LOAD_ATTR_NONDESCRIPTOR_NO_DICT => {
                    let owner = top!(1);
                    if simple::type_version(heap, owner) != instr.cache
                        || !simple::lacks(heap, owner, instr.object)
                    {
                        break Exit::Miss;
                    }
                    replace_owner!(owner, ObjId::new(program[pc + 1].object))
                }
                Opcode::LOAD_ATTR_METHOD_WITH_VALUES
                | Opcode::LOAD_ATTR_METHOD_NO_DICT
                | Opcode::LOAD_ATTR_METHOD_LAZY_DICT => {
                    let owner = top!(1);
                    if simple::type_version(heap, owner) != instr.cache
                        || !simple::lacks(heap, owner, instr.object)
                    {
                        break Exit::Miss;
                    }
                    room!(1);
                    let method = ObjId::new(program[pc + 1].object);
                    heap.incref(method);
                    stack[top - 1] = Some(method);
                    stack[top] = Some(owner);
                    top += 1;
                    pc + 10
                }
                Opcode::LOAD_ATTR_CLASS => {
                    let owner = top!(1);
                    let Payload::Type(class) = heap.get(owner) else { break Exit::Miss };
                    if class.version != instr.cache {
                        break Exit::Miss;
                    }
                    replace_owner!(owner, ObjId::new(program[pc + 1].object))
                }
                Opcode::LOAD_ATTR_MODULE => {
                    let owner = top!(1);
                    let &Payload::Module { dict } = heap.get(owner) else { break Exit::Miss };
                    let Payload::Dict(dict) = heap.get(dict) else { break Exit::Miss };
                    if dict.keys_version != instr.cache {
                        break Exit::Miss;
                    }
                    let Some((_, value)) = dict.entry(program[pc + 1].arg as usize) else { break Exit::Miss };
                    replace_owner!(owner, value)
                }
                Opcode::STORE_ATTR_INSTANCE_VALUE => {
                    let (owner, value) = (top!(1), top!(2));
                    if simple::type_version(heap, owner) != instr.cache {
                        break Exit::Miss;
                    }
                    shared!(owner);
                    let Payload::Instance(instance) = heap.get_mut(owner) else { break Exit::Miss };
                    let place = program[pc + 1].arg as usize;
                    let attrs = &mut instance.attrs;
                    let name = ObjId::new(instr.object);
                    if let Some(known) = attrs.inline.get_mut(place) {
                        if known.0 != name {
                            break Exit::Miss;
                        }
                        let old = std::mem::replace(&mut known.1, value);
                        if !(heap.decref_shared(old) || simple::free(heap, gc, old)) {
                            simple::put_back(heap, owner, place, old);
                            break Exit::Slow;
                        }
                    } else if attrs.dict.is_none()
                        && attrs.inline.len() == place
                        && attrs.position(name).is_none()
                    {
                        attrs.inline.push((name, value));
                        heap.incref(name);
                    } else {
                        break Exit::Miss;
                    }
                    let _ = heap.decref(owner);
                    top -= 2;
                    pc + 5
                }
                Opcode::STORE_ATTR_SLOT => {
                    let (owner, value) = (top!(1), top!(2));
                    if simple::type_version(heap, owner) != instr.cache {
                        break Exit::Miss;
                    }
                    shared!(owner);
                    let place = program[pc + 1].arg as usize;
                    let Payload::Instance(instance) = heap.get(owner) else { break Exit::Miss };
                    let Some(&old) = instance.attrs.slots.get(place) else { break Exit::Miss };
                    if let Some(old) = old {
                        let_go!(old);
                    }
                    if let Payload::Instance(instance) = heap.get_mut(owner) {
                        instance.attrs.slots[place] = Some(value);
                    }
                    let _ = heap.decref(owner);
                    top -= 2;
                    pc + 5
                }

                Opcode::BINARY_SUBSCR_LIST_INT | Opcode::BINARY_SUBSCR_TUPLE_INT => {
                    let (key, container) = (top!(1), top!(2));
                    let items: &[ObjId] = match heap.get(container) {
                        Payload::List(items) => items,
                        Payload::Tuple(items) => items,
                        _ => break Exit::Miss,
                    };
                    let &Payload::Int(index) = heap.get(key) else { break Exit::Miss };
                    let Ok(index) = usize::try_from(index) else { break Exit::Miss };
                    let Some(&value) = items.get(index) else { break Exit::Slow };
                    shared!(container);
                    heap.incref(value);
                    release_number(heap, key);
                    let _ = heap.decref(container);
                    stack[top - 2] = Some(value);
                    top -= 1;
                    pc + 2
                }
                Opcode::BINARY_SUBSCR_STR_INT => {
                    let (key, container) = (top!(1), top!(2));
                    let Payload::Str(text) = heap.get(container) else { break Exit::Miss };
                    let &Payload::Int(index) = heap.get(key) else { break Exit::Miss };
                    let Some(index) = usize::try_from(index).ok().filter(|&i| i < text.len()) else {
                        break Exit::Slow;
                    };
                    let Ok(character) = u8::try_from(text.at(index)) else { break Exit::Slow };
                    shared!(container);
                    release_number(heap, key);
                    let _ = heap.decref(container);
                    stack[top - 2] = Some(ids::latin1_char(character));
                    top -= 1;
                    pc + 2
                }
                Opcode::BINARY_SUBSCR_DICT => {
                    let (key, container) = (top!(1), top!(2));
                    let Payload::Dict(dict) = heap.get(container) else { break Exit::Miss };
                    let Found::At(place) = simple::find(heap, dict, key) else { break Exit::Slow };
                    let Some((_, value)) = dict.entry(place) else { break Exit::Slow };
                    shared!(container);
                    let_go!(key);
                    heap.incref(value);
                    let _ = heap.decref(container);
                    stack[top - 2] = Some(value);
                    top -= 1;
                    pc + 2
                }
                Opcode::STORE_SUBSCR_LIST_INT => {
                    let (key, container, value) = (top!(1), top!(2), top!(3));
                    let &Payload::Int(index) = heap.get(key) else { break Exit::Miss };
                    let Ok(index) = usize::try_from(index) else { break Exit::Miss };
                    let Payload::List(items) = heap.get(container) else { break Exit::Miss };
                    let Some(&old) = items.get(index) else { break Exit::Slow };
                    shared!(container);
                    let_go!(old);
                    if let Payload::List(items) = heap.get_mut(container) {
                        items[index] = value;
                    }
                    release_number(heap, key);
                    let _ = heap.decref(container);
                    top -= 3;
                    pc + 2
                }
                Opcode::STORE_SUBSCR_DICT => {
                    let (key, container, value) = (top!(1), top!(2), top!(3));
                    let Payload::Dict(dict) = heap.get(container) else { break Exit::Miss };
                    shared!(container);
                    let place = match simple::find(heap, dict, key) {
                        Found::At(place) => place,
                        Found::Absent => {
                            simple::insert(heap, container, key, value);
                            let _ = heap.decref(container);
                            top -= 3;
                            pc += 2;
                            *steps += 1;
                            continue;
                        }
                        Found::Unknown => break Exit::Slow,
                    };
                    let Payload::Dict(dict) = heap.get(container) else { break Exit::Miss };
                    let Some((known, old)) = dict.entry(place) else { break Exit::Slow };
                    shared!(key);
                    if known == key && heap.count(key) == 2 && old == key {
                        break Exit::Slow;
                    }
                    let_go!(old);
                    if let Payload::Dict(dict) = heap.get_mut(container) {
                        dict.replace_value(place, value);
                    }
                    let _ = heap.decref(key);
                    let _ = heap.decref(container);
                    top -= 3;
                    pc + 2
                }
                Opcode::CONTAINS_OP_DICT => {
                    let (container, key) = (top!(1), top!(2));
                    let Payload::Dict(dict) = heap.get(container) else { break Exit::Miss };
                    let found = match simple::find(heap, dict, key) {
                        Found::At(_) => true,
                        Found::Absent => false,
                        Found::Unknown => break Exit::Slow,
                    };
                    shared!(container);
                    let_go!(key);
                    let _ = heap.decref(container);
                    stack[top - 2] = Some(ids::bool(found == (arg == 0)));
                    top -= 1;
                    pc + 2
                }
                Opcode::CONTAINS_OP_SET => {
                    let (container, key) = (top!(1), top!(2));
                    let Payload::Set(set) = heap.get(container) else { break Exit::Miss };
                    let found = match simple::find_in_set(heap, set, key) {
                        Found::At(_) => true,
                        Found::Absent => false,
                        Found::Unknown => break Exit::Slow,
                    };
                    shared!(container);
                    let_go!(key);
                    let _ = heap.decref(container);
                    stack[top - 2] = Some(ids::bool(found == (arg == 0)));
                    top -= 1;
                    pc + 2
                }
                Opcode::SET_ADD => {
                    let (key, set) = (top!(1), top!(1 + arg as usize));
                    if !simple::add_to_set(heap, set, key) {
                        break Exit::Slow;
                    }
                    top -= 1;
                    pc + 1
                }
                Opcode::LIST_APPEND => {
                    let (value, list) = (top!(1), top!(1 + arg as usize));
                    let Payload::List(items) = heap.get_mut(list) else { break Exit::Slow };
                    items.push(value);
                    top -= 1;
                    pc + 1
                }
                Opcode::UNPACK_SEQUENCE_TWO_TUPLE
                | Opcode::UNPACK_SEQUENCE_TUPLE
                | Opcode::UNPACK_SEQUENCE_LIST => {
                    let sequence = top!(1);
                    let items: &[ObjId] = match heap.get(sequence) {
                        Payload::Tuple(items) => items,
                        Payload::List(items) => items,
                        _ => break Exit::Miss,
                    };
                    let wanted = arg as usize;
                    if items.len() != wanted {
                        break Exit::Miss;
                    }
                    room!(wanted);
                    for (place, &item) in stack[top - 1..top - 1 + wanted].iter_mut().zip(items.iter().rev())
                    {
                        *place = Some(item);
                    }
                    let end = top - 1 + wanted;
                    if heap.count(sequence) == 1 && simple::is_exact_tuple(heap, sequence) {
                        // Its references become the stack's.
                        simple::free_shell(heap, gc, sequence);
                    } else if heap.is_shared(sequence) {
                        for &item in stack[top - 1..end].iter().flatten() {
                            heap.incref(item);
                        }
                        let _ = heap.decref(sequence);
                    } else {
                        stack[top - 1] = Some(sequence);
                        break Exit::Slow;
                    }
                    top = end;
                    pc + 2
                }

                Opcode::FOR_ITER_RANGE => {
                    let iter = top!(1);
                    room!(1);
                    let Payload::Iter(it) = heap.get_mut(iter) else { break Exit::Miss };
                    let Iter::Range { next, step, left } = &mut **it else { break Exit::Miss };
                    if *left == 0 {
                        break Exit::Slow;
                    }
                    let value = *next;
                    *next = next.wrapping_add(*step);
                    *left -= 1;
                    stack[top] = Some(new_int(heap, value));
                    top += 1;
                    pc + 2
                }
                Opcode::FOR_ITER_LIST => {
                    let iter = top!(1);
                    room!(1);
                    let Payload::Iter(it) = heap.get(iter) else { break Exit::Miss };
                    let &Iter::List { seq: Some(seq), index } = &**it else { break Exit::Slow };
                    let Payload::List(items) = heap.get(seq) else { break Exit::Slow };
                    let Some(&value) = items.get(index) else { break Exit::Slow };
                    simple::advance(heap, iter);
                    heap.incref(value);
                    stack[top] = Some(value);
                    top += 1;
                    pc + 2
                }
                Opcode::FOR_ITER_TUPLE => {
                    let iter = top!(1);
                    room!(1);
                    let Payload::Iter(it) = heap.get(iter) else { break Exit::Miss };
                    let &Iter::Tuple { seq: Some(seq), index } = &**it else { break Exit::Slow };
                    let Payload::Tuple(items) = heap.get(seq) else { break Exit::Slow };
                    let Some(&value) = items.get(index) else { break Exit::Slow };
                    simple::advance(heap, iter);
                    heap.incref(value);
                    stack[top] = Some(value);
                    top += 1;
                    pc + 2
                }

                Opcode::CALL_PY_EXACT_ARGS | Opcode::CALL_BOUND_METHOD_EXACT_ARGS => {
                    let given = arg as usize;
                    let floor = top.wrapping_sub(given + 2);
                    let (Some(&Some(mut callable)), Some(&this)) = (stack.get(floor), stack.get(floor + 1))
                    else {
                        break Exit::Slow;
                    };
                    let mut this = this;
                    let mut method = None;
                    if instr.op == Opcode::CALL_BOUND_METHOD_EXACT_ARGS {
                        let &Payload::BoundMethod { func, this: bound } = heap.get(callable) else {
                            break Exit::Miss;
                        };
                        if this.is_some() {
                            break Exit::Miss;
                        }
                        shared!(callable);
                        method = Some(callable);
                        (callable, this) = (func, Some(bound));
                    }
                    let Payload::Function(function) = heap.get(callable) else { break Exit::Miss };
                    let (learned, shape) = (program[pc + 1], program[pc + 2]);
                    let with_self = usize::from(this.is_some());
                    if function.version != instr.cache || shape.arg as usize != given + with_self {
                        break Exit::Miss;
                    }
                    let (code, builtins) = (function.code, function.builtins);
                    let new_globals = function.globals;
                    let new_base = floor + 2 - with_self;
                    let body = new_base + learned.object as usize;
                    if frames.len() >= limit || body + learned.cache as usize > stack.len() {
                        break Exit::Slow;
                    }
                    if let Some(method) = method {
                        heap.incref(callable);
                        if let Some(this) = this {
                            heap.incref(this);
                        }
                        let _ = heap.decref(method);
                        stack[floor] = Some(callable);
                        stack[floor + 1] = this;
                    }
                    stack[top..body].fill(None);
                    top = body;
                    heap.incref(code);
                    if let Some(caller) = frames.last_mut() {
                        caller.pc = pc as u32;
                    }
                    frames.push(Frame {
                        code,
                        func: callable,
                        globals: new_globals,
                        builtins,
                        locals: None,
                        pc: learned.arg,
                        base: new_base as u32,
                        floor: floor as u32,
                        nlocals: learned.object,
                        kind: FrameKind::Call,
                        object: None,
                    });
                    base = new_base;
                    globals = new_globals;
                    learned.arg as usize
                }
                Opcode::RETURN_VALUE | Opcode::RETURN_CONST => {
                    let Some(frame) = frames.last() else { break Exit::Slow };
                    let alloc = frame.kind == FrameKind::Alloc;
                    if frame.kind != FrameKind::Call && !alloc || frame.object.is_some() {
                        break Exit::Slow;
                    }
                    // `__init__` must return None; its function is the frame's to release.
                    if alloc {
                        let value = match instr.op {
                            Opcode::RETURN_VALUE => top!(1),
                            _ => ObjId::new(instr.object),
                        };
                        if value != ids::NONE || !heap.is_shared(frame.func) {
                            break Exit::Slow;
                        }
                    }
                    let end = if instr.op == Opcode::RETURN_VALUE { top - 1 } else { top };
                    let floor = frame.floor as usize;
                    // Locals first, then what was below them for the call. What cannot be let go
                    // here stops the loop; what was let go is gone from its place.
                    let mut stuck = false;
                    for place in stack[base..end].iter_mut().chain(&mut []) {
                        if let Some(id) = *place {
                            if heap.decref_shared(id) || simple::free(heap, gc, id) {
                                *place = None;
                            } else {
                                stuck = true;
                                break;
                            }
                        }
                    }
                    if stuck {
                        break Exit::Slow;
                    }
                    for place in stack[floor..base].iter_mut() {
                        if let Some(id) = *place {
                            if heap.decref_shared(id) {
                                *place = None;
                            } else {
                                stuck = true;
                                break;
                            }
                        }
                    }
                    let code = frame.code;
                    if stuck || !heap.is_shared(code) {
                        break Exit::Slow;
                    }
                    let _ = heap.decref(code);
                    if alloc {
                        let _ = heap.decref(frame.func);
                    }
                    let value = if instr.op == Opcode::RETURN_VALUE {
                        stack[end]
                    } else {
                        let value = ObjId::new(instr.object);
                        heap.incref(value);
                        Some(value)
                    };
                    frames.pop();
                    let Some(caller) = frames.last() else { break Exit::Slow };
                    base = caller.base as usize;
                    globals = caller.globals;
                    top = floor;
                    if !alloc {
                        stack[floor] = value;
                        top += 1;
                    }
                    let at = caller.pc as usize;
                    at + 1 + program[at].op.caches()
                }
                Opcode::CALL_ALLOC_AND_ENTER_INIT => {
                    let floor = top.wrapping_sub(arg as usize + 2);
                    let (Some(&Some(class)), Some(None)) = (stack.get(floor), stack.get(floor + 1)) else {
                        break Exit::Miss;
                    };
                    let Payload::Type(ty) = heap.get(class) else { break Exit::Miss };
                    let (shape, init, hint) = (program[pc + 1], program[pc + 2], program[pc + 3]);
                    if ty.version != instr.cache {
                        break Exit::Miss;
                    }
                    let func = ObjId::new(init.object);
                    let Payload::Function(function) = heap.get(func) else { break Exit::Miss };
                    if function.version != init.cache {
                        break Exit::Miss;
                    }
                    let (code, builtins) = (function.code, function.builtins);
                    globals = function.globals;
                    base = floor + 1;
                    let body = base + shape.object as usize;
                    if frames.len() >= limit
                        || body + shape.cache as usize > stack.len()
                        || !heap.is_shared(class)
                    {
                        break Exit::Slow;
                    }
                    let instance = simple::new_instance(heap, gc, class, hint.arg as usize);
                    heap.incref(instance);
                    let _ = heap.decref(class);
                    heap.incref(func);
                    heap.incref(code);
                    stack[floor] = Some(instance);
                    stack[base] = Some(instance);
                    stack[top..body].fill(None);
                    top = body;
                    if let Some(caller) = frames.last_mut() {
                        caller.pc = pc as u32;
                    }
                    frames.push(Frame {
                        code,
                        func,
                        globals,
                        builtins,
                        locals: None,
                        pc: shape.arg,
                        base: base as u32,
                        floor: base as u32,
                        nlocals: shape.object,
                        kind: FrameKind::Alloc,
                        object: None,
                    });
                    shape.arg as usize
                }
                Opcode::LOAD_ATTR_PROPERTY => {
                    let owner = top!(1);
                    let (getter, shape) = (program[pc + 1], program[pc + 2]);
                    let func = ObjId::new(getter.object);
                    let Payload::Function(function) = heap.get(func) else { break Exit::Miss };
                    if simple::type_version(heap, owner) != instr.cache || function.version != getter.cache {
                        break Exit::Miss;
                    }
                    let (code, builtins) = (function.code, function.builtins);
                    let new_globals = function.globals;
                    let body = top + shape.object as usize;
                    if frames.len() >= limit || body + shape.cache as usize > stack.len() {
                        break Exit::Slow;
                    }
                    heap.incref(func);
                    heap.incref(code);
                    stack[top - 1] = Some(func);
                    stack[top] = Some(owner);
                    stack[top + 1..body].fill(None);
                    if let Some(caller) = frames.last_mut() {
                        caller.pc = pc as u32;
                    }
                    frames.push(Frame {
                        code,
                        func,
                        globals: new_globals,
                        builtins,
                        locals: None,
                        pc: shape.arg,
                        base: top as u32,
                        floor: top as u32 - 1,
                        nlocals: shape.object,
                        kind: FrameKind::Call,
                        object: None,
                    });
                    globals = new_globals;
                    base = top;
                    top = body;
                    shape.arg as usize
                }
                Opcode::FOR_ITER_GEN | Opcode::SEND_GEN => {
                    let send = instr.op == Opcode::SEND_GEN;
                    let (id, sent) = if send { (top!(2), top!(1)) } else { (top!(1), ids::NONE) };
                    let ty = heap.type_of(id);
                    if ty != ids::types::GENERATOR && !(send && ty == ids::types::COROUTINE) {
                        break Exit::Miss;
                    }
                    if frames.len() >= limit {
                        break Exit::Slow;
                    }
                    let above = if send { top - 1 } else { top };
                    let Some((frame, was_handled, end)) = simple::resume(heap, stack, above, id, sent) else {
                        if send {
                            stack[top - 1] = Some(sent);
                        }
                        break Exit::Slow;
                    };
                    if let Some(caller) = frames.last_mut() {
                        caller.pc = pc as u32;
                    }
                    handled.push(was_handled);
                    base = above;
                    top = end;
                    globals = frame.globals;
                    let start = frame.pc as usize;
                    frames.push(frame);
                    start
                }
                Opcode::YIELD_VALUE => {
                    let value = top!(1);
                    let Some(frame) = frames.last() else { break Exit::Slow };
                    let FrameKind::Generator(id) = frame.kind else { break Exit::Slow };
                    if frame.object.is_some() || !heap.is_shared(id) {
                        break Exit::Slow;
                    }
                    let was_handled = handled.pop().flatten();
                    simple::suspend(heap, &stack[base..top - 1], frame, id, pc, was_handled);
                    let _ = heap.decref(id);
                    frames.pop();
                    let Some(caller) = frames.last() else { break Exit::Slow };
                    stack[base] = Some(value);
                    top = base + 1;
                    base = caller.base as usize;
                    globals = caller.globals;
                    let at = caller.pc as usize;
                    at + 1 + program[at].op.caches()
                }
                Opcode::CALL_LEN => {
                    let (value, callable) = (top!(1), top!(3));
                    if callable.number() != instr.cache || stack[top - 2].is_some() {
                        break Exit::Miss;
                    }
                    let length = match heap.get(value) {
                        Payload::List(items) => items.len(),
                        Payload::Tuple(items) => items.len(),
                        Payload::Dict(dict) => dict.len(),
                        Payload::Str(text) => text.len(),
                        _ => break Exit::Slow,
                    };
                    eval_breaker!();
                    shared!(value);
                    let length = new_int(heap, length as i64);
                    let _ = heap.decref(value);
                    let _ = heap.decref(callable);
                    stack[top - 3] = Some(length);
                    top -= 2;
                    pc + 4
                }
                Opcode::CALL_ISINSTANCE => {
                    let (class, value, callable) = (top!(1), top!(2), top!(4));
                    if callable.number() != instr.cache || stack[top - 3].is_some() {
                        break Exit::Miss;
                    }
                    // The very class: no hook is asked. Anything else goes the long way.
                    if heap.type_of(value) != class {
                        break Exit::Slow;
                    }
                    eval_breaker!();
                    shared!(value);
                    shared!(class);
                    let _ = heap.decref(value);
                    let _ = heap.decref(class);
                    let _ = heap.decref(callable);
                    stack[top - 4] = Some(ids::TRUE);
                    top -= 3;
                    pc + 4
                }
                Opcode::CALL_LIST_APPEND => {
                    let (value, list, callable) = (top!(1), top!(2), top!(3));
                    if callable.number() != instr.cache {
                        break Exit::Miss;
                    }
                    shared!(list);
                    let Payload::List(items) = heap.get_mut(list) else { break Exit::Miss };
                    items.push(value);
                    let _ = heap.decref(list);
                    let _ = heap.decref(callable);
                    top -= 3;
                    *steps += 1;
                    // The POP_TOP that follows has nothing to pop.
                    pc + 5
                }
                Opcode::CALL_TYPE_1 => {
                    let (value, callable) = (top!(1), top!(3));
                    if callable != ids::types::TYPE || stack[top - 2].is_some() {
                        break Exit::Miss;
                    }
                    shared!(value);
                    let ty = heap.type_of(value);
                    heap.incref(ty);
                    let _ = heap.decref(value);
                    stack[top - 3] = Some(ty);
                    top -= 2;
                    pc + 4
                }
                _ => break Exit::Slow,
            };
            *steps += 1;
        };
        if let Some(frame) = frames.last_mut() {
            frame.pc = pc as u32;
        }
        self.state.stack.set_top(top);
        (pc, exit)
    }
}
