//! Assignment to `frame.f_lineno`: a debugger jumps to another line. What lies on the value stack has
//! to fit there, so the kinds of values at each instruction are worked out first.

use super::Event;
use crate::bytecode::{Opcode, exctable, linetable};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::generator::FrameOf;
use crate::object::ids::{self, types};
use crate::vm::{Res, Vm};

/// What a value on the stack is for.
const ITERATOR: i64 = 1;
const EXCEPTION: i64 = 2;
const OBJECT: i64 = 3;
const NULL: i64 = 4;
const LASTI: i64 = 5;

/// Bits of a kind, and how many kinds fit into a shape.
const BITS: u32 = 3;
const MASK: i64 = 7;
const MOST: u32 = 63 / BITS;

/// The kinds of the values on the stack, the topmost in the lowest bits. A greater number is a deeper
/// stack, or one with more definite kinds.
type Shape = i64;
const EMPTY: Shape = 0;
const TOO_DEEP: Shape = -1;
const UNREACHED: Shape = -2;

fn push(shape: Shape, kind: i64) -> Shape {
    let deepest = 1 << ((MOST - 1) * BITS);
    if (0..deepest).contains(&shape) { shape << BITS | kind } else { TOO_DEEP }
}
fn pop(shape: Shape) -> Shape {
    shape >> BITS
}
fn top(shape: Shape) -> i64 {
    shape & MASK
}
/// The kind `place` values from the top (1: the top).
fn peek(shape: Shape, place: u32) -> i64 {
    shape.checked_shr(BITS * (place - 1)).unwrap_or(0) & MASK
}
fn swap(shape: Shape, place: u32) -> Shape {
    let shift = BITS * (place - 1);
    if shift >= i64::BITS - BITS {
        return TOO_DEEP;
    }
    let (upper, lower) = (top(shape), peek(shape, place));
    shape & !(MASK << shift) & !MASK | upper << shift | lower
}
/// The lowest `level` values.
fn cut(shape: Shape, level: u32) -> Shape {
    let mut shape = shape;
    if level == 0 {
        return EMPTY;
    }
    let limit = MASK.checked_shl((level - 1) * BITS).unwrap_or(i64::MAX);
    while shape > limit {
        shape = pop(shape);
    }
    shape
}
/// Can code that expects the stack `to` run on the stack `from`, once that has as few values?
fn fits(mut from: Shape, mut to: Shape) -> bool {
    if from < 0 || to < 0 {
        return false;
    }
    while from > to {
        from = pop(from);
    }
    while from != 0 {
        let fine = match top(to) {
            0 => false,
            OBJECT => top(from) != NULL,
            NULL => true,
            kind => kind == top(from),
        };
        if !fine {
            return false;
        }
        (from, to) = (pop(from), pop(to));
    }
    to == 0
}
fn complaint(to: Shape) -> &'static str {
    match to {
        TOO_DEEP => "stack is too deep to analyze",
        UNREACHED => "can't jump into an exception handler, or code may be unreachable",
        _ => match top(to) {
            EXCEPTION => "can't jump into an 'except' block as there's no exception",
            LASTI => "can't jump into a re-raising block as there's no location",
            ITERATOR => "can't jump into the body of a for loop",
            _ => "incompatible stacks",
        },
    }
}

impl Vm {
    /// `frame.f_lineno = value`
    pub fn set_frame_lineno(&mut self, frame: ObjId, value: Option<ObjId>) -> Res<()> {
        let Some(value) = value else {
            return Err(self.raise(types::ATTRIBUTE_ERROR, "cannot delete attribute"));
        };
        if self.type_of(value) != types::INT {
            return Err(self.value_error("lineno must be an integer"));
        }
        let Some(told) = self.state.monitor.thread.told else {
            return Err(self.value_error("f_lineno can only be set in a trace function"));
        };
        let refusal = match told.event {
            Event::PyResume | Event::Jump | Event::Branch | Event::Line | Event::PyYield => None,
            Event::PyStart => Some("can't jump from the 'call' trace event of a new frame"),
            Event::Call | Event::CReturn => Some("can't jump during a call"),
            Event::StopIteration | Event::Reraise => {
                return Err(self.raise(types::SYSTEM_ERROR, "unexpected event type"));
            }
            _ => Some("can only jump from a 'line' trace event"),
        };
        if let Some(message) = refusal {
            return Err(self.value_error(message));
        }
        let Some(wanted) = self.as_i64(value).and_then(|v| i32::try_from(v).ok()) else {
            return Err(self.value_error("lineno out of range"));
        };
        let object = self.frame_obj(frame);
        let (code, of) = (object.code, object.of.clone());
        if wanted < self.state.code_of(code).code.firstlineno {
            return Err(self.value_error(format!("line {wanted} comes before the current code block")));
        }
        // Only the frame that the callback was told of can go elsewhere when the callback is done.
        let FrameOf::Running(index) = of else {
            return Err(self.value_error("f_lineno can only be set in a trace function"));
        };
        if index as usize != told.frame {
            return Err(self.value_error("f_lineno can only be set in a trace function"));
        }
        let lines = self.line_starts(code);
        let Some(line) = lines.iter().copied().filter(|&line| line >= wanted).min() else {
            return Err(self.value_error(format!("line {wanted} comes after the current code block")));
        };
        let shapes = self.stack_shapes(code);
        let start = self.state.code_of(code).start;
        let from = shapes[(self.state.frames[told.frame].pc - start) as usize];
        let (target, shape) = self.find_target(&lines, &shapes, line, from)?;
        self.bind_none(told.frame)?;
        let mut from = from;
        if told.event == Event::PyYield {
            // The value that the `yield` is resumed with is not there yet.
            from = pop(from);
        }
        let frame = self.state.frames[told.frame];
        let bottom = (frame.base + frame.nlocals) as usize;
        let mut height = told.height.unwrap_or_else(|| self.state.stack_end(told.frame));
        while from > shape && height > bottom {
            height -= 1;
            let value = self.state.stack[height].take();
            if top(from) == EXCEPTION {
                let handled = value.filter(|&v| v != ids::NONE);
                let old = match self.state.handled.last_mut() {
                    Some(place) => std::mem::replace(place, handled),
                    None => handled,
                };
                self.decref_opt(old);
            } else {
                self.decref_opt(value);
            }
            from = pop(from);
        }
        if let Some(told) = &mut self.state.monitor.thread.told {
            told.height = Some(height);
        }
        self.state.frames[told.frame].pc = start + target as u32;
        if let Payload::Frame(f) = self.payload_mut(self.state.frames[told.frame].object.unwrap_or(ids::NONE))
        {
            f.lineno = None;
        }
        Ok(())
    }
    /// The code unit to go to for a line, and the stack there: the deepest that fits.
    fn find_target(
        &mut self,
        lines: &[i32],
        shapes: &[Shape],
        line: i32,
        from: Shape,
    ) -> Res<(usize, Shape)> {
        let mut best = None;
        let mut message = "cannot find bytecode for specified line";
        let mut told = false;
        for (unit, _) in lines.iter().enumerate().filter(|&(_, &l)| l == line) {
            let shape = shapes[unit];
            if fits(from, shape) {
                if best.is_none_or(|(_, deepest)| shape > deepest) {
                    best = Some((unit, shape));
                }
            } else if !told {
                message = match from {
                    TOO_DEEP => "stack to deep to analyze",
                    UNREACHED => "can't jump from unreachable code",
                    _ => {
                        told = true;
                        complaint(shape)
                    }
                };
            }
        }
        best.ok_or_else(|| self.value_error(message))
    }
    /// Names that have no value where the jump starts may be known to have one where it ends.
    fn bind_none(&mut self, index: usize) -> Res<()> {
        let frame = self.state.frames[index];
        let places = frame.base as usize..(frame.base + frame.nlocals) as usize;
        let unbound = self.state.stack[places.clone()].iter().filter(|v| v.is_none()).count();
        if unbound == 0 {
            return Ok(());
        }
        let plural = if unbound == 1 { "" } else { "s" };
        let message = format!("assigning None to {unbound} unbound local{plural}");
        self.warn(types::RUNTIME_WARNING, &message)?;
        for place in places {
            if self.state.stack[place].is_none() {
                self.state.stack[place] = Some(ids::NONE);
            }
        }
        Ok(())
    }

    /// By code unit: the line that begins there, or -1.
    fn line_starts(&self, code: ObjId) -> Vec<i32> {
        let code = self.state.code_of(code);
        let mut starts = vec![-1; code.units as usize];
        let mut last = -1;
        for entry in linetable::decode(&code.code.linetable, code.code.firstlineno) {
            let line = entry.span.line;
            if line != last && line != -1 {
                if let Some(place) = starts.get_mut(entry.start as usize / 2) {
                    *place = line;
                }
                last = line;
            }
        }
        starts
    }
    /// By code unit: the kinds of the values on the stack before it.
    fn stack_shapes(&self, id: ObjId) -> Vec<Shape> {
        let code = self.state.code_of(id);
        let program = &self.state.program[code.start as usize..(code.start + code.units) as usize];
        let mut shapes = vec![UNREACHED; program.len() + 1];
        shapes[0] = EMPTY;
        let handlers: Vec<_> = exctable::decode(&code.code.exceptiontable).collect();
        loop {
            let mut again = false;
            let mut unit = 0;
            while let Some(instr) = program.get(unit) {
                let op = instr.op.base();
                let after = unit + 1 + op.caches();
                let shape = shapes[unit];
                if shape != UNREACHED {
                    let (next, jump) = effect(op, instr.arg, shape);
                    if let Some((target, shape)) = jump {
                        let target = if target < 0 {
                            after.saturating_sub(instr.arg as usize)
                        } else {
                            after + instr.arg as usize
                        };
                        if let Some(place) = shapes.get_mut(target) {
                            again |= *place == UNREACHED && target < unit;
                            *place = shape;
                        }
                    }
                    if let (Some(next), Some(place)) = (next, shapes.get_mut(after)) {
                        *place = next;
                    }
                }
                unit = after;
            }
            for handler in &handlers {
                let (from, to) = (handler.start as usize / 2, handler.target as usize / 2);
                let (Some(&shape), Some(&UNREACHED)) = (shapes.get(from), shapes.get(to)) else { continue };
                if shape == UNREACHED {
                    continue;
                }
                again = true;
                let mut shape = cut(shape, handler.depth);
                if handler.lasti {
                    shape = push(shape, LASTI);
                }
                shapes[to] = push(shape, EXCEPTION);
            }
            if !again {
                return shapes;
            }
        }
    }
}

/// Forward or backward.
const AHEAD: i32 = 1;
const BACK: i32 = -1;

/// The stack after an instruction, if execution goes on behind it, and the direction of its jump with
/// the stack there, if it has one.
fn effect(op: Opcode, arg: u32, shape: Shape) -> (Option<Shape>, Option<(i32, Shape)>) {
    let next = match op {
        Opcode::POP_JUMP_IF_FALSE
        | Opcode::POP_JUMP_IF_TRUE
        | Opcode::POP_JUMP_IF_NONE
        | Opcode::POP_JUMP_IF_NOT_NONE => return (Some(pop(shape)), Some((AHEAD, pop(shape)))),
        Opcode::SEND => return (Some(shape), Some((AHEAD, shape))),
        Opcode::JUMP_FORWARD => return (None, Some((AHEAD, shape))),
        Opcode::JUMP_BACKWARD | Opcode::JUMP_BACKWARD_NO_INTERRUPT => return (None, Some((BACK, shape))),
        Opcode::FOR_ITER => {
            let inside = push(shape, OBJECT);
            return (Some(inside), Some((AHEAD, inside)));
        }
        Opcode::RETURN_VALUE | Opcode::RETURN_CONST | Opcode::RAISE_VARARGS | Opcode::RERAISE => {
            return (None, None);
        }
        Opcode::GET_ITER | Opcode::GET_AITER => push(pop(shape), ITERATOR),
        Opcode::END_ASYNC_FOR => pop(pop(shape)),
        Opcode::PUSH_EXC_INFO => push(shape, EXCEPTION),
        Opcode::POP_EXCEPT => pop(shape),
        Opcode::PUSH_NULL => push(shape, NULL),
        Opcode::LOAD_GLOBAL if arg & 1 != 0 => push(push(shape, OBJECT), NULL),
        Opcode::LOAD_ATTR if arg & 1 != 0 => push(push(pop(shape), OBJECT), NULL),
        Opcode::LOAD_ATTR => shape,
        Opcode::SWAP => swap(shape, arg.max(1)),
        Opcode::COPY => push(shape, peek(shape, arg.max(1))),
        // The instructions before it only lend it their bits.
        Opcode::EXTENDED_ARG => shape,
        _ => {
            let change = op.stack_effect(arg, false);
            let mut shape = shape;
            for _ in change..0 {
                shape = pop(shape);
            }
            for _ in 0..change {
                shape = push(shape, OBJECT);
            }
            shape
        }
    };
    (Some(next), None)
}
