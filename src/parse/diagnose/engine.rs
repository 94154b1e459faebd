//! The packrat parser over the grammar tables.

use super::grammar::{Action, Alternative, Grammar, How, Item, Tag, grammar};
use super::{lexer_error, overflow};
use crate::diagnostic::{Diagnostic, Kind};
use crate::lex::{Lexed, Token, TokenKind as K};
use crate::source::{Source, Span};
use rustc_hash::FxHashMap;

/// CPython's parser gives up when this many of its rules are active.
const MAX_LEVEL: u32 = 6000;
/// Rules tried before the search for a better message is given up.
const MAX_STEPS: u64 = 40_000_000;

/// An error that ends the search.
pub(super) enum Raised {
    /// Nothing can go before it.
    Final(Diagnostic),
    /// An error of the lexer further on may go before it.
    Parser(Diagnostic),
    /// Too many steps.
    Exhausted,
}

pub(super) type Id = u32;
/// The result of an optional item that was not there.
pub(super) const NOTHING: Id = 0;

/// `None` where the text does not fit.
pub(super) type Found = Result<Option<Id>, Raised>;

pub(super) struct Node {
    pub(super) tag: Tag,
    pub(super) span: Span,
    pub(super) kids: Vec<Id>,
    /// The first token.
    pub(super) token: usize,
}

pub(super) struct Engine<'a> {
    source: &'a Source,
    pub(super) src: &'a str,
    grammar: &'static Grammar,
    lexed: &'a Lexed,
    tokens: &'a [Token],
    first: usize,
    at: usize,
    /// How many tokens were looked at.
    fill: usize,
    invalid: bool,
    level: u32,
    steps: u64,
    pub(super) nodes: Vec<Node>,
    memo: FxHashMap<(u32, u32), (Option<Id>, u32)>,
}

impl<'a> Engine<'a> {
    pub(super) fn new(source: &'a Source, lexed: &'a Lexed, first: usize) -> Engine<'a> {
        Engine {
            source,
            src: &source.text,
            grammar: grammar(),
            lexed,
            tokens: &lexed.tokens,
            first,
            at: first,
            fill: first,
            invalid: false,
            level: 0,
            steps: 0,
            nodes: Vec::new(),
            memo: FxHashMap::default(),
        }
    }

    /// Reads the text by the named rule, with or without the `invalid_` rules.
    pub(super) fn run(&mut self, rule: &str, invalid: bool) -> Found {
        self.invalid = invalid;
        self.at = self.first;
        self.level = 0;
        self.memo.clear();
        self.nodes.clear();
        self.node(Tag::Nothing, Span::NONE, Vec::new(), 0);
        self.rule(self.grammar.rule(rule))
    }

    /// The token read last, in any pass.
    pub(super) fn last_token(&self) -> usize {
        self.fill.saturating_sub(1).min(self.tokens.len() - 1)
    }

    pub(super) fn node(&mut self, tag: Tag, span: Span, kids: Vec<Id>, token: usize) -> Id {
        self.nodes.push(Node { tag, span, kids, token });
        (self.nodes.len() - 1) as Id
    }

    pub(super) fn get(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// The source text of a node's first token.
    pub(super) fn text(&self, id: Id) -> &'a str {
        let token = &self.tokens[self.get(id).token];
        self.src.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// How many brackets are open at the last token taken.
    pub(super) fn bracket_level(&self) -> u8 {
        self.at.checked_sub(1).map_or(0, |at| self.tokens[at].level)
    }

    /// The next token, as CPython fetches it: an error of the lexer is raised here.
    fn peek(&mut self) -> Result<&'a Token, Raised> {
        let at = self.at.min(self.tokens.len() - 1);
        if at >= self.fill {
            self.fill = at + 1;
        }
        let token = &self.tokens[at];
        if token.kind == K::Error {
            return Err(Raised::Final(lexer_error(self, self.lexed)));
        }
        Ok(token)
    }

    fn take(&mut self, tag: Tag) -> Id {
        let span = self.tokens[self.at].span;
        let id = self.node(tag, span, Vec::new(), self.at);
        self.at += 1;
        id
    }

    fn step(&mut self) -> Result<(), Raised> {
        self.steps += 1;
        self.level += 1;
        if self.level > MAX_LEVEL {
            return Err(Raised::Final(overflow()));
        }
        if self.steps > MAX_STEPS { Err(Raised::Exhausted) } else { Ok(()) }
    }

    fn rule(&mut self, number: usize) -> Found {
        self.step()?;
        let rule = &self.grammar.rules[number];
        let start = self.at;
        let key = (number as u32, start as u32);
        if (rule.memo || rule.left_recursive)
            && let Some(&(found, end)) = self.memo.get(&key)
        {
            self.level -= 1;
            self.at = end as usize;
            return Ok(found);
        }
        let invalid = self.invalid;
        if rule.without_invalid {
            self.invalid = false;
        }
        let found = if rule.left_recursive {
            self.grow(&rule.alternatives, key)?
        } else {
            let found = self.alternatives(&rule.alternatives)?;
            if rule.memo {
                self.memo.insert(key, (found, self.at as u32));
            }
            found
        };
        self.invalid = invalid;
        self.level -= 1;
        Ok(found)
    }

    /// A left-recursive rule: reads on with its own last result until it gets no further.
    fn grow(&mut self, alternatives: &'static [Alternative], key: (u32, u32)) -> Found {
        let start = self.at;
        let (mut best, mut end) = (None, start);
        self.step()?;
        loop {
            self.memo.insert(key, (best, end as u32));
            self.at = start;
            let found = self.alternatives(alternatives)?;
            if found.is_none() || self.at <= end {
                break;
            }
            (best, end) = (found, self.at);
        }
        self.level -= 1;
        self.at = end;
        Ok(best)
    }

    fn alternatives(&mut self, alternatives: &'static [Alternative]) -> Found {
        let start = self.at;
        for alternative in alternatives {
            if alternative.invalid && !self.invalid {
                continue;
            }
            self.at = start;
            let mut cut = false;
            if let Some(results) = self.items(&alternative.items, &mut cut)? {
                return self.act(alternative, &results, start);
            }
            if cut {
                break;
            }
        }
        self.at = start;
        Ok(None)
    }

    /// The results of all items in order, with their names.
    fn items(
        &mut self,
        items: &'static [(Option<char>, Item)],
        cut: &mut bool,
    ) -> Result<Option<Vec<(char, Id)>>, Raised> {
        let mut results = Vec::with_capacity(items.len());
        for (name, item) in items {
            if matches!(item, Item::Cut) {
                *cut = true;
                continue;
            }
            match self.item(item)? {
                Some(id) if matches!(item, Item::Ahead { .. }) => debug_assert_eq!(id, NOTHING),
                Some(id) => results.push((name.unwrap_or(' '), id)),
                None => return Ok(None),
            }
        }
        Ok(Some(results))
    }

    fn item(&mut self, item: &'static Item) -> Found {
        match item {
            Item::Token(kind) => {
                if self.peek()?.kind != *kind {
                    return Ok(None);
                }
                self.token(*kind)
            }
            Item::Word(word) => {
                let token = self.peek()?;
                let text = self.src.get(token.start as usize..token.end as usize);
                if token.kind != K::Name || text != Some(word) {
                    return Ok(None);
                }
                Ok(Some(self.take(Tag::Name)))
            }
            Item::AnySoftKeyword => {
                let token = self.peek()?;
                let text = self.src.get(token.start as usize..token.end as usize).unwrap_or_default();
                // CPython compares only as many characters as the token has.
                let soft = ["_", "case", "match", "type"].iter().any(|word| word.starts_with(text));
                Ok((token.kind == K::Name && soft).then(|| self.take(Tag::Name)))
            }
            Item::Rule(number) => self.rule(*number),
            Item::Group(alternatives) => {
                self.step()?;
                let found = self.alternatives(alternatives)?;
                self.level -= 1;
                Ok(found)
            }
            Item::Optional(item) => {
                let start = self.at;
                let found = self.item(item)?;
                if found.is_none() {
                    self.at = start;
                }
                Ok(Some(found.unwrap_or(NOTHING)))
            }
            Item::Repeat { item, at_least_one } => self.repeat(None, item, *at_least_one),
            Item::Separated { separator, item } => self.repeat(Some(separator), item, true),
            Item::Ahead { item, wanted } => {
                let start = self.at;
                let found = self.item(item)?;
                self.at = start;
                Ok((found.is_some() == *wanted).then_some(NOTHING))
            }
            Item::Cut => Ok(Some(NOTHING)),
            Item::Forced(kind, text) => {
                let token = self.peek()?;
                if token.kind != *kind {
                    let message = format!("expected '{text}'");
                    return Err(Raised::Parser(Diagnostic::syntax(message, token.span)));
                }
                Ok(Some(self.take(Tag::Token)))
            }
        }
    }

    fn token(&mut self, kind: K) -> Found {
        let tag = match kind {
            K::Name => Tag::Name,
            K::Number => Tag::Number,
            _ => Tag::Token,
        };
        let id = self.take(tag);
        if kind == K::Number { self.number(id) } else { Ok(Some(id)) }
    }

    fn repeat(&mut self, separator: Option<&'static Item>, item: &'static Item, some: bool) -> Found {
        self.step()?;
        let first = self.at;
        let mut kids = Vec::new();
        loop {
            let start = self.at;
            let separated = match separator {
                Some(separator) if !kids.is_empty() => self.item(separator)?.is_some(),
                _ => true,
            };
            match if separated { self.item(item)? } else { None } {
                Some(id) if self.at > start => kids.push(id),
                _ => {
                    self.at = start;
                    break;
                }
            }
        }
        self.level -= 1;
        if some && kids.is_empty() {
            return Ok(None);
        }
        let span = self.span_from(first);
        Ok(Some(self.node(Tag::Items, span, kids, first)))
    }

    /// From a token to the last one taken that is no line end, indent or dedent.
    fn span_from(&self, first: usize) -> Span {
        let start = self.tokens[first.min(self.tokens.len() - 1)].span;
        let end = self.tokens[..self.at]
            .iter()
            .rev()
            .find(|token| !matches!(token.kind, K::Newline | K::Indent | K::Dedent | K::EndMarker));
        end.map_or(start, |end| start.to(end.span))
    }

    fn act(&mut self, alternative: &'static Alternative, results: &[(char, Id)], start: usize) -> Found {
        let result =
            |name: char| results.iter().find(|(given, _)| *given == name).map_or(NOTHING, |&(_, id)| id);
        match &alternative.action {
            Action::Default => match results {
                [(_, id)] => Ok(Some(*id)),
                _ => {
                    let span = self.span_from(start);
                    Ok(Some(self.node(Tag::Group, span, Vec::new(), start)))
                }
            },
            Action::Result(name) => Ok(Some(result(*name))),
            Action::Node(tag, parts) => {
                let mut kids = Vec::new();
                for &(name, splice) in parts {
                    match result(name) {
                        NOTHING => {}
                        id if splice => kids.extend_from_slice(&self.get(id).kids),
                        id => kids.push(id),
                    }
                }
                let span = self.span_from(start);
                Ok(Some(self.node(*tag, span, kids, start)))
            }
            Action::Raise { how, results: names, message } => {
                let ids: Vec<Id> = names.iter().map(|&name| result(name)).collect();
                let message = self.fill_in(message, ids.first().copied().unwrap_or(NOTHING));
                Err(self.raise(*how, &ids, message)?)
            }
            Action::Call { function, results: names, text } => {
                let ids: Vec<Id> = names.iter().map(|&name| result(name)).collect();
                let (a, b) = (ids.first(), ids.get(1));
                let (a, b) = (a.copied().unwrap_or(NOTHING), b.copied().unwrap_or(NOTHING));
                self.call(function, a, b, text, start)
            }
        }
    }

    /// The error with its place; itself an error if the lexer fails on the way.
    pub(super) fn raise(&mut self, how: How, ids: &[Id], message: String) -> Result<Raised, Raised> {
        let span = |id: Option<&Id>| self.get(id.copied().unwrap_or(NOTHING)).span;
        let diagnostic = match how {
            How::At => Diagnostic::syntax(message, span(ids.first())),
            How::Range => Diagnostic::syntax(message, span(ids.first()).to(span(ids.get(1)))),
            How::From => {
                let start = span(ids.first());
                let (line, col) = self.standing_at(self.last_token());
                let end = Span::new(line, col, line, col - 1);
                Diagnostic::syntax(message, start.to(end))
            }
            How::Here => self.here(Kind::SyntaxError, message),
            How::Indent => self.here(Kind::IndentationError, message),
            How::Next => {
                self.peek()?;
                self.at_token(Kind::SyntaxError, message, self.at.min(self.tokens.len() - 1))
            }
        };
        Ok(Raised::Parser(diagnostic))
    }

    /// An error at the token read last.
    pub(super) fn here(&self, kind: Kind, message: String) -> Diagnostic {
        self.at_token(kind, message, self.last_token())
    }

    fn at_token(&self, kind: Kind, message: String, at: usize) -> Diagnostic {
        let mut span = self.tokens[at].span;
        if span.col < 0 {
            // Tokens without a column: where the lexer stood, and no end.
            span.col = self.standing_at(at).1 - 1;
            span.end_col = -2;
        }
        Diagnostic::new(kind, message, span)
    }

    /// Line and column where the lexer stood after a token.
    fn standing_at(&self, at: usize) -> (i32, i32) {
        let token = &self.tokens[at];
        if token.kind == K::Error {
            return self.lexed.stopped_at;
        }
        if token.span.col >= 0 {
            return (token.span.end_line, token.span.end_col);
        }
        // At the end of the text the lexer still stands in its last line.
        let line_start = self.source.line_start(token.span.line as usize).unwrap_or_default();
        let col = (token.start as usize).saturating_sub(line_start);
        (token.span.line, col as i32)
    }
}
