//! Instructions between code generation and assembly: opcodes, operands, labels and places.

use super::opcode::Opcode;
use crate::source::Span;

/// A jump target, numbered within one code object.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Label(pub u32);

/// One (pseudo-)instruction. For opcodes with a target the operand is a [`Label`]'s number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instruction {
    pub op: Opcode,
    pub arg: u32,
    pub span: Span,
}

/// What code generation makes for one code object, in order.
#[derive(Clone, Default, Debug)]
pub struct InstructionSequence {
    pub instructions: Vec<Instruction>,
    /// By label: index of the instruction it stands before.
    labels: Vec<u32>,
}

/// A label that was made and not yet placed.
const UNPLACED: u32 = u32::MAX;

impl InstructionSequence {
    pub fn with_capacity(instructions: usize) -> InstructionSequence {
        InstructionSequence { instructions: Vec::with_capacity(instructions), labels: Vec::new() }
    }
    pub fn new_label(&mut self) -> Label {
        self.labels.push(UNPLACED);
        Label(self.labels.len() as u32 - 1)
    }
    /// Places a label before the next instruction.
    pub fn place(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.instructions.len() as u32;
    }
    pub fn push(&mut self, op: Opcode, arg: u32, span: Span) {
        self.instructions.push(Instruction { op, arg, span });
    }
    /// Index of the instruction that a label stands before; `None` while it is not placed.
    pub fn target(&self, label: Label) -> Option<usize> {
        self.labels.get(label.0 as usize).copied().filter(|&t| t != UNPLACED).map(|t| t as usize)
    }
    /// Puts an instruction at `index`; labels at or after it move along, so that a label at
    /// `index` stands before the instruction that it stood before.
    pub fn insert(&mut self, index: usize, instruction: Instruction) {
        self.instructions.insert(index, instruction);
        for target in &mut self.labels {
            if *target != UNPLACED && *target as usize >= index {
                *target += 1;
            }
        }
    }
}
