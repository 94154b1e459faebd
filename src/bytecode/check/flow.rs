//! Follows all paths through a code object, and what stands in its locals and on its stack on them.

use super::kind::{self, Kinds};
use super::{Checker, Instr};
use crate::bytecode::Opcode;
use crate::bytecode::code::{Const, flags, kinds};
use crate::bytecode::exctable::{self, Handler};
use crate::bytecode::opcode::{Flow, Item};
use crate::constant::Constant;

/// What is known before an instruction.
#[derive(Clone, PartialEq)]
struct State {
    locals: Vec<Kinds>,
    stack: Vec<Kinds>,
    /// The generator has been made: the body runs in it.
    started: bool,
}

/// Places looked at before a code object is given up as too complex. The largest of the standard library need
/// a thousandth of it.
const MOST_WORK: u64 = 1 << 30;

type Checked<T> = Result<T, &'static str>;

struct Follower<'a> {
    checker: &'a Checker<'a>,
    /// By instruction: something jumps there.
    joins: Vec<bool>,
    /// By code unit: the handler of what stands there, and its first instruction.
    handlers: Vec<Option<(u32, Handler)>>,
    known: Vec<Option<State>>,
    todo: Vec<u32>,
    work: u64,
}

/// Checks the paths; see the module.
pub(super) fn follow(checker: &Checker) -> Result<(), String> {
    let count = checker.instrs.len();
    let mut follower = Follower {
        checker,
        joins: vec![false; count],
        handlers: vec![None; checker.at.len()],
        known: vec![None; count],
        todo: vec![0],
        work: 0,
    };
    follower.find_handlers()?;
    for instr in &checker.instrs {
        if let Some(target) = checker.target(instr) {
            follower.joins[target as usize] = true;
        }
    }
    follower.joins[0] = true;
    follower.known[0] = Some(follower.entry());
    while let Some(index) = follower.todo.pop() {
        follower.path(index)?;
    }
    Ok(())
}

impl Follower<'_> {
    fn find_handlers(&mut self) -> Result<(), String> {
        for handler in exctable::decode(&self.checker.code.exceptiontable) {
            let (start, end) = (handler.start as usize / 2, handler.end as usize / 2);
            let target = self.checker.at.get(handler.target as usize / 2).copied().flatten();
            let (Some(range), Some(target)) = (self.handlers.get_mut(start..end), target) else {
                return Err(self.checker.wrong(handler.start / 2, "a bad entry in the exception table"));
            };
            self.work += range.len() as u64;
            if self.work > MOST_WORK {
                return Err(self.checker.wrong(0, "too complex"));
            }
            // The first entry that covers a place counts.
            range
                .iter_mut()
                .filter(|place| place.is_none())
                .for_each(|place| *place = Some((target, handler)));
            self.joins[target as usize] = true;
        }
        Ok(())
    }

    /// At the start arguments are bound, and nothing else.
    fn entry(&self) -> State {
        let code = self.checker.code;
        let arguments = code.argcount
            + code.kwonlyargcount
            + u32::from(code.flags & flags::VARARGS != 0)
            + u32::from(code.flags & flags::VARKEYWORDS != 0);
        let mut locals = vec![kind::NULL; code.localsplusnames.len()];
        locals.iter_mut().take(arguments as usize).for_each(|local| *local = kind::OTHER);
        State { locals, stack: Vec::new(), started: false }
    }

    /// Goes on from an instruction whose state is known until a path ends or joins another.
    fn path(&mut self, mut index: u32) -> Result<(), String> {
        let Some(mut state) = self.known[index as usize].clone() else { return Ok(()) };
        // The handler that has heard of the locals as they are.
        let mut told = None;
        loop {
            let Some(&instr) = self.checker.instrs.get(index as usize) else {
                return Err(self.checker.wrong(self.checker.at.len() as u32, "the code runs past its end"));
            };
            let wrong = |what| self.checker.wrong(instr.start, what);
            if let Some((target, handler)) = self.handlers[instr.start as usize]
                && may_raise(&instr)
            {
                let here = (target, handler.start, handler.end);
                if told != Some(here) {
                    self.enter_handler(target, handler, &state).map_err(wrong)?;
                    told = Some(here);
                }
                if taken(&instr) + handler.depth as u64 > state.stack.len() as u64 {
                    return Err(wrong("a handler that needs more stack than there is"));
                }
            }
            let depth = state.stack.len();
            let before = (changes_locals(instr.op), self.handlers[instr.start as usize]);
            self.step(&instr, index, &mut state).map_err(wrong)?;
            let low = before.1.is_some_and(|(_, h)| touches_below(&instr, depth, h.depth));
            if before.0 || low {
                told = None;
            }
            if let Some(target) = self.checker.target(&instr) {
                self.join(target, &state).map_err(wrong)?;
            }
            if matches!(instr.op.flow(), Flow::Jump | Flow::Exit) {
                return Ok(());
            }
            index += 1;
            if self.joins.get(index as usize) == Some(&true) {
                return self.join(index, &state).map_err(wrong);
            }
            self.work += 1;
        }
    }

    fn enter_handler(&mut self, target: u32, handler: Handler, state: &State) -> Checked<()> {
        let depth = handler.depth as usize;
        if depth > state.stack.len() {
            return Err("a handler that needs more stack than there is");
        }
        if depth + usize::from(handler.lasti) + 1 > self.checker.code.stacksize as usize {
            return Err("the stack overflows");
        }
        let mut entered = State {
            locals: state.locals.clone(),
            stack: state.stack[..depth].to_vec(),
            started: state.started,
        };
        if handler.lasti {
            entered.stack.push(kind::LASTI);
        }
        entered.stack.push(kind::EXCEPTION);
        self.join(target, &entered)
    }

    /// A path with that state comes to an instruction.
    fn join(&mut self, index: u32, state: &State) -> Checked<()> {
        self.work += (state.locals.len() + state.stack.len()) as u64 + 1;
        if self.work > MOST_WORK {
            return Err("too complex");
        }
        let Some(place) = self.known.get_mut(index as usize) else {
            return Err("the code runs past its end");
        };
        let Some(known) = place else {
            *place = Some(state.clone());
            self.todo.push(index);
            return Ok(());
        };
        if known.stack.len() != state.stack.len() || known.started != state.started {
            return Err("different stack depths on different paths");
        }
        let mut changed = false;
        let ours = known.locals.iter_mut().chain(&mut known.stack);
        for (mine, new) in ours.zip(state.locals.iter().chain(&state.stack)) {
            changed |= *mine | new != *mine;
            *mine |= new;
        }
        if changed {
            self.todo.push(index);
        }
        Ok(())
    }

    /// The constant that the instruction before has just pushed.
    fn constant_before(&self, index: u32) -> Option<&Constant> {
        let before = self.checker.instrs[index.checked_sub(1)? as usize];
        if self.joins[index as usize] || before.op != Opcode::LOAD_CONST {
            return None;
        }
        match self.checker.code.consts.get(before.arg as usize)? {
            Const::Value(value) => Some(value),
            Const::Code(_) => None,
        }
    }

    /// What an instruction does to locals and stack.
    fn step(&self, instr: &Instr, index: u32, state: &mut State) -> Checked<()> {
        let Instr { op, arg, .. } = *instr;
        let (pops, pushes) = (count(op.info().pops, arg), count(op.info().pushes, arg));
        if pops > state.stack.len() as u64 {
            return Err("the stack runs empty");
        }
        if state.stack.len() as u64 - pops + pushes > self.checker.code.stacksize as u64 {
            return Err("the stack overflows");
        }
        let bottom = state.stack.len() - pops as usize;
        match op {
            Opcode::LOAD_FAST => state.load(arg)?,
            Opcode::LOAD_FAST_LOAD_FAST => {
                state.load(arg >> 4)?;
                state.load(arg & 15)?;
            }
            Opcode::LOAD_FAST_CHECK => {
                let bound = match state.locals[arg as usize] & kind::OBJECT {
                    0 => kind::OTHER,
                    bound => bound,
                };
                state.locals[arg as usize] = bound;
                state.stack.push(bound);
            }
            Opcode::LOAD_FAST_AND_CLEAR => {
                let value = std::mem::replace(&mut state.locals[arg as usize], kind::NULL);
                state.stack.push(value);
            }
            Opcode::STORE_FAST => state.store(arg),
            Opcode::STORE_FAST_LOAD_FAST => {
                state.store(arg >> 4);
                state.load(arg & 15)?;
            }
            Opcode::STORE_FAST_STORE_FAST => {
                state.store(arg >> 4);
                state.store(arg & 15);
            }
            Opcode::DELETE_FAST => state.locals[arg as usize] = kind::NULL,
            Opcode::MAKE_CELL => state.locals[arg as usize] = kind::CELL,
            Opcode::COPY_FREE_VARS => {
                let code = self.checker.code;
                for (local, &what) in state.locals.iter_mut().zip(&code.localspluskinds) {
                    if what & kinds::FREE != 0 {
                        *local = kind::CELL;
                    }
                }
            }
            Opcode::LOAD_CONST => {
                let constant = self.checker.code.consts.get(arg as usize);
                state.stack.push(constant.map_or(kind::OTHER, kind::of_constant));
            }
            Opcode::PUSH_NULL => state.stack.push(kind::NULL),
            Opcode::COPY => {
                let copied = state.stack[bottom];
                state.stack.push(copied);
            }
            Opcode::SWAP => {
                let top = state.stack.len() - 1;
                state.stack.swap(bottom, top);
            }
            Opcode::BUILD_TUPLE => {
                let cells = arg > 0 && state.stack[bottom..].iter().all(|&k| k == kind::CELL);
                state.objects(bottom)?;
                state.stack.truncate(bottom);
                state.stack.push(if cells { kind::CLOSURE } else { kind::TUPLE });
            }
            Opcode::LIST_APPEND | Opcode::LIST_EXTEND => state.add(bottom, kind::LIST)?,
            Opcode::SET_ADD | Opcode::SET_UPDATE => state.add(bottom, kind::SET)?,
            Opcode::MAP_ADD => {
                state.objects(state.stack.len() - 1)?;
                state.stack.pop();
                state.add(bottom, kind::DICT)?;
            }
            Opcode::DICT_UPDATE => state.add(bottom, kind::DICT)?,
            Opcode::DICT_MERGE => state.add(bottom + 3, kind::DICT)?,
            Opcode::CALL | Opcode::CALL_KW | Opcode::CALL_FUNCTION_EX => {
                state.need(bottom, kind::OBJECT)?;
                state.objects(bottom + 2)?;
                if op == Opcode::CALL_KW {
                    match self.constant_before(index) {
                        Some(Constant::Tuple(names)) if names.len() <= arg as usize => {}
                        _ => return Err("no names for keyword arguments"),
                    }
                    state.need(state.stack.len() - 1, kind::NAMES)?;
                }
                if op == Opcode::CALL_FUNCTION_EX && arg & 1 != 0 {
                    state.need(bottom + 3, kind::DICT)?;
                }
                state.stack.truncate(bottom);
                state.stack.push(kind::OTHER);
            }
            Opcode::PUSH_EXC_INFO => {
                state.need(bottom, kind::EXCEPTION)?;
                state.stack[bottom] = kind::HANDLED;
                state.stack.push(kind::EXCEPTION);
            }
            Opcode::CHECK_EG_MATCH => {
                state.operands(instr, bottom)?;
                state.stack.truncate(bottom);
                state.stack.extend([kind::HANDLED; 2]);
            }
            Opcode::RERAISE => {
                state.need(state.stack.len() - 1, kind::HANDLED)?;
                if arg > 0 {
                    state.need(bottom, kind::LASTI)?;
                }
            }
            Opcode::RETURN_GENERATOR if state.started => return Err("a second generator"),
            Opcode::RETURN_GENERATOR => {
                state.started = true;
                state.stack.push(kind::OTHER);
            }
            Opcode::YIELD_VALUE if !state.started => return Err("a yield before there is a generator"),
            _ => {
                if matches!(
                    op,
                    Opcode::LOAD_DEREF
                        | Opcode::STORE_DEREF
                        | Opcode::DELETE_DEREF
                        | Opcode::LOAD_FROM_DICT_OR_DEREF
                ) && state.locals[arg as usize] != kind::CELL
                {
                    return Err("no cell where one is needed");
                }
                if op == Opcode::BUILD_CONST_KEY_MAP {
                    match self.constant_before(index) {
                        Some(Constant::Tuple(keys)) if keys.len() == arg as usize => {}
                        _ => return Err("no keys for a dictionary"),
                    }
                }
                if op == Opcode::CALL_INTRINSIC_1 && arg == 11 {
                    let before = index.checked_sub(1).map(|i| self.checker.instrs[i as usize]);
                    if self.joins[index as usize]
                        || !before.is_some_and(|b| b.op == Opcode::BUILD_TUPLE && b.arg == 3)
                    {
                        return Err("no three parts of a type alias");
                    }
                }
                state.operands(instr, bottom)?;
                self.plain(instr, bottom, state);
            }
        }
        Ok(())
    }

    /// An instruction that pushes its results over its operands, which have been checked.
    fn plain(&self, instr: &Instr, bottom: usize, state: &mut State) {
        let kept: Vec<Kinds> = state.stack[bottom..].to_vec();
        state.stack.truncate(bottom);
        let info = instr.op.info();
        for (number, item) in info.pushes.iter().enumerate() {
            let stays = info.pops.get(number).is_some_and(|popped| popped.name == item.name);
            for _ in 0..item.count.of(instr.arg) {
                let maybe_null = item.name.ends_with("null");
                let kinds = match (kept.get(number), maybe_null) {
                    (Some(&kinds), _) if stays => kinds,
                    (_, true) => kind::NULL | kind::OTHER,
                    _ => kind::result(instr),
                };
                state.stack.push(kinds);
            }
        }
    }
}

impl State {
    fn load(&mut self, local: u32) -> Checked<()> {
        let kinds = self.locals[local as usize];
        if kinds & kind::NULL != 0 {
            return Err("a local that may be unbound");
        }
        self.stack.push(kinds);
        Ok(())
    }
    fn store(&mut self, local: u32) {
        self.locals[local as usize] = self.stack.pop().unwrap_or(kind::NULL);
    }
    /// The value at a place of the stack surely has one of those kinds.
    fn need(&self, place: usize, kinds: Kinds) -> Checked<()> {
        match self.stack.get(place) {
            Some(found) if found & !kinds == 0 => Ok(()),
            _ => Err("a value of the wrong kind"),
        }
    }
    /// From a place on there are objects.
    fn objects(&self, from: usize) -> Checked<()> {
        (from..self.stack.len()).try_for_each(|place| self.need(place, kind::OBJECT))
    }
    /// Something is added to the container at a place.
    fn add(&mut self, container: usize, kinds: Kinds) -> Checked<()> {
        self.need(container, kinds)?;
        self.objects(self.stack.len() - 1)?;
        self.stack.pop();
        Ok(())
    }
    fn operands(&self, instr: &Instr, bottom: usize) -> Checked<()> {
        self.objects(bottom)?;
        let wanted = kind::wanted(instr);
        wanted.iter().enumerate().try_for_each(|(i, &kinds)| self.need(bottom + i, kinds))
    }
}

fn count(items: &[Item], arg: u32) -> u64 {
    items.iter().map(|item| item.count.of(arg) as u64).sum()
}

/// Operands that an instruction takes off the stack for good: those on which it only looks stay the lowest.
fn taken(instr: &Instr) -> u64 {
    let info = instr.op.info();
    let same = info.pops.iter().zip(info.pushes).take_while(|(a, b)| a.name == b.name).count();
    count(&info.pops[same..], instr.arg)
}

fn changes_locals(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::STORE_FAST
            | Opcode::STORE_FAST_LOAD_FAST
            | Opcode::STORE_FAST_STORE_FAST
            | Opcode::DELETE_FAST
            | Opcode::LOAD_FAST_AND_CLEAR
            | Opcode::LOAD_FAST_CHECK
            | Opcode::MAKE_CELL
            | Opcode::COPY_FREE_VARS
            | Opcode::RETURN_GENERATOR
    )
}

/// Does the instruction put something else below a handler's depth?
fn touches_below(instr: &Instr, depth: usize, handler: u32) -> bool {
    depth.saturating_sub(taken(instr) as usize) < handler as usize
}

/// Instructions that only move values about raise nothing; what is thrown in at a yield finds a value sent.
fn may_raise(instr: &Instr) -> bool {
    let empty =
        matches!(instr.op, Opcode::BUILD_LIST | Opcode::BUILD_SET | Opcode::BUILD_MAP) && instr.arg == 0;
    let unbound = matches!(instr.op, Opcode::LOAD_FAST_CHECK | Opcode::DELETE_FAST);
    unbound
        || !empty
            && !changes_locals(instr.op)
            && !matches!(
                instr.op,
                Opcode::POP_TOP
                    | Opcode::SWAP
                    | Opcode::COPY
                    | Opcode::NOP
                    | Opcode::PUSH_NULL
                    | Opcode::LOAD_CONST
                    | Opcode::LOAD_FAST
                    | Opcode::LOAD_FAST_LOAD_FAST
                    | Opcode::END_FOR
                    | Opcode::END_SEND
                    | Opcode::YIELD_VALUE
                    | Opcode::POP_EXCEPT
                    | Opcode::PUSH_EXC_INFO
                    | Opcode::RETURN_CONST
                    | Opcode::RETURN_VALUE
            )
}
