//! Bytecode as data: the opcode table, code objects and their encodings.

pub mod code;
pub mod instruction;
pub mod opcode;
mod opcode_table;

pub use code::{Code, Const};
pub use instruction::{Instruction, InstructionSequence, Label};
pub use opcode::Opcode;
