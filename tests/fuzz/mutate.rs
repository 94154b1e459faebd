//! Changes to real programs: bytes, tokens, lines, indentation, unusual characters, splices.

use super::corpus::Corpus;
use super::rng::Rng;

const WORDS: &[&str] = &[
    "if",
    "else:",
    "elif x:",
    "for x in y:",
    "while 1:",
    "try:",
    "except:",
    "except* E:",
    "finally:",
    "with a as b:",
    "match x:",
    "case _:",
    "case [a, *b]:",
    "case {'k': v, **r}:",
    "case C(x=1):",
    "def f():",
    "async def f():",
    "class C:",
    "lambda:",
    "lambda x, /, *, y=1:",
    "return",
    "yield",
    "yield from",
    "await",
    "async",
    "global x",
    "nonlocal x",
    "del",
    "pass",
    "break",
    "continue",
    "import a.b as c",
    "from . import *",
    "from .a import (b, c)",
    "raise",
    "assert",
    "not",
    "and",
    "or",
    "is",
    "in",
    "is not",
    "not in",
    "None",
    "True",
    "False",
    "...",
    "__debug__",
    "print",
    "type X[T] = int",
    "[T: int = str, *Ts, **P]",
    "match",
    "case",
    "type",
    "_",
    "exec",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "%",
    "@",
    "<<",
    ">>",
    "&",
    "|",
    "^",
    "~",
    ":=",
    "<",
    ">",
    "<=",
    ">=",
    "==",
    "!=",
    "<>",
    "->",
    "+=",
    "-=",
    "**=",
    "//=",
    ">>=",
    "@=",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    ";",
    "=",
    "!",
    "$",
    "?",
    "`",
    "\\",
    "\\\n",
    "#",
    "# type: ignore",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "f'",
    "f\"{",
    "f'''{x!r:>{w}}",
    "}}",
    "{{",
    "{x=}",
    "{x!z}",
    "rb'\\x'",
    "b'\\xff'",
    "u''",
    "'\\N{DIGIT ONE}'",
    "'\\N{no such}'",
    "'\\ud800'",
    "'\\x4'",
    "'\\400'",
    "f'{a:{b:{c}}}'",
    "f'{lambda x: 1}'",
    "0",
    "1",
    "00",
    "01",
    "0x",
    "0xg",
    "0b2",
    "0o8",
    "1_",
    "1__0",
    "1e",
    "1e400",
    "1e-400",
    "1.5j",
    "0777",
    "1_000",
    "1if 2else 3",
    "0xfor",
    "1.e5",
    ".5",
    "9",
    "*a",
    "**a",
    "*a, b = c",
    "a = *b,",
    "x: int = 1",
    "(x): int",
    "f(a for b in c, d)",
    "f(a=1, a=2)",
    "f(**a, *b)",
    "[x async for y in z]",
    "{**a}",
    "{*a}",
    "{a: b for a in c}",
    "x[1:2, ::3, *y]",
    "@d",
    "@d.e(f)[g]",
    "from __future__ import annotations",
    "from __future__ import barry_as_FLUFL",
    "from __future__ import nope",
];

const ODD: &[&str] = &[
    "\0",
    "\u{c}",
    "\r",
    "\r\n",
    "\t",
    "\u{b}",
    "\u{1a}",
    "\u{7f}",
    "\u{a0}",
    "\u{feff}",
    "\u{2028}",
    "\u{200b}",
    "\u{3000}",
    "\u{e9}",
    "\u{df}",
    "\u{212b}",
    "\u{fb01}",
    "\u{1d4d0}",
    "\u{ff21}",
    "\u{661}",
    "\u{b2}",
    "\u{202e}",
    "\u{1f600}",
    "\u{10ffff}",
    "\u{301}",
    "\u{e000}",
    "\u{20ac}",
    "\u{2032}",
    "\u{201c}",
    "\u{ff08}",
    "\u{5d0}",
];

/// A text for the compiler: a part of a program, changed.
pub fn text(corpus: &Corpus, rng: &mut Rng) -> String {
    let mut text = part(&corpus.texts, rng, 120);
    for _ in 0..=rng.below(4) {
        change(&mut text, &corpus.texts, rng);
    }
    text
}

/// The same, now and then with a bit turned over, so that it may be no text at all.
pub fn bytes(corpus: &Corpus, rng: &mut Rng) -> Vec<u8> {
    let mut bytes = text(corpus, rng).into_bytes();
    if rng.chance(1, 25) {
        for _ in 0..=rng.below(3) {
            let at = rng.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << rng.below(8);
            }
        }
    }
    bytes
}

/// A whole program with small changes.
pub fn program(corpus: &Corpus, rng: &mut Rng) -> Vec<u8> {
    let at = rng.below(corpus.programs.len());
    let mut text = corpus.programs.get(at).cloned().unwrap_or_default();
    for _ in 0..=rng.below(3) {
        match rng.below(6) {
            0 => change(&mut text, &corpus.programs, rng),
            1 | 2 => swap_words(&mut text, rng, true),
            3 => number(&mut text, rng),
            4 => lines(&mut text, rng),
            _ => swap_words(&mut text, rng, false),
        }
    }
    text.into_bytes()
}

/// Some lines of a random text, starting where a line is not indented.
fn part(texts: &[String], rng: &mut Rng, most: usize) -> String {
    let at = rng.below(texts.len());
    let Some(text) = texts.get(at) else { return String::new() };
    let all: Vec<&str> = text.split_inclusive('\n').collect();
    let mut first = rng.below(all.len());
    while first > 0 && all[first].starts_with([' ', '\t', '\n', ')', ']', '}', '#']) {
        first -= 1;
    }
    let count = 1 + rng.below(most);
    all[first..].iter().take(count).copied().collect()
}

/// A place between two characters.
fn place(text: &str, rng: &mut Rng) -> usize {
    let mut at = rng.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Ranges of the words, numbers, operators and runs of space in a text, about as a lexer sees them.
fn words(text: &str) -> Vec<(usize, usize)> {
    let class = |c: char| match c {
        '\n' => 0,
        c if c.is_whitespace() => 1,
        c if c.is_alphanumeric() || c == '_' => 2,
        _ => 3,
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let now = class(c);
        match found.last_mut() {
            Some(range) if now == last && matches!(now, 1 | 2) => range.1 = at + c.len_utf8(),
            _ => found.push((at, at + c.len_utf8())),
        }
        last = now;
    }
    found
}

fn change(text: &mut String, texts: &[String], rng: &mut Rng) {
    match rng.below(14) {
        0 => {
            let at = place(text, rng);
            text.insert_str(at, rng.pick(ODD));
        }
        1 | 2 => {
            let at = place(text, rng);
            text.insert_str(at, rng.pick(WORDS));
        }
        3 | 4 => {
            let found = words(text);
            let at = rng.below(found.len());
            if let Some(&(start, end)) = found.get(at) {
                text.replace_range(start..end, rng.pick(WORDS));
            }
        }
        5 => swap_words(text, rng, false),
        6 => {
            let found = words(text);
            let at = rng.below(found.len());
            if let Some(&(start, end)) = found.get(at) {
                text.replace_range(start..end, "");
            }
        }
        7 | 8 => lines(text, rng),
        9 => {
            // The start of this text and the end of another.
            let other = part(texts, rng, 40);
            let (a, b) = (place(text, rng), place(&other, rng));
            text.truncate(a);
            text.push_str(&other[b..]);
        }
        10 => {
            let at = place(text, rng);
            text.truncate(at);
        }
        11 => number(text, rng),
        12 => {
            let most = if rng.chance(1, 10) { 300 } else { 5 };
            let count = 1 + rng.below(most);
            let word = rng.pick(WORDS).repeat(count);
            let at = place(text, rng);
            text.insert_str(at, &word);
        }
        _ => {
            let (a, b) = (place(text, rng), place(text, rng));
            let piece = text[a.min(b)..a.max(b).min(a.min(b) + 60).max(a.min(b))].to_string();
            let at = place(text, rng);
            text.insert_str(at, &piece);
        }
    }
}

/// Two words change places; with `alike`, only names or numbers.
fn swap_words(text: &mut String, rng: &mut Rng, alike: bool) {
    let mut found = words(text);
    if alike {
        found.retain(|&(start, _)| text[start..].starts_with(|c: char| c.is_alphanumeric()));
    }
    if found.len() < 2 {
        return;
    }
    let (a, b) = (found[rng.below(found.len())], found[rng.below(found.len())]);
    let (first, second) = (a.min(b), a.max(b));
    if first.1 > second.0 {
        return;
    }
    let (one, two) = (text[first.0..first.1].to_string(), text[second.0..second.1].to_string());
    text.replace_range(second.0..second.1, &one);
    text.replace_range(first.0..first.1, &two);
}

/// A line is doubled, dropped, moved or indented otherwise.
fn lines(text: &mut String, rng: &mut Rng) {
    let mut all: Vec<String> = text.split_inclusive('\n').map(String::from).collect();
    if all.is_empty() {
        return;
    }
    let at = rng.below(all.len());
    match rng.below(5) {
        0 => all.insert(at, all[at].clone()),
        1 => {
            all.remove(at);
        }
        2 => {
            let other = rng.below(all.len());
            all.swap(at, other);
        }
        3 => {
            let space = rng.pick(&[" ", "    ", "\t", "  \t", "\u{c}", "        ", "\\\n"]);
            all[at].insert_str(0, space);
        }
        _ => {
            let cut = 1 + rng.below(4);
            let line = &all[at];
            let spaces = line.len() - line.trim_start_matches(' ').len();
            all[at] = line[cut.min(spaces)..].to_string();
        }
    }
    *text = all.concat();
}

/// A number becomes another one, perhaps a huge one.
fn number(text: &mut String, rng: &mut Rng) {
    let mut found = words(text);
    found.retain(|&(start, _)| text[start..].starts_with(|c: char| c.is_ascii_digit()));
    let at = rng.below(found.len());
    let Some(&(start, end)) = found.get(at) else { return };
    let number = match rng.below(12) {
        0 => "0".into(),
        1 => "-1".into(),
        2 => "9223372036854775807".into(),
        3 => "9223372036854775808".into(),
        4 => "4294967296".into(),
        5 => "1e308".into(),
        6 => "1000000000000".into(),
        7 => "7".repeat(1 + rng.below(5000)),
        8 => "(1 << 200)".into(),
        9 => "None".into(),
        10 => "''".into(),
        _ => rng.below(300).to_string(),
    };
    text.replace_range(start..end, &number);
}
