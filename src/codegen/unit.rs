//! What code generation hands to the control-flow graph: one unit for each code object to be.

use crate::bytecode::{Const, InstructionSequence};
use crate::constant::Text;

/// Everything about one code object except its final bytes.
#[derive(Clone, Debug)]
pub struct Unit {
    pub name: Text,
    pub qualname: Text,
    pub argcount: u32,
    pub posonlyargcount: u32,
    pub kwonlyargcount: u32,
    pub flags: u32,
    pub firstlineno: i32,
    /// `co_consts` before the optimiser removes what is unused; nested code objects are final.
    pub consts: Vec<Const>,
    pub names: Vec<Text>,
    /// Locals in order; an argument that is a cell stands here *and* in `cellvars`.
    pub varnames: Vec<Text>,
    pub cellvars: Vec<Text>,
    pub freevars: Vec<Text>,
    /// Locals of an inlined comprehension that shadow no local of the function (`CO_FAST_HIDDEN`).
    pub hidden: Vec<Text>,
    pub sequence: InstructionSequence,
}
