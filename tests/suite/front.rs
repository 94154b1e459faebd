//! Tokens, trees and error messages against CPython's.

use crate::goldens::{judge, root};
use crate::python::stride;
use pvmscope::ast::{self, ExprKind, Root};
use pvmscope::compile::{Mode, Options, compile};
use pvmscope::constant::Constant;
use pvmscope::diagnostic::{Diagnostic, Kind};
use pvmscope::lex::dump::tokens_text;
use pvmscope::lex::{Listed, Reader};
use pvmscope::parse::{parse_expression, parse_module, parse_with_type_comments};
use pvmscope::source::{Interner, Source};

fn error(text: &str) -> Option<Diagnostic> {
    parse_module(&Source::new("x.py", text), &mut Interner::default()).err()
}

/// The value of a string literal.
fn literal(text: &str) -> String {
    let source = Source::new("literal", text);
    match parse_expression(&source, &mut Interner::default()) {
        Ok((Root::Expression { body }, _)) => match body.kind {
            ExprKind::Constant { value: Constant::Str(text), .. } => {
                text.as_str().expect("no surrogates").to_string()
            }
            other => panic!("no string: {other:?}"),
        },
        other => panic!("no literal: {text}: {other:?}"),
    }
}

/// As `tests/tools/front_errors.py` writes it.
fn answer(program: &str) -> String {
    let Some(error) = error(program) else { return "right".into() };
    let source = Source::new("x.py", program);
    let place = error.place(&source).map_or("None".into(), |p| {
        let (end_line, end) = (p.end_line.unwrap_or(-1), p.end_offset.unwrap_or(-1));
        format!("{},{},{end_line},{end}", p.line, p.offset)
    });
    format!("{} {place} {}", error.kind.name(), error.message)
}

#[test]
fn errors_are_cpythons() {
    let golden = std::fs::read_to_string(root().join("tests/goldens/front/errors.txt")).expect("the golden");
    let lines: Vec<&str> = golden.lines().collect();
    let mut wrong = Vec::new();
    for pair in lines.chunks(2) {
        let program = literal(pair[0]);
        let mut parts = pair[1].splitn(3, ' ');
        let (kind, place) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let wanted = format!("{kind} {place} {}", literal(parts.next().unwrap_or("''")));
        let found = answer(&program);
        if found != wanted {
            wrong.push(format!("{}\n  wanted {wanted}\n  found  {found}", pair[0]));
        }
    }
    println!("{} of {} errors equal CPython's", lines.len() / 2 - wrong.len(), lines.len() / 2);
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}

/// What `compile()` says, as `tests/tools/compile_snippets.py` writes it.
fn compiled(program: &str, mode: Mode) -> String {
    let source = Source::new("no such file.py", program);
    let answer = match compile(&source, &Options { mode, ..Options::default() }) {
        Ok((_, warnings)) => {
            let line = |w: &Diagnostic| w.span.map_or(0, |span| span.line);
            let shown = warnings.iter().map(|w| format!("|{}:{}:{}", w.kind.name(), line(w), w.message));
            format!("ok{}", shown.collect::<String>())
        }
        Err(error) => {
            let number = |value: Option<i32>| value.map_or("None".into(), |value| value.to_string());
            let place = error
                .place(&source)
                .map(|p| format!("{},{},{},{}", p.line, p.offset, number(p.end_line), number(p.end_offset)));
            format!("{}|{}|{}", error.kind.name(), place.unwrap_or_else(|| "None".into()), error.message)
        }
    };
    answer.replace('\\', "\\\\").replace('\n', "\\n")
}

#[test]
fn snippets_compile_and_warn_as_in_cpython() {
    let golden = std::fs::read_to_string(root().join("tests/goldens/front/snippets.txt")).expect("a golden");
    let lines: Vec<&str> = golden.lines().collect();
    let mut wrong = Vec::new();
    for pair in lines.chunks(2) {
        let (mode, program) = pair[0].split_once(' ').expect("a mode and a program");
        let mode = match mode {
            "eval" => Mode::Expression,
            "single" => Mode::Interactive,
            _ => Mode::Module,
        };
        let found = compiled(&literal(program), mode);
        if found != pair[1] {
            wrong.push(format!("{}\n  wanted {}\n  found  {found}", pair[0], pair[1]));
        }
    }
    println!("{} snippets", lines.len() / 2);
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}

/// The bytes of a bytes literal.
fn bytes(text: &str) -> Vec<u8> {
    let source = Source::new("literal", text);
    match parse_expression(&source, &mut Interner::default()) {
        Ok((Root::Expression { body }, _)) => match body.kind {
            ExprKind::Constant { value: Constant::Bytes(bytes), .. } => bytes.to_vec(),
            other => panic!("no bytes: {other:?}"),
        },
        other => panic!("no literal: {text}: {other:?}"),
    }
}

/// Programs in many encodings, read as `compile()` reads them and as a file
/// (`tests/tools/encodings.py`).
#[test]
fn encodings_are_read_as_cpython_reads_them() {
    let golden = std::fs::read_to_string(root().join("tests/goldens/front/encodings.txt")).expect("a golden");
    let lines: Vec<&str> = golden.lines().collect();
    let mut wrong = Vec::new();
    for case in lines.chunks(3) {
        let program = bytes(case[0]);
        for (reader, wanted) in [(Reader::Bytes, case[1]), (Reader::File, case[2])] {
            let (error, source) = match Source::decode("x.py", &program, reader) {
                Ok(source) => (parse_module(&source, &mut Interner::default()).err(), Some(source)),
                Err(wrong) => (Some(wrong.error), Some(wrong.source)),
            };
            let found = match (error, source) {
                (Some(error), Some(source)) => {
                    let place = error.place(&source).map(|p| format!("{},{}", p.line, p.offset));
                    let place = place.unwrap_or_else(|| {
                        if error.kind == Kind::SyntaxError { "None,None".into() } else { "None".into() }
                    });
                    match reader {
                        Reader::Bytes => format!("{} {place} {}", error.kind.name(), error.message),
                        Reader::File => format!("{} {}", error.kind.name(), error.message),
                    }
                }
                _ => "right".into(),
            };
            let wanted = match wanted.find(['\'', '"']) {
                Some(at) => format!("{}{}", &wanted[..at], literal(&wanted[at..])),
                None => wanted.to_string(),
            };
            if found != wanted {
                wrong.push(format!("{}\n  {reader:?} wanted {wanted}\n  found  {found}", case[0]));
            }
        }
    }
    println!("{} programs in many encodings", lines.len() / 3);
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_error_is_shown_as_cpython_shows_it() {
    let source = Source::new("x.py", "if True:\n    print(a b)\n");
    let error = parse_module(&source, &mut Interner::default()).expect_err("a syntax error");
    assert_eq!(
        error.render(Some(&source)),
        "  File \"x.py\", line 2\n    print(a b)\n          ^^^\n\
         SyntaxError: invalid syntax. Perhaps you forgot a comma?"
    );
}

/// Programs that nest as deeply as they can; all must come to an end on a small stack.
#[test]
fn depth_is_an_error_and_no_crash() {
    let deep: &[(&str, &str, &str)] = &[
        ("-", "1", ""),
        ("not ", "x", ""),
        ("lambda: ", "x", ""),
        ("a if b else ", "c", ""),
        ("x ** ", "y", ""),
        ("x + ", "y", ""),
        ("x", "", ".a"),
        ("x", "", "()"),
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{1: ", "1", "}"),
        ("f(", "1", ")"),
        ("f'{", "1", "}'"),
        ("a ", "", ""),
        ("([{", "", ""),
        ("if x: pass\nelif y: pass\nel", "", ""),
    ];
    for &(open, middle, close) in deep {
        for count in [100, 3000, 20_000] {
            let text = format!("{}{middle}{}", open.repeat(count), close.repeat(count));
            let parsed = parse_module(&Source::new("x.py", &text), &mut Interner::default());
            drop(parsed);
        }
    }
    let kind = |text: &str| error(text).map(|error| error.kind);
    assert_eq!(kind(&format!("{}1", "-".repeat(5900))), None);
    assert_eq!(kind(&format!("{}1", "-".repeat(6100))), Some(Kind::MemoryError));
    assert_eq!(kind(&format!("{}1", "x+".repeat(9900))), None);
    assert_eq!(kind(&format!("{}1", "x+".repeat(10_100))), Some(Kind::RecursionError));
}

/// What the judge prints for each file: two hashes.
const HASHES: &str = "
import ast, hashlib, io, sys, tokenize, warnings
warnings.simplefilter('ignore')
for file in sys.stdin.read().split():
    text = open(file, 'rb').read()
    tree = ast.dump(ast.parse(text, type_comments=True), include_attributes=True, indent=3)
    lines = []
    for t in tokenize.tokenize(io.BytesIO(text).readline):
        place = '%d,%d-%d,%d:' % (t.start + t.end)
        lines.append('%-20s%-15s%-15r\\n' % (place, tokenize.tok_name[t.exact_type], t.string))
    print(*(hashlib.sha256(t.encode('utf-8', 'surrogatepass')).hexdigest() for t in (tree, ''.join(lines))))
";

#[test]
fn tokens_and_trees_of_the_standard_library_are_cpythons() {
    let Some(mut command) = judge() else { return };
    let listing = "import os, sysconfig
for folder, _, names in sorted(os.walk(sysconfig.get_path('stdlib'))):
    print(*(os.path.join(folder, n) for n in sorted(names) if n.endswith('.py')), sep='\\n')";
    let listed = command.args(["-c", listing]).output().expect("python runs").stdout;
    let listed = String::from_utf8(listed).expect("text");
    let files: Vec<&str> = listed.lines().filter(|l| !l.is_empty()).step_by(stride(40)).collect();
    let mut judged = Vec::new();
    let mut ours = Vec::new();
    for file in files {
        let bytes = std::fs::read(file).expect("a readable file");
        let Ok(source) = Source::decode(file, &bytes, Reader::Bytes) else { continue };
        let mut interner = Interner::default();
        let Ok((root, _)) = parse_with_type_comments(&source, &mut interner) else { continue };
        let tree = ast::dump::dump(&root, &interner).expect("a tree of usual depth");
        let listed = Listed::read(file, &bytes).expect("a known encoding");
        ours.push((tree, tokens_text(&listed).expect("tokens")));
        judged.push(file);
    }
    let dir = crate::python::scratch("front");
    let list = dir.join("files");
    std::fs::write(&list, judged.join("\n")).expect("a writable folder");
    let Some(mut command) = judge() else { return };
    let input = std::fs::File::open(&list).expect("just written");
    let output = command.args(["-c", HASHES]).stdin(input).output().expect("python runs");
    let hashes = String::from_utf8(output.stdout).expect("text");
    assert_eq!(hashes.lines().count(), judged.len(), "{}", String::from_utf8_lossy(&output.stderr));
    for (name, text) in ours.iter().enumerate().flat_map(|(i, (a, b))| [(i * 2, a), (i * 2 + 1, b)]) {
        std::fs::write(dir.join(name.to_string()), text).expect("a writable folder");
    }
    let check = format!(
        "import hashlib\nfor i in range({}): print(hashlib.sha256(open(r'{}/%d' % i, 'rb').read()).hexdigest())",
        ours.len() * 2,
        dir.display()
    );
    let Some(mut command) = judge() else { return };
    let output = command.args(["-c", &check]).output().expect("python runs");
    let found = String::from_utf8(output.stdout).expect("text");
    let _ = std::fs::remove_dir_all(&dir);
    let wanted: Vec<&str> = hashes.split_whitespace().collect();
    let found: Vec<&str> = found.split_whitespace().collect();
    let wrong: Vec<&str> = judged
        .iter()
        .enumerate()
        .filter(|(i, _)| wanted[i * 2..i * 2 + 2] != found[i * 2..i * 2 + 2])
        .map(|(_, file)| *file)
        .collect();
    println!("{} of {} files equal CPython's", judged.len() - wrong.len(), judged.len());
    assert!(wrong.is_empty(), "{wrong:?}");
}
