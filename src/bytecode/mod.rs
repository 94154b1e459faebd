//! Bytecode as data: the opcode table, code objects and their encodings.

pub mod check;
pub mod code;
pub mod dis;
pub mod exctable;
pub mod instruction;
pub mod linetable;
pub mod marshal;
pub mod opcode;
mod opcode_table;
pub mod operand;
pub mod pyc;

pub use code::{Code, Const};
pub use instruction::{Instruction, InstructionSequence, Label};
pub use opcode::Opcode;
