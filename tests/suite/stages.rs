//! The stages of two samples as text, against goldens. CPython wrote those of `tokens`, `ast`,
//! `symtable` and `dis`; `instructions` and `cfg` are ours, for review.
//! `PVMSCOPE_BLESS=1` writes the goldens of the last two anew.

use crate::goldens::root;
use pvmscope::ast;
use pvmscope::bytecode::Opcode;
use pvmscope::compile::links::{Linked, Links};
use pvmscope::compile::{Options, Stages};

use pvmscope::source::{Source, Span};
use std::process::Command;

#[test]
fn stages_are_as_kept() {
    for (sample, stages) in [
        ("hello", &["tokens", "ast", "symtable", "instructions", "cfg", "dis"][..]),
        ("context_manager", &["instructions", "dis"]),
    ] {
        for stage in stages {
            let mut command = Command::new(env!("CARGO_BIN_EXE_pvmscope"));
            let output = command.args([stage, &*format!("samples/{sample}.py")]).current_dir(root()).output();
            let found = String::from_utf8(output.unwrap().stdout).unwrap();
            let found: String = found.split(" at 0x7f").enumerate().fold(String::new(), |out, (i, part)| {
                let part =
                    if i == 0 { part } else { part.trim_start_matches(|c: char| c.is_ascii_hexdigit()) };
                out + if i == 0 { "" } else { " at 0x" } + part
            });
            let golden = root().join(format!("tests/goldens/stages/{sample}.{stage}"));
            if std::env::var_os("PVMSCOPE_BLESS").is_some() && ["instructions", "cfg"].contains(stage) {
                std::fs::write(&golden, &found).unwrap();
            }
            let expected = std::fs::read_to_string(&golden).unwrap();
            for (line, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
                assert_eq!(found, expected, "{stage} {sample} line {}", line + 1);
            }
            assert_eq!(found.lines().count(), expected.lines().count(), "{stage} {sample}");
        }
    }
}

/// What CPython's `-m ast -a` and `-m symtable` print of two programs that are made for it.
#[test]
fn trees_with_types_and_tables_in_order_are_cpythons() {
    for (stage, program) in [("ast", "type_comments"), ("symtable", "free_names")] {
        let folder = root().join("tests/goldens/front");
        let mut command = Command::new(env!("CARGO_BIN_EXE_pvmscope"));
        let output = command.args([stage, &*format!("{program}.py")]).current_dir(&folder).output();
        let found = String::from_utf8(output.unwrap().stdout).unwrap();
        let wanted = std::fs::read_to_string(folder.join(format!("{program}.{stage}"))).unwrap();
        for (line, (found, wanted)) in found.lines().zip(wanted.lines()).enumerate() {
            assert_eq!(found, wanted, "{stage} {program} line {}", line + 1);
        }
        assert_eq!(found.lines().count(), wanted.lines().count());
    }
}

/// A tree as deep as one can be is made and given back on a small stack.
#[test]
fn deep_stages_need_no_deep_stack() {
    let small = std::thread::Builder::new().stack_size(256 << 10).spawn(|| {
        for (open, middle, count, compiles) in [
            ("-", "x", 2900, true),
            ("x + ", "y", 9000, true),
            ("lambda: ", "x", 300, true),
            ("if x: pass\nel", "if y: pass", 900, true),
            ("(", "", 20_000, false),
        ] {
            let source = Source::new("deep.py", &format!("{}{middle}", open.repeat(count)));
            let stages = Stages::new(&source, &Options::default());
            assert_eq!(stages.code.is_some(), compiles, "{open}: {:?}", stages.error);
        }
    });
    small.unwrap().join().unwrap();
}

/// From a token to its node, symbol, pseudo-instructions, blocks and bytes, and back from each.
#[test]
fn products_are_linked_by_place() {
    let text = "class Shop:\n    __tax = 7\n\n    def total(self, price, count):\n        amount = price * count\n        \
                return amount + [Shop.__tax for _ in 'x'][0]\n\nprint(Shop().total(3, 4))\n";
    let stages = Stages::new(&Source::new("shop.py", text), &Options::default());
    assert!(stages.error.is_none());
    let links = Links::new(&stages);
    let place = |word: &str, nth: usize| {
        let (at, _) = text.match_indices(word).nth(nth).expect("the word");
        let line = text[..at].matches('\n').count() as i32 + 1;
        let col = (at - text[..at].rfind('\n').map_or(0, |newline| newline + 1)) as i32;
        Span::new(line, col, line, col + word.len() as i32)
    };
    let kind = |linked: &Linked| links.nodes[*linked.nodes.last().expect("a node")].kind;
    let unit_name = |unit: usize| stages.units[unit].name.as_str().unwrap_or_default().to_string();

    // `*` is no name; its node is the multiplication, which is one instruction.
    let product = links.at(place("*", 0));
    assert_eq!((kind(&product), product.symbols.len(), product.tokens.len()), ("BinOp", 0, 1));
    let &[(unit, index)] = &product.instructions[..] else { panic!("{product:?}") };
    assert_eq!(unit_name(unit), "total");
    assert_eq!(stages.units[unit].sequence.instructions[index].op, Opcode::BINARY_OP);
    let &[(_, block, row)] = &product.blocks[..] else { panic!("{product:?}") };
    let (_, bytes) = &product.bytes[0];
    let code = links.units[unit].code.as_ref().expect("code");
    assert_eq!(u16::from(code.code[bytes.start]), Opcode::BINARY_OP.number());
    // Back: each product's place is the node's.
    let span = links.node_place(*product.nodes.last().unwrap());
    assert_eq!(links.instruction_place(unit, index), span);
    assert_eq!(links.block_place(unit, block, row), span);
    assert_eq!(links.byte_place(unit, bytes.start), span);
    let back = links.at(span.unwrap());
    assert_eq!((back.nodes, back.bytes, back.tokens.len()), (product.nodes, product.bytes, 3));

    // Names belong to the scope that knows them, private ones under their long name.
    let table = stages.symbols.as_ref().expect("symbols");
    for (word, nth, scope, name) in [
        ("price", 1, "total", "price"),
        ("Shop", 1, "listcomp", "Shop"),
        ("__tax", 1, "listcomp", "_Shop__tax"),
    ] {
        let linked = links.at(place(word, nth));
        let found = linked.symbols.first().map(|&(id, name)| {
            let scope = &stages.interner.text(table.scope(id).name)[..];
            (scope.to_string(), stages.interner.text(name).to_string())
        });
        let wanted = (scope.to_string(), name.to_string());
        // An attribute is no symbol.
        assert_eq!(found, (word != "__tax").then_some(wanted), "{word}");
        assert!(!linked.bytes.is_empty() && !linked.blocks.is_empty(), "{word}");
    }

    // Bytes with a node's place lead to themselves through it.
    let mut found = 0;
    for (unit, made) in links.units.iter().enumerate() {
        for (range, span) in made.bytes.iter().filter(|(_, s)| links.nodes.iter().any(|n| n.span == Some(*s)))
        {
            assert!(links.at(*span).bytes.contains(&(unit, range.clone())), "{unit} {range:?}");
            found += 1;
        }
    }
    assert!(found > 30, "{found}");
    // The tree's text has each node where its row says.
    let tree = ast::dump::dump(stages.tree.as_ref().unwrap(), &stages.interner).unwrap();
    let lines: Vec<&str> = tree.lines().collect();
    assert!(links.nodes.iter().all(|node| lines[node.lines.start].contains(&format!("{}(", node.kind))));
}
