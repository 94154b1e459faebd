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
        // Warnings about escapes count lines from the closing quotes.
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
                    self.replacement_field(&mut values)?;
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
    fn replacement_field(&mut self, values: &mut Vec<Expr>) -> PResult<()> {
        let open = self.bump();
        self.enter(super::expr::BRACKET_RULES)?;
        let value = Box::new(self.right_side()?);
        let mut depth = self.depth;
        let debug = self.eat(K::Equal);
        // The token that ends the expression, and the column where its text ends.
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
            format_spec = Some(Box::new(self.format_spec()?));
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
            let text = self.src.get(open.end as usize..end.start as usize).unwrap_or_default();
            let (end_line, end_col) = debug_end.unwrap_or((field.span.end_line, field.span.end_col - 1));
            let span = Span::new(open.span.line, open.span.col + 1, end_line, end_col);
            let value = Constant::str(&without_comments(text));
            values.push(Expr { span, kind: ExprKind::Constant { value, u: false } });
        }
        values.push(field);
        Ok(())
    }

    /// `:` and what follows it up to the field's end.
    fn format_spec(&mut self) -> PResult<Expr> {
        let start = self.bump().span;
        let mut values = Vec::new();
        let mut depth = 0;
        loop {
            match self.kind() {
                K::FStringMiddle => {
                    let token = self.bump();
                    let (value, at) = self.fstring_text(token, false)?;
                    values.extend(value);
                    if let Some(at) = at {
                        self.warn_escape(token.span.line, self.text(token), at);
                    }
                }
                K::LBrace => {
                    self.replacement_field(&mut values)?;
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
