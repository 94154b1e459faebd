//! The grammar tables, read into rules.

use crate::lex::{KEYWORDS, OPERATORS, TokenKind as K};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

const STATEMENTS: &str = include_str!("statements.peg");
const EXPRESSIONS: &str = include_str!("expressions.peg");
const FUNCTIONS: &str = include_str!("functions.peg");
const ERRORS: &str = include_str!("errors.peg");

pub(super) enum Item {
    Token(K),
    /// A soft keyword.
    Word(String),
    AnySoftKeyword,
    Rule(usize),
    Group(Vec<Alternative>),
    Optional(Box<Item>),
    Repeat {
        item: Box<Item>,
        at_least_one: bool,
    },
    Separated {
        separator: Box<Item>,
        item: Box<Item>,
    },
    Ahead {
        item: Box<Item>,
        wanted: bool,
    },
    Cut,
    Forced(K, String),
}

/// What an alternative gives when all its items were found.
pub(super) enum Action {
    /// The only item's result, or a node without a kind.
    Default,
    Result(char),
    Node(Tag, Vec<(char, bool)>),
    Raise {
        how: How,
        results: Vec<char>,
        message: String,
    },
    Call {
        function: String,
        results: Vec<char>,
        text: String,
    },
}

/// Which place an error takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// The first result's.
    At,
    /// From the first result to the end of the second.
    Range,
    /// From the first result to where the lexer stands.
    From,
    /// The token read last.
    Here,
    /// The next token.
    Next,
    /// As `Here`, an `IndentationError`.
    Indent,
}

pub(super) struct Alternative {
    pub(super) items: Vec<(Option<char>, Item)>,
    pub(super) action: Action,
    /// It is nothing but an `invalid_` rule, so the first pass leaves it out.
    pub(super) invalid: bool,
}

pub(super) struct Rule {
    pub(super) alternatives: Vec<Alternative>,
    pub(super) memo: bool,
    pub(super) left_recursive: bool,
    /// No `invalid_` rule is read below it.
    pub(super) without_invalid: bool,
}

/// What a node is: enough to name it in a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tag {
    Nothing,
    Token,
    Group,
    Items,
    Name,
    Number,
    Str,
    Bytes,
    JoinedStr,
    True,
    False,
    None,
    Ellipsis,
    Tuple,
    List,
    Set,
    Dict,
    ListComp,
    SetComp,
    DictComp,
    GeneratorExp,
    Starred,
    Call,
    Attribute,
    Subscript,
    Operation,
    Compare,
    In,
    IfExp,
    NamedExpr,
    Lambda,
    Yield,
    Await,
    Args,
    Keyword,
    Unpacked,
}

const TAGS: &[(&str, Tag)] = &[
    ("Items", Tag::Items),
    ("True", Tag::True),
    ("False", Tag::False),
    ("None", Tag::None),
    ("Ellipsis", Tag::Ellipsis),
    ("Tuple", Tag::Tuple),
    ("List", Tag::List),
    ("Set", Tag::Set),
    ("Dict", Tag::Dict),
    ("ListComp", Tag::ListComp),
    ("SetComp", Tag::SetComp),
    ("DictComp", Tag::DictComp),
    ("GeneratorExp", Tag::GeneratorExp),
    ("Starred", Tag::Starred),
    ("Call", Tag::Call),
    ("Attribute", Tag::Attribute),
    ("Subscript", Tag::Subscript),
    ("Operation", Tag::Operation),
    ("Compare", Tag::Compare),
    ("In", Tag::In),
    ("IfExp", Tag::IfExp),
    ("NamedExpr", Tag::NamedExpr),
    ("Lambda", Tag::Lambda),
    ("Yield", Tag::Yield),
    ("Await", Tag::Await),
    ("Args", Tag::Args),
    ("Keyword", Tag::Keyword),
    ("Unpacked", Tag::Unpacked),
];

const KINDS: &[(&str, K)] = &[
    ("NAME", K::Name),
    ("NUMBER", K::Number),
    ("STRING", K::String),
    ("NEWLINE", K::Newline),
    ("INDENT", K::Indent),
    ("DEDENT", K::Dedent),
    ("ENDMARKER", K::EndMarker),
    ("FSTRING_START", K::FStringStart),
    ("FSTRING_MIDDLE", K::FStringMiddle),
    ("FSTRING_END", K::FStringEnd),
    ("TYPE_COMMENT", K::TypeComment),
];

pub(super) struct Grammar {
    pub(super) rules: Vec<Rule>,
    names: FxHashMap<String, usize>,
}

impl Grammar {
    pub(super) fn rule(&self, name: &str) -> usize {
        self.names.get(name).copied().unwrap_or_default()
    }
}

/// The grammar, read when the first error needs it.
pub(super) fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(read)
}

fn read() -> Grammar {
    let function = FUNCTIONS
        .replace('$', "")
        .replace("END", "')'")
        .replace("THING", "Function")
        .replace("COMMENT", "TYPE_COMMENT?")
        .replace("PARENTHESIZED", "param_no_default+")
        .replace("STAR_ANNOTATION", "| '*' param_no_default_star_annotation param_maybe_default* kwds?")
        .replace(
            "BARE_STAR",
            "| a='*' (')' | ',' (')' | '**')) { at a \"named arguments must follow bare *\" } \
             | '*' ',' TYPE_COMMENT { here \"bare * has associated type comment\" }",
        );
    let lambda = FUNCTIONS
        .replace('$', "lambda_")
        .replace("END", "':'")
        .replace("THING", "Lambda expression")
        .replace("COMMENT", "")
        .replace("PARENTHESIZED", "','.lambda_param+")
        .replace("STAR_ANNOTATION", "")
        .replace(
            "BARE_STAR",
            "| '*' (':' | ',' (':' | '**')) { here \"named arguments must follow bare *\" }",
        );
    let texts = [STATEMENTS, EXPRESSIONS, &function, &lambda, ERRORS];
    let mut names = FxHashMap::default();
    let mut bodies: Vec<(String, String)> = Vec::new();
    for line in texts.iter().flat_map(|text| text.lines()) {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if line.starts_with(' ') {
            if let Some((_, body)) = bodies.last_mut() {
                body.push(' ');
                body.push_str(&line.replace("NO_BLOCK", "':' NEWLINE !INDENT"));
            }
        } else if let Some((head, body)) = line.split_once(':') {
            names.insert(head.trim_end_matches(['*', '<']).to_string(), bodies.len());
            bodies.push((head.to_string(), body.replace("NO_BLOCK", "':' NEWLINE !INDENT")));
        }
    }
    let rules = bodies
        .iter()
        .map(|(head, body)| {
            let mut reader = Reader { text: body, at: 0, names: &names };
            Rule {
                alternatives: reader.alternatives(),
                memo: head.ends_with('*'),
                left_recursive: head.ends_with('<'),
                without_invalid: head.ends_with("without_invalid"),
            }
        })
        .collect();
    Grammar { rules, names }
}

/// Reads one rule's alternatives. The tables are part of the program and a test reads them all, so
/// whatever is not understood is simply skipped.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    names: &'a FxHashMap<String, usize>,
}

impl Reader<'_> {
    fn rest(&mut self) -> &str {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        &self.text[self.at..]
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn word(&mut self) -> String {
        let word: String =
            self.rest().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        self.at += word.len();
        word
    }

    /// Up to a closing quote; `\"` stands for a quote.
    fn quoted(&mut self, quote: char) -> String {
        let mut out = String::new();
        let mut chars = self.text[self.at..].char_indices();
        while let Some((i, c)) = chars.next() {
            match c {
                '\\' => out.extend(chars.next().map(|(_, c)| c)),
                c if c == quote => {
                    self.at += i + 1;
                    return out;
                }
                c => out.push(c),
            }
        }
        self.at = self.text.len();
        out
    }

    fn alternatives(&mut self) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        self.eat("|");
        loop {
            alternatives.push(self.alternative());
            if !self.eat("|") {
                return alternatives;
            }
        }
    }

    fn alternative(&mut self) -> Alternative {
        let from = self.at;
        let mut items = Vec::new();
        let mut action = Action::Default;
        loop {
            let rest = self.rest();
            let mut chars = rest.chars();
            let named = (chars.next(), chars.next());
            if rest.is_empty() || rest.starts_with(['|', ')']) {
                break;
            }
            if self.eat("{") {
                action = self.action();
                break;
            }
            let mut name = None;
            if let (Some(c @ 'a'..='z'), Some('=')) = named {
                name = Some(c);
                self.at += 2;
            }
            let item = self.item();
            items.push((name, item));
        }
        let invalid = items.len() == 1 && self.text[from..self.at].trim().starts_with("invalid_");
        Alternative { items, action, invalid }
    }

    fn item(&mut self) -> Item {
        if self.eat("~") {
            return Item::Cut;
        }
        if self.eat("&&'") {
            let text = self.quoted('\'');
            return Item::Forced(token_kind(&text), text);
        }
        for (mark, wanted) in [("&", true), ("!", false)] {
            if self.eat(mark) {
                return Item::Ahead { item: Box::new(self.primary()), wanted };
            }
        }
        let item = self.primary();
        if self.eat(".") {
            let (separator, item) = (Box::new(item), Box::new(self.primary()));
            self.eat("+");
            return Item::Separated { separator, item };
        }
        if self.eat("?") {
            Item::Optional(Box::new(item))
        } else if self.eat("*") {
            Item::Repeat { item: Box::new(item), at_least_one: false }
        } else if self.eat("+") {
            Item::Repeat { item: Box::new(item), at_least_one: true }
        } else {
            item
        }
    }

    fn primary(&mut self) -> Item {
        if self.eat("(") {
            let group = Item::Group(self.alternatives());
            self.eat(")");
            return group;
        }
        if self.eat("'") {
            return Item::Token(token_kind(&self.quoted('\'')));
        }
        if self.eat("\"") {
            return Item::Word(self.quoted('"'));
        }
        let word = self.word();
        if word.is_empty() {
            // Not the notation: skip a character so as to come to an end.
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        }
        if word == "SOFT_KEYWORD" {
            return Item::AnySoftKeyword;
        }
        if let Some(&(_, kind)) = KINDS.iter().find(|(name, _)| *name == word) {
            return Item::Token(kind);
        }
        debug_assert!(self.names.contains_key(&word), "unknown rule {word} in {}", self.text);
        Item::Rule(self.names.get(&word).copied().unwrap_or_default())
    }

    fn action(&mut self) -> Action {
        let called = self.eat("@");
        let word = self.word();
        let mut results = Vec::new();
        let mut text = String::new();
        while !self.eat("}") {
            let splice = self.eat("*");
            if self.eat("\"") {
                text = self.quoted('"');
                continue;
            }
            let name = self.word();
            match (name.len(), name.chars().next()) {
                (1, Some(c)) => results.push((c, splice)),
                (0, _) => break,
                _ => text = name,
            }
        }
        if let Some(&(_, tag)) = TAGS.iter().find(|(name, _)| *name == word) {
            return Action::Node(tag, results);
        }
        if let (1, Some(c)) = (word.len(), word.chars().next()) {
            return Action::Result(c);
        }
        let results: Vec<char> = results.into_iter().map(|(c, _)| c).collect();
        if called {
            return Action::Call { function: word, results, text };
        }
        let (how, message) = match &*word {
            "at" => (How::At, text),
            "range" => (How::Range, text),
            "from" => (How::From, text),
            "next" => (How::Next, text),
            "indent" => (How::Indent, text),
            "block" => (How::Indent, format!("expected an indented block after {text} on line %L")),
            "colon" => (How::Here, "expected ':'".into()),
            _ => (How::Here, text),
        };
        Action::Raise { how, results, message }
    }
}

fn token_kind(text: &str) -> K {
    let operator = OPERATORS.iter().find(|(operator, _, _)| *operator == text).map(|&(_, kind, _)| kind);
    let keyword = || KEYWORDS.iter().find(|(word, _)| *word == text).map(|&(_, kind)| kind);
    operator.or_else(keyword).unwrap_or(K::Op)
}
