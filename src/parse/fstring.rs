//! f-strings: their text, replacement fields and format specifications.

use super::parser::{PResult, Parser};
use super::string::{bytes_of, concatenate, decode_text};
use crate::ast::{Conversion, Expr, ExprKind};
use crate::constant::{Constant, Text};
use crate::lex::{Token, TokenKind as K};
use crate::source::Span;

impl<'a> Parser<'a> {
    /// One f-string literal, as a `JoinedStr`.
    pub(super) fn fstring(&mut self) -> PResult<Expr> {
        let start = self.bump();
        let raw = self.text(start).contains(['r', 'R']);
        let mut values = Vec::new();
        let mut depth = 0;
        // Warnings about escapes name the line of the closing quotes.
        let mut unknown: Vec<(&'a str, usize)> = Vec::new();
        loop {
            match self.kind() {
                K::FStringMiddle => {
                    let token = self.bump();
                    let (value, at) = self.fstring_text(token, raw)?;
                    values.extend(value);
                    unknown.extend(at.map(|at| (self.text(token), at)));
                }
                K::LBrace => {
                    self.replacement_field(
                        &mut values,
                        FieldContext { nesting: 1, in_spec: false, debug: false },
                    )?;
                    depth = depth.max(self.depth);
                }
                _ => break,
            }
        }
        let end_line = self.start().line;
        self.expect(K::FStringEnd)?;
        for (body, at) in unknown {
            self.warn_escape(end_line, body, at);
        }
        self.over(depth)?;
        Ok(self.expr(start.span, ExprKind::JoinedStr(values)))
    }

    /// A piece of text between fields, nothing if it is empty; and its first unknown escape.
    fn fstring_text(&self, token: &Token, raw: bool) -> PResult<(Option<Expr>, Option<usize>)> {
        let body = self.text(token);
        let (text, unknown) = if raw || !body.contains('\\') {
            (Text::from(body), None)
        } else {
            match decode_text(body) {
                Ok(decoded) => decoded,
                Err(_) => return self.fail(),
            }
        };
        // The lexer has warned of a backslash before a brace.
        let unknown = unknown.filter(|&at| !body[at + 1..].starts_with(['{', '}']));
        if text.is_empty() {
            return Ok((None, unknown));
        }
        let kind = ExprKind::Constant { value: Constant::Str(text), u: false };
        Ok((Some(Expr { span: token.span, kind }), unknown))
    }

    /// `{...}`; with `=` the field's own text comes before it.
    fn replacement_field(&mut self, values: &mut Vec<Expr>, context: FieldContext) -> PResult<()> {
        let first = self.at;
        let open = self.bump();
        self.enter(super::expr::BRACKET_RULES)?;
        let value = Box::new(self.right_side()?);
        let mut depth = self.depth;
        let debug = self.eat(K::Equal);
        // The token that ends the expression, and the column where its text ends.
        let last = self.at;
        let end = self.token();
        let mut conversion = Conversion::None;
        let mut format_spec = None;
        let mut debug_end = None;
        if self.kind() == K::Exclamation {
            let name = &self.tokens[(self.at + 1).min(self.tokens.len() - 1)];
            self.at += 1;
            if (end.span.line, end.span.end_col) != (name.span.line, name.span.col) {
                return self.fail();
            }
            conversion = match (name.kind, self.text(name)) {
                (K::Name, "s") => Conversion::Str,
                (K::Name, "r") => Conversion::Repr,
                (K::Name, "a") => Conversion::Ascii,
                _ => return self.fail(),
            };
            self.at += 1;
            debug_end = Some((name.span.line, name.span.col - 1));
        }
        if self.kind() == K::Colon {
            let colon = self.start();
            self.depth = 0;
            format_spec = Some(Box::new(self.format_spec(context.nesting + 1, debug || context.debug)?));
            depth = depth.max(self.depth);
            debug_end = debug_end.or(Some((colon.line, colon.col)));
        }
        if debug && conversion == Conversion::None && format_spec.is_none() {
            conversion = Conversion::Repr;
        }
        self.expect(K::RBrace)?;
        self.leave(super::expr::BRACKET_RULES);
        self.over(depth)?;
        let field = self.expr(open.span, ExprKind::FormattedValue { value, conversion, format_spec });
        if debug {
            let text = self.debug_text(first, last, context);
            let (end_line, end_col) = debug_end.unwrap_or((field.span.end_line, field.span.end_col - 1));
            let span = Span::new(open.span.line, open.span.col + 1, end_line, end_col);
            let value = Constant::str(&without_comments(text));
            values.push(Expr { span, kind: ExprKind::Constant { value, u: false } });
        }
        values.push(field);
        Ok(())
    }

    /// The text that a field with `=` shows of itself, from the brace `first` to the token `last`.
    /// CPython 3.13.0 takes the first `:`, `!` or `}` that its tokenizer meets at the field's own
    /// level for the end, even in `a != b`; behind an `=` also one level deeper.
    fn debug_text(&self, first: usize, last: usize, context: FieldContext) -> &'a str {
        let open = &self.tokens[first];
        let mut start = open.end;
        let mut end = None;
        let mut debug = context.debug;
        let mut inner_strings = 0;
        for token in &self.tokens[first + 1..=last] {
            // Brackets open at the token, of this string.
            let depth = i32::from(token.level) - i32::from(open.level) + context.nesting;
            match token.kind {
                K::FStringStart => inner_strings += 1,
                K::FStringEnd => inner_strings -= 1,
                _ if inner_strings > 0 => {}
                K::Equal => debug = true,
                K::Colon | K::ColonEqual | K::Exclamation | K::NotEqual | K::LBrace | K::RBrace => {
                    // A closing brace has left its level, an opening one is not yet in it.
                    let level = if token.kind == K::RBrace { depth } else { depth - 1 };
                    let seen = level == 0 || (level == 1 && (debug || context.in_spec));
                    if seen && token.kind == K::LBrace {
                        (start, end) = (token.end, None);
                    } else if seen && end.is_none() {
                        end = Some(token.start);
                    }
                }
                _ => {}
            }
        }
        let end = end.unwrap_or(self.tokens[last].start);
        self.src.get(start as usize..end as usize).unwrap_or_default()
    }

    /// `:` and what follows it up to the field's end.
    fn format_spec(&mut self, nesting: i32, mut debug: bool) -> PResult<Expr> {
        let start = self.bump().span;
        let mut in_spec = true;
        let mut values = Vec::new();
        let mut depth = 0;
        loop {
            match self.kind() {
                K::FStringMiddle => {
                    let token = self.bump();
                    in_spec = false;
                    let (value, at) = self.fstring_text(token, false)?;
                    values.extend(value);
                    if let Some(at) = at {
                        self.warn_escape(token.span.line, self.text(token), at);
                    }
                }
                K::LBrace => {
                    self.replacement_field(&mut values, FieldContext { nesting, in_spec, debug })?;
                    (in_spec, debug) = (false, false);
                    depth = depth.max(self.depth);
                }
                _ => break,
            }
        }
        values
            .retain(|value| !matches!(value.kind, ExprKind::Constant { .. }) || !bytes_of(value).is_empty());
        self.over(depth)?;
        let span = self.to_here(start);
        let plain = values.iter().all(|value| matches!(value.kind, ExprKind::Constant { .. }));
        if plain && values.len() <= 1 {
            return Ok(Expr { span, kind: ExprKind::JoinedStr(values) });
        }
        match concatenate(values, span) {
            Some(expr) => Ok(expr),
            None => self.fail(),
        }
    }
}

/// What CPython's tokenizer remembers at a field's brace.
#[derive(Clone, Copy)]
struct FieldContext {
    /// 1 for a field of the string itself, more inside format specifications.
    nesting: i32,
    /// The field comes first in a format specification.
    in_spec: bool,
    /// A field around it has an `=`.
    debug: bool,
}

/// The text of a field's expression without its comments.
fn without_comments(text: &str) -> String {
    if !text.contains('#') {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        out.push_str(&rest[..at]);
        rest = rest[at..].find('\n').map_or("", |end| &rest[at + end..]);
    }
    out.push_str(rest);
    out
}
