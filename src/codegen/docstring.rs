//! Docstrings lose the indentation that all their lines share.

use super::Result;
use crate::constant::Text;
use crate::diagnostic::{Diagnostic, Kind};
use std::borrow::Cow;

const TAB: usize = 8;

/// The docstring as it is kept: tabs expanded, the margin of all lines but the first removed.
pub(super) fn clean(doc: &Text) -> Result<Text> {
    let expanded = expand_tabs(doc.as_bytes());
    if doc.as_str().is_none() {
        return Err(surrogate(&Text::from_bytes(&expanded).unwrap_or_default()));
    }
    let indent = |line: &[u8]| line.iter().take_while(|b| **b == b' ').count();
    let mut lines = expanded.split_inclusive(|b| *b == b'\n');
    let first = lines.next().unwrap_or_default();
    let margin = lines
        .clone()
        .filter(|line| line.get(indent(line)).is_some_and(|b| *b != b'\n'))
        .map(indent)
        .min()
        .unwrap_or(0);
    let mut out = Vec::with_capacity(expanded.len());
    out.extend_from_slice(&first[indent(first)..]);
    for line in lines {
        out.extend_from_slice(&line[margin.min(indent(line))..]);
    }
    Ok(Text::from_bytes(&out).unwrap_or_default())
}

fn expand_tabs(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'\t') {
        return text.into();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0;
    for &b in text {
        match b {
            b'\t' => {
                let spaces = TAB - column % TAB;
                out.resize(out.len() + spaces, b' ');
                column += spaces;
            }
            b'\n' | b'\r' => {
                out.push(b);
                column = 0;
            }
            _ => {
                out.push(b);
                // Continuation bytes belong to the character before.
                column += usize::from(b & 0xC0 != 0x80);
            }
        }
    }
    out.into()
}

/// CPython needs the docstring in UTF-8, which has no surrogates.
fn surrogate(doc: &Text) -> Box<Diagnostic> {
    let mut points = doc.code_points().enumerate();
    let found = points.find(|(_, point)| (0xD800..0xE000).contains(point));
    let (at, point) = found.unwrap_or_default();
    let message = format!(
        "'utf-8' codec can't encode character '\\u{point:x}' in position {at}: surrogates not allowed"
    );
    Box::new(Diagnostic::placeless(Kind::UnicodeEncodeError, message))
}
