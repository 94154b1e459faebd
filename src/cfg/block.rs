//! The graph: basic blocks in a list, linked by number.

use crate::bytecode::code::flags;
use crate::bytecode::opcode::Flow;
use crate::bytecode::{Const, Opcode};
use crate::codegen::unit::Unit;
use crate::constant::Constant;
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};

/// Number of a block in its graph.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct BlockId(NonZeroU32);

impl BlockId {
    fn new(index: usize) -> BlockId {
        BlockId(NonZeroU32::MIN.saturating_add(index as u32))
    }
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// An instruction whose jumps lead to blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instr {
    pub op: Opcode,
    pub arg: u32,
    pub span: Span,
    /// Of a jump, its destination; of `SETUP_FINALLY` and its like, the handler.
    pub target: Option<BlockId>,
    /// Where control goes when the instruction raises.
    pub except: Option<BlockId>,
}

impl Instr {
    pub fn new(op: Opcode, arg: u32, span: Span) -> Instr {
        Instr { op, arg, span, target: None, except: None }
    }
    pub fn is_jump(&self) -> bool {
        matches!(self.op.flow(), Flow::Jump | Flow::Branch)
    }
    pub fn is_unconditional_jump(&self) -> bool {
        self.op.flow() == Flow::Jump
    }
    pub fn is_block_push(&self) -> bool {
        self.op.flow() == Flow::Protect
    }
    pub fn set(&mut self, op: Opcode, arg: u32) {
        self.op = op;
        self.arg = arg;
    }
    pub fn set_nop(&mut self) {
        self.set(Opcode::NOP, 0);
    }
}

/// Instructions that run one after the other; only the last may jump.
#[derive(Clone, Default, Debug)]
pub struct Block {
    pub instrs: Vec<Instr>,
    /// The block after this one in the code, into which it falls through if it does not end in a
    /// jump or an exit.
    pub next: Option<BlockId>,
    /// Was it the target of a jump when the graph was built?
    pub labelled: bool,
    pub predecessors: u32,
    /// Values on the stack when the block starts; `None` while that is not known.
    pub start_depth: Option<u32>,
    /// A handler for which the offset of the raising instruction is kept on the stack.
    pub preserve_lasti: bool,
    pub is_handler: bool,
    /// Reached only by exceptions.
    pub cold: bool,
    pub warm: bool,
    /// Mark of the pass at work.
    pub visited: bool,
    /// Bit i: local i may be unbound when the block starts.
    pub unsafe_locals: u64,
}

impl Block {
    pub fn falls_through(&self) -> bool {
        self.instrs.last().is_none_or(|i| !matches!(i.op.flow(), Flow::Jump | Flow::Exit))
    }
    pub fn exits_scope(&self) -> bool {
        self.instrs.last().is_some_and(|i| i.op.flow() == Flow::Exit)
    }
    pub fn has_no_line(&self) -> bool {
        self.instrs.iter().all(|i| i.span.line < 0)
    }
    /// The jump that ends the block, if one does.
    pub fn last_jump(&self) -> Option<&Instr> {
        self.instrs.last().filter(|i| i.is_jump())
    }
}

/// What the passes need to know about the code object's variables.
#[derive(Clone, Debug)]
pub struct Variables {
    pub locals: u32,
    /// How many of the locals are parameters.
    pub params: u32,
    /// For each cell variable the local that it is too, if it is one.
    pub cells: Vec<Option<u32>>,
    pub free: u32,
}

impl Variables {
    pub fn of(unit: &Unit) -> Variables {
        let star = |flag| u32::from(unit.flags & flag != 0);
        let locals: FxHashMap<_, _> = match unit.cellvars.is_empty() {
            true => FxHashMap::default(),
            false => unit.varnames.iter().zip(0..).collect(),
        };
        Variables {
            locals: unit.varnames.len() as u32,
            params: unit.argcount + unit.kwonlyargcount + star(flags::VARARGS) + star(flags::VARKEYWORDS),
            cells: unit.cellvars.iter().map(|c| locals.get(c).copied()).collect(),
            free: unit.freevars.len() as u32,
        }
    }
}

/// The control-flow graph of one code object.
#[derive(Clone, Debug)]
pub struct Graph {
    blocks: Vec<Block>,
    pub consts: Vec<Const>,
    /// Index of each constant in `consts`, made when a pass first looks for one.
    const_index: Option<FxHashMap<Constant, u32>>,
    pub variables: Variables,
    pub flags: u32,
    pub firstlineno: i32,
}

impl Index<BlockId> for Graph {
    type Output = Block;
    fn index(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }
}

impl IndexMut<BlockId> for Graph {
    fn index_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id.index()]
    }
}

impl Graph {
    /// A graph with one empty block.
    pub fn new(variables: Variables, consts: Vec<Const>, flags: u32, firstlineno: i32) -> Graph {
        Graph { blocks: vec![Block::default()], consts, const_index: None, variables, flags, firstlineno }
    }

    /// The block where the code starts.
    pub fn entry(&self) -> BlockId {
        BlockId::new(0)
    }

    pub fn add(&mut self, block: Block) -> BlockId {
        self.blocks.push(block);
        BlockId::new(self.blocks.len() - 1)
    }

    /// Makes room for so many further blocks.
    pub fn reserve(&mut self, blocks: usize) {
        self.blocks.reserve(blocks);
    }

    /// Number of blocks, those that no longer belong to the code included.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The blocks in the order of the code.
    pub fn order(&self) -> impl Iterator<Item = BlockId> + '_ {
        std::iter::successors(Some(self.entry()), |&b| self[b].next)
    }

    /// The first block from `from` on, in the order of the code, that has instructions.
    pub fn nonempty(&self, from: Option<BlockId>) -> Option<BlockId> {
        std::iter::successors(from, |&b| self[b].next).find(|&b| !self[b].instrs.is_empty())
    }

    /// Clears every block's mark.
    pub fn unvisit(&mut self) {
        self.blocks.iter_mut().for_each(|b| b.visited = false);
    }

    /// Marks a block and says whether it was unmarked.
    pub fn visit(&mut self, block: BlockId) -> bool {
        !std::mem::replace(&mut self[block].visited, true)
    }

    /// The block that `block` falls through into, if it does.
    pub fn fall_through(&self, block: BlockId) -> Option<BlockId> {
        self[block].next.filter(|_| self[block].falls_through())
    }

    /// The constant that a `LOAD_CONST` loads; `None` for a code object.
    pub fn constant(&self, index: u32) -> Option<&Constant> {
        match self.consts.get(index as usize)? {
            Const::Value(value) => Some(value),
            Const::Code(_) => None,
        }
    }

    /// Index of a constant, which is added if it is not there.
    pub fn const_index(&mut self, value: Constant) -> u32 {
        let consts = &mut self.consts;
        let index = self.const_index.get_or_insert_with(|| {
            let mut index = FxHashMap::default();
            for (i, constant) in (0..).zip(consts.iter()) {
                if let Const::Value(value) = constant {
                    index.entry(value.clone()).or_insert(i);
                }
            }
            index
        });
        *index.entry(value).or_insert_with_key(|value| {
            consts.push(Const::Value(value.clone()));
            consts.len() as u32 - 1
        })
    }

    /// To be called when `consts` was changed other than by [`Graph::const_index`].
    pub fn forget_const_index(&mut self) {
        self.const_index = None;
    }
}
