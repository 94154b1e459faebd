//! Where the carets under a failing expression change: the operator of a binary operation, the
//! brackets of a subscript or call. Columns count characters, lines from 0.

use crate::ast::{Expr, ExprKind, Root, Stmt, StmtKind};
use crate::parse;
use crate::source::{Interner, Source};
use crate::vm::Anchors;

/// The statements of a text that parses.
fn statements(text: &str) -> Option<Vec<Stmt>> {
    let source = Source::new("<segment>", text);
    match parse::parse_module(&source, &mut Interner::default()) {
        Ok((Root::Module { body, .. }, _)) => Some(body),
        _ => None,
    }
}

/// Does the text consist of `return f(...)` or `name = f(...)` where the call is all that failed?
/// Then carets would say nothing new.
pub fn is_plain_call(text: &str, start: usize, end: usize) -> bool {
    let Some(body) = statements(text) else { return false };
    let call = match body.first().map(|s| &s.kind) {
        Some(StmtKind::Return(Some(value))) => match &value.kind {
            ExprKind::Call { func, .. } if matches!(func.kind, ExprKind::Name { .. }) => value,
            _ => return false,
        },
        Some(StmtKind::Assign { targets, value, .. }) => match (&targets[..], &value.kind) {
            ([target], ExprKind::Call { .. }) if matches!(target.kind, ExprKind::Name { .. }) => value,
            _ => return false,
        },
        _ => return false,
    };
    let lines = text.split('\n').count();
    let span = call.span;
    span.line == 1
        && span.end_line as usize == lines
        && span.col as usize == start
        && span.end_col as usize == end
}

/// A place in the segment.
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    col: usize,
}

/// The segment's lines as characters.
struct Lines(Vec<Vec<char>>);

impl Lines {
    /// The place itself, or the first character after it that exists.
    fn valid(&self, mut at: Place) -> Option<Place> {
        while at.col >= self.0.get(at.line)?.len() {
            at = Place { line: at.line + 1, col: 0 };
        }
        Some(at)
    }
    /// The first character from `at` on for which `stop` holds; comments and line joints are passed over.
    fn find(&self, mut at: Place, stop: impl Fn(char) -> bool) -> Option<Place> {
        loop {
            let c = self.0[at.line][at.col];
            at = match c {
                '\\' | '#' => self.valid(Place { line: at.line + 1, col: 0 })?,
                c if stop(c) => return Some(at),
                _ => self.valid(Place { line: at.line, col: at.col + 1 })?,
            };
        }
    }
    /// Character column of a byte column.
    fn column(&self, line: usize, bytes: i32) -> usize {
        let mut left = bytes.max(0) as usize;
        let chars = self.0.get(line).map_or(&[][..], Vec::as_slice);
        chars
            .iter()
            .take_while(|c| {
                let fits = left >= c.len_utf8();
                left = left.saturating_sub(c.len_utf8());
                fits
            })
            .count()
    }
    /// Where an expression ends. The segment was parsed in brackets of their own lines.
    fn end_of(&self, expr: &Expr) -> Option<Place> {
        let line = usize::try_from(expr.span.end_line - 2).ok()?;
        Some(Place { line, col: self.column(line, expr.span.end_col) })
    }
}

/// The anchors of a segment, if it is one of the expressions that have some.
pub fn carets(segment: &str) -> Option<Anchors> {
    let body = statements(&format!("(\n{segment}\n)"))?;
    let [Stmt { kind: StmtKind::Expr(expr), .. }] = &body[..] else { return None };
    let lines = Lines(segment.lines().map(|l| l.chars().collect()).collect());
    match &expr.kind {
        ExprKind::BinOp { left, right, .. } => {
            let end = lines.valid(lines.end_of(left)?)?;
            let operator = lines.find(end, |c| !c.is_whitespace() && c != ')')?;
            let Place { line, col } = operator;
            let mut stop = col + 1;
            let right_line = usize::try_from(right.span.line - 2).ok()?;
            let before_right = right_line > line || stop < lines.column(right_line, right.span.col);
            if before_right
                && let Some(&c) = lines.0[line].get(stop)
                && !c.is_whitespace()
                && c != '\\'
                && c != '#'
            {
                stop += 1;
            }
            Some(Anchors { left_line: line, left_col: col, right_line: line, right_col: stop })
        }
        ExprKind::Subscript { value, .. } => brackets(&lines, expr, value, '['),
        ExprKind::Call { func, .. } => brackets(&lines, expr, func, '('),
        _ => None,
    }
}
fn brackets(lines: &Lines, whole: &Expr, head: &Expr, open: char) -> Option<Anchors> {
    let left = lines.find(lines.valid(lines.end_of(head)?)?, |c| c == open)?;
    let right = lines.end_of(whole)?;
    Some(Anchors { left_line: left.line, left_col: left.col, right_line: right.line, right_col: right.col })
}
