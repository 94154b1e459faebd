//! Tokens and syntax trees as the machine sees them: nodes by name, fields by name. What makes one and takes one
//! is the compiler, which the machine does not know.

use crate::constant::Constant;
use crate::diagnostic::Rejected;

/// What a field of a node holds.
#[derive(Clone, Debug)]
pub enum Tree {
    /// Nothing: `None`.
    Empty,
    Node(Box<TreeNode>),
    List(Vec<Tree>),
    /// A name, a number, the value of a constant.
    Value(Constant),
    /// What belongs into no tree, as `repr` shows it.
    Other(String),
}

#[derive(Clone, Debug)]
pub struct TreeNode {
    pub kind: String,
    /// Fields that are there.
    pub fields: Vec<(&'static str, Tree)>,
    /// First line and column, last line and column; a program's node may lack the last two.
    pub place: Option<[i32; 4]>,
    /// A program's node, as `repr` shows it.
    pub shown: String,
}

/// A token of a program's text.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// First line and column, last line and column, in characters.
    pub place: [i32; 4],
    /// The name that the module `token` has for it; that of the operator, for an operator.
    pub kind: &'static str,
    pub text: String,
}

/// Why a tree of a program's cannot be compiled.
#[derive(Debug)]
pub enum TreeFault {
    /// TypeError
    Type(String),
    /// ValueError
    Value(String),
    Rejected(Box<Rejected>),
}

/// How something is to be compiled: what `compile()` takes besides the source.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub file: &'a str,
    /// "exec", "eval" or "single"
    pub mode: &'a str,
    /// `co_flags` of future features in force.
    pub future: u32,
    /// The bytes are a `str` in UTF-8, whatever encoding they declare.
    pub ignore_cookie: bool,
    pub optimize: u8,
    pub top_level_await: bool,
    pub type_comments: bool,
    /// Constants of the tree that is asked for are folded.
    pub fold: bool,
    /// A text that might go on is an error of its own.
    pub allow_incomplete: bool,
}

impl<'a> Request<'a> {
    /// As modules are compiled.
    pub fn module(file: &'a str) -> Request<'a> {
        Request {
            file,
            mode: "exec",
            future: 0,
            ignore_cookie: false,
            optimize: 0,
            top_level_await: false,
            type_comments: false,
            fold: false,
            allow_incomplete: false,
        }
    }
}
