//! What an instruction does, in words, with the values that it works on.

use crate::bytecode::Opcode;
use crate::bytecode::dis::Row;
use crate::bytecode::opcode::Operand;

/// The sentence of an opcode with its gaps filled: `{arg}` by what the operand means, `{name}` by
/// what `operands` knows of the stack operand of that name (see the opcode's row), or by the name.
pub fn explain(op: Opcode, arg: &str, operands: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = op.info().sentence;
    while let Some((before, name, after)) = rest
        .split_once('{')
        .and_then(|(before, gap)| gap.split_once('}').map(|(name, after)| (before, name, after)))
    {
        out += before;
        match name {
            "arg" => out += arg,
            _ => out += &operands(name).unwrap_or_else(|| name.replace('_', " ")),
        }
        rest = after;
    }
    out + rest
}

/// What the operand of an instruction means, in as few words as will do.
pub fn operand(row: &Row) -> String {
    let Some(arg) = row.arg else { return String::new() };
    match row.op.map(Opcode::operand) {
        Some(Operand::JumpForward | Operand::JumpBackward) => match row.target {
            Some(target) => format!("{} (offset {target})", row.argrepr.trim_start_matches("to ")),
            None => arg.to_string(),
        },
        // Only the name; what follows it is how the call will find its object.
        Some(Operand::GlobalName | Operand::AttrName | Operand::SuperName) => {
            row.argrepr.split(" + ").next().unwrap_or_default().to_string()
        }
        Some(Operand::LocalPair) => row.argrepr.replace(", ", " and "),
        Some(Operand::Compare) => row.argrepr.trim_start_matches("bool(").trim_end_matches(')').to_string(),
        Some(Operand::Intrinsic1 | Operand::Intrinsic2) => {
            row.argrepr.trim_start_matches("INTRINSIC_").to_lowercase().replace('_', " ")
        }
        _ if row.argrepr.is_empty() => arg.to_string(),
        _ => row.argrepr.clone(),
    }
}

/// `explain` for a row of a disassembly.
pub fn explain_row(row: &Row, operands: &dyn Fn(&str) -> Option<String>) -> String {
    match row.op {
        Some(op) => explain(op, &operand(row), operands),
        None => "No instruction has this number.".into(),
    }
}

/// The values that a row takes from the stack, by name, deepest first: each name stands once, with
/// the number of values it is for.
pub fn stack_operands(op: Opcode, arg: u32) -> Vec<(&'static str, u32)> {
    op.info().pops.iter().map(|item| (item.name, item.count.of(arg))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled() {
        let operands = |name: &str| (name == "lhs").then(|| "2".to_string());
        assert_eq!(explain(Opcode::BINARY_OP, "+", &operands), "Replaces 2 and rhs by 2 + rhs.");
        assert_eq!(
            explain(Opcode::LOAD_GLOBAL, "print", &|_| None),
            "Looks print up among the globals, then among the builtins, and pushes it."
        );
    }

    #[test]
    fn braces_in_values_stay() {
        let sentence = explain(Opcode::LOAD_CONST, "'{value}'", &|_| Some("wrong".into()));
        assert_eq!(sentence, "Pushes the constant '{value}'.");
    }
}
