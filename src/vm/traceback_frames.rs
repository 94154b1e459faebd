//! The entries of a traceback: file, line, source text and the carets under it.

use super::{Anchors, Vm};
use crate::object::ids;
use crate::source::{Source, Span};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use unicode_width::UnicodeWidthChar;

/// One entry of a traceback.
#[derive(Clone, Debug)]
pub(super) struct Summary {
    pub file: Arc<str>,
    pub function: String,
    pub line: i32,
    pub span: Span,
}

/// Source files read for one traceback.
#[derive(Default)]
pub(super) struct Sources {
    names: FxHashMap<String, Arc<str>>,
    files: FxHashMap<Arc<str>, Option<Source>>,
}

impl Sources {
    /// The file name, shared.
    pub fn name(&mut self, file: &str) -> Arc<str> {
        self.names.entry(file.to_string()).or_insert_with(|| file.into()).clone()
    }
}

/// The same line this often is shown; further repetitions are counted.
const REPEATED: usize = 3;

impl Vm {
    /// Are modules still there to be imported? CPython opens a source file through one.
    fn modules_stand(&mut self) -> bool {
        let sys = self.intern("sys");
        self.namespace_get(self.state.modules, sys).is_some_and(|module| module != ids::NONE)
    }
    fn source_of<'a>(&mut self, sources: &'a mut Sources, file: &Arc<str>) -> Option<&'a Source> {
        if !self.modules_stand() {
            return None;
        }
        sources
            .files
            .entry(file.clone())
            .or_insert_with(|| {
                let bytes = self.world.read_file(file).ok()?;
                Some(Source::new(file, std::str::from_utf8(&bytes).ok()?))
            })
            .as_ref()
    }

    /// A traceback's entries as text, long repetitions folded.
    pub(super) fn format_stack(&mut self, stack: &[Summary], sources: &mut Sources) -> Vec<String> {
        let mut out = Vec::new();
        let mut count = 0;
        let mut last: Option<&Summary> = None;
        let folded = |count: usize, out: &mut Vec<String>| {
            if count > REPEATED {
                let more = count - REPEATED;
                let plural = if more > 1 { "s" } else { "" };
                out.push(format!("  [Previous line repeated {more} more time{plural}]\n"));
            }
        };
        for entry in stack {
            let same = last.is_some_and(|l| {
                l.file == entry.file && l.line == entry.line && l.function == entry.function
            });
            if !same {
                folded(count, &mut out);
                count = 0;
            }
            last = Some(entry);
            count += 1;
            if count <= REPEATED {
                out.push(self.format_entry(entry, sources));
            }
        }
        folded(count, &mut out);
        out
    }

    fn format_entry(&mut self, entry: &Summary, sources: &mut Sources) -> String {
        let shown = if entry.file.starts_with("<stdin>-") { "<stdin>" } else { &*entry.file };
        let mut text = format!("  File \"{shown}\", line {}, in {}\n", entry.line, entry.function);
        let span = entry.span;
        let end_line = if span.line > 0 { span.end_line.max(entry.line) } else { entry.line };
        let Some(source) = self.source_of(sources, &entry.file) else { return text };
        let original: Vec<String> = (entry.line..=end_line)
            .map(|n| source.line(n as usize).map_or(String::new(), |l| l.trim_end().to_string()))
            .collect();
        if original.iter().all(|l| l.is_empty()) {
            return text;
        }
        if span.line <= 0 || span.col < 0 || span.end_col < 0 {
            text += &format!("    {}\n", original[0].trim());
            return text;
        }
        let dedented = dedent(&original);
        text += &self.with_carets(&original, &dedented, span);
        text
    }

    /// The lines of an expression with carets, indented.
    fn with_carets(&self, original: &[String], lines: &[String], span: Span) -> String {
        let (Some(first), Some(last)) = (original.first(), original.last()) else { return String::new() };
        let cut = first.chars().count() - lines[0].chars().count();
        let start = characters(first, span.col).saturating_sub(cut);
        let end = characters(last, span.end_col).saturating_sub(cut);
        let final_line = &lines[lines.len() - 1];
        let segment = segment(lines, start, end);
        let anchors = (self.hooks.anchors)(&segment);
        let carets = Carets {
            lines,
            start: width(&lines[0], start),
            end: width(final_line, end),
            shown: self.shows_carets(lines, start, end, anchors),
            anchors: anchors.map(|a| {
                let left = a.left_col + if a.left_line == 0 { start } else { 0 };
                let right = a.right_col + if a.right_line == 0 { start } else { 0 };
                Anchors {
                    left_col: lines.get(a.left_line).map_or(left, |l| width(l, left)),
                    right_col: lines.get(a.right_line).map_or(right, |l| width(l, right)),
                    ..a
                }
            }),
        };
        dedent(&carets.output()).iter().map(|l| format!("    {l}\n")).collect()
    }

    /// Carets are left out where they would underline the whole line.
    fn shows_carets(&self, lines: &[String], start: usize, end: usize, anchors: Option<Anchors>) -> bool {
        if (self.hooks.is_plain_call)(&lines.join("\n"), start, end) {
            return false;
        }
        let before: String = lines[0].chars().take(start).collect();
        let after: String = lines[lines.len() - 1].chars().skip(end).collect();
        anchors.is_some() || !before.trim_start().is_empty() || !after.trim_end().is_empty()
    }
}

/// The text from `start` in the first line to `end` in the last, in characters.
fn segment(lines: &[String], start: usize, end: usize) -> String {
    let last = lines.len() - 1;
    let mut text: String = lines[..last].iter().flat_map(|l| [l.as_str(), "\n"]).collect();
    text.extend(lines[last].chars().take(end));
    text.chars().skip(start).collect()
}

struct Carets<'a> {
    lines: &'a [String],
    /// Columns as displayed.
    start: usize,
    end: usize,
    shown: bool,
    anchors: Option<Anchors>,
}

impl Carets<'_> {
    /// The first and last line and those around the anchors; longer gaps are counted.
    fn output(&self) -> Vec<String> {
        let count = self.lines.len();
        let mut wanted = vec![0, count - 1];
        if let Some(a) = self.anchors {
            for line in [a.left_line, a.right_line] {
                wanted.extend(line.saturating_sub(1)..=(line + 1).min(count - 1));
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        let mut out = Vec::new();
        for (i, &line) in wanted.iter().enumerate() {
            if i > 0 {
                match line - wanted[i - 1] {
                    0 | 1 => {}
                    2 => self.line(line - 1, &mut out),
                    gap => out.push(format!("...<{} lines>...", gap - 1)),
                }
            }
            self.line(line, &mut out);
        }
        out
    }
    fn line(&self, number: usize, out: &mut Vec<String>) {
        let text = &self.lines[number];
        out.push(text.clone());
        if !self.shown {
            return;
        }
        let spaces = text.chars().take_while(|c| c.is_whitespace()).count();
        let end = if number == self.lines.len() - 1 { self.end } else { width(text, usize::MAX) };
        let mark = |col: usize| {
            if col < spaces || (number == 0 && col < self.start) {
                return ' ';
            }
            match self.anchors {
                None => '^',
                Some(a) => {
                    let after = (number, col) >= (a.left_line, a.left_col);
                    let before = (number, col) < (a.right_line, a.right_col);
                    if after && before { '^' } else { '~' }
                }
            }
        };
        out.push((0..end).map(mark).collect());
    }
}

/// Characters in the first `bytes` bytes of a line.
fn characters(line: &str, bytes: i32) -> usize {
    let end = (bytes.max(0) as usize).min(line.len());
    line.char_indices().take_while(|(i, _)| *i < end).count()
}
/// Columns that the first `count` characters take on a screen.
fn width(line: &str, count: usize) -> usize {
    if line.is_ascii() {
        return if count == usize::MAX { line.len() } else { count };
    }
    line.chars().take(count).map(|c| if c.width() == Some(2) { 2 } else { 1 }).sum()
}

/// Takes the common leading white space away; lines of white space only become empty.
fn dedent(lines: &[String]) -> Vec<String> {
    let mut margin: Option<&str> = None;
    for line in lines {
        let text = line.trim_start_matches([' ', '\t']);
        if text.is_empty() {
            continue;
        }
        let indent = &line[..line.len() - text.len()];
        margin = Some(match margin {
            None => indent,
            Some(m) => {
                let common = m.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                &m[..common]
            }
        });
    }
    let cut = margin.map_or(0, str::len);
    lines
        .iter()
        .map(
            |l| {
                if l.trim_start_matches([' ', '\t']).is_empty() {
                    String::new()
                } else {
                    l[cut..].to_string()
                }
            },
        )
        .collect()
}
