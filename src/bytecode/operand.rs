//! What the operand of an instruction stands for, in the words of `dis`.

use super::Opcode;
use super::code::{Code, Const};
use super::opcode::{BINARY_OPS, COMPARE_OPS, INTRINSICS_1, INTRINSICS_2, Operand};
use crate::constant::Text;
use crate::constant::repr::repr;
use std::borrow::Cow;
use std::sync::Arc;

/// The tables of a code object (or of what is to become one) that operands index.
#[derive(Clone, Debug)]
pub struct Tables<'a> {
    pub consts: &'a [Const],
    pub names: &'a [Text],
    pub locals: Cow<'a, [Text]>,
    /// Cells and free variables; in a finished code object, all fast locals.
    pub free: Cow<'a, [Text]>,
}

impl<'a> Tables<'a> {
    pub fn of(code: &'a Code) -> Tables<'a> {
        let locals = Cow::Borrowed(&code.localsplusnames[..]);
        Tables { consts: &code.consts, names: &code.names, locals: locals.clone(), free: locals }
    }

    /// The text that `dis` puts in parentheses, empty where there is none. Jumps have none: their
    /// labels are the listing's. `show_code` says what stands for a code object.
    pub fn argrepr(&self, op: Opcode, arg: u32, show_code: &mut dyn FnMut(&Arc<Code>) -> String) -> String {
        let at = |texts: &[Text], index: u32| match texts.get(index as usize) {
            Some(text) => show(text).into_owned(),
            None => String::new(),
        };
        let with = |index, more: &str| at(self.names, index) + if arg & 1 != 0 { more } else { "" };
        let pick = |names: &[&str]| names.get(arg as usize).copied().unwrap_or_default().to_string();
        match op.operand() {
            Operand::Const => match self.consts.get(arg as usize) {
                Some(Const::Value(value)) => repr(value),
                Some(Const::Code(inner)) => show_code(inner),
                None => String::new(),
            },
            Operand::Name => at(self.names, arg),
            Operand::GlobalName => with(arg / 2, " + NULL"),
            Operand::AttrName => with(arg / 2, " + NULL|self"),
            Operand::SuperName => with(arg / 4, " + NULL|self"),
            Operand::Local => at(&self.locals, arg),
            Operand::LocalPair => format!("{}, {}", at(&self.locals, arg >> 4), at(&self.locals, arg & 15)),
            Operand::Free => at(&self.free, arg),
            Operand::Compare => {
                let operator = COMPARE_OPS.get(arg as usize >> 5).copied().unwrap_or_default();
                if arg & 16 != 0 { format!("bool({operator})") } else { operator.into() }
            }
            Operand::BinaryOp => pick(&BINARY_OPS),
            Operand::Intrinsic1 => pick(&INTRINSICS_1),
            Operand::Intrinsic2 => pick(&INTRINSICS_2),
            Operand::Convert => pick(&["", "str", "repr", "ascii"]),
            Operand::FunctionAttr => {
                let parts = ["defaults", "kwdefaults", "annotations", "closure"];
                let set = parts.iter().enumerate().filter(|(i, _)| arg & 1 << i != 0);
                set.map(|(_, &part)| part).collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        }
    }
}

/// A name for people; a lone surrogate in it becomes a replacement character.
pub fn show(text: &Text) -> Cow<'_, str> {
    String::from_utf8_lossy(text.as_bytes())
}
