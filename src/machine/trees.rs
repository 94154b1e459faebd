//! The compiler's tree as the machine's, and back.

use crate::ast::*;
use crate::constant::{Constant, Text};
use crate::source::{Interner, Name, Span};
use crate::vm::tree::{Tree, TreeFault, TreeNode};

type Taken<T> = Result<T, TreeFault>;

fn type_fault<T>(message: impl Into<String>) -> Taken<T> {
    Err(TreeFault::Type(message.into()))
}
fn value_fault<T>(message: impl Into<String>) -> Taken<T> {
    Err(TreeFault::Value(message.into()))
}

/// What can stand in a field.
trait Part: Sized {
    fn give(&self, names: &Interner) -> Tree;
    fn take(tree: Tree, names: &mut Interner) -> Taken<Self>;
}
/// What has fields.
trait Fields: Sized {
    fn give_fields(&self, names: &Interner, out: &mut Vec<(&'static str, Tree)>);
    fn take_fields(node: &mut TreeNode, names: &mut Interner) -> Taken<Self>;
}

impl TreeNode {
    fn tree(kind: &str, fields: Vec<(&'static str, Tree)>, span: Option<Span>) -> Tree {
        let place = span.map(|s| [s.line, s.col, s.end_line, s.end_col]);
        Tree::Node(Box::new(TreeNode { kind: kind.to_string(), fields, place, shown: String::new() }))
    }
    fn field(&mut self, name: &str) -> Tree {
        let place = self.fields.iter_mut().find(|(n, _)| *n == name);
        place.map_or(Tree::Empty, |(_, tree)| std::mem::replace(tree, Tree::Empty))
    }
    /// A field that must be there.
    fn part<T: Part>(&mut self, name: &str, names: &mut Interner) -> Taken<T> {
        let tree = self.field(name);
        match T::take(tree, names) {
            Err(TreeFault::Type(missing)) if missing.is_empty() => {
                value_fault(format!("field '{name}' is required for {}", self.kind))
            }
            other => other,
        }
    }
    fn span(&self) -> Span {
        let [line, col, end_line, end_col] = self.place.unwrap_or([1, 0, 1, 0]);
        Span { line, col, end_line, end_col }
    }
}

/// What an error says of a tree that belongs elsewhere.
fn shown(tree: &Tree) -> String {
    match tree {
        Tree::Empty => "None".into(),
        Tree::Node(node) => node.shown.clone(),
        Tree::List(_) => "a list".into(),
        Tree::Value(constant) => crate::constant::repr::repr(constant),
        Tree::Other(text) => text.clone(),
    }
}
/// A node, where one of that sort must stand; an empty TypeError stands for none at all.
fn node(tree: Tree, sort: &str) -> Taken<Box<TreeNode>> {
    match tree {
        Tree::Node(node) => Ok(node),
        Tree::Empty => type_fault(""),
        other => type_fault(format!("expected some sort of {sort}, but got {}", shown(&other))),
    }
}
fn wrong<T>(node: &TreeNode, sort: &str) -> Taken<T> {
    type_fault(format!("expected some sort of {sort}, but got {}", node.shown))
}

impl<T: Part> Part for Box<T> {
    fn give(&self, names: &Interner) -> Tree {
        (**self).give(names)
    }
    fn take(tree: Tree, names: &mut Interner) -> Taken<Self> {
        T::take(tree, names).map(Box::new)
    }
}
impl<T: Part> Part for Option<T> {
    fn give(&self, names: &Interner) -> Tree {
        self.as_ref().map_or(Tree::Empty, |part| part.give(names))
    }
    fn take(tree: Tree, names: &mut Interner) -> Taken<Self> {
        match tree {
            Tree::Empty => Ok(None),
            tree => T::take(tree, names).map(Some),
        }
    }
}
impl<T: Part> Part for Vec<T> {
    fn give(&self, names: &Interner) -> Tree {
        Tree::List(self.iter().map(|part| part.give(names)).collect())
    }
    fn take(tree: Tree, names: &mut Interner) -> Taken<Self> {
        match tree {
            Tree::List(items) => items
                .into_iter()
                .map(|item| match T::take(item, names) {
                    Err(TreeFault::Type(missing)) if missing.is_empty() => {
                        value_fault("None disallowed in expression list")
                    }
                    other => other,
                })
                .collect(),
            Tree::Empty => Ok(Vec::new()),
            other => type_fault(format!("field must be a list, not {}", shown(&other))),
        }
    }
}
impl Part for Name {
    fn give(&self, names: &Interner) -> Tree {
        Tree::Value(Constant::Str(Text::from(&**names.text(*self))))
    }
    fn take(tree: Tree, names: &mut Interner) -> Taken<Self> {
        match tree {
            Tree::Empty => type_fault(""),
            Tree::Value(Constant::Str(text)) => match text.as_str() {
                Some(text) => Ok(names.intern(text)),
                None => value_fault("surrogates not allowed"),
            },
            _ => type_fault("AST identifier must be of type str"),
        }
    }
}
impl Part for Constant {
    fn give(&self, _: &Interner) -> Tree {
        Tree::Value(self.clone())
    }
    fn take(tree: Tree, _: &mut Interner) -> Taken<Self> {
        match tree {
            Tree::Value(constant) => Ok(constant),
            Tree::Empty => Ok(Constant::None),
            other => type_fault(format!("got an invalid type in Constant: {}", shown(&other))),
        }
    }
}
macro_rules! number {
    ($($ty:ty, $to:expr, $from:expr;)*) => {
        $(impl Part for $ty {
            fn give(&self, _: &Interner) -> Tree {
                Tree::Value(Constant::Int(($to)(*self)))
            }
            fn take(tree: Tree, _: &mut Interner) -> Taken<Self> {
                match tree {
                    Tree::Empty => Ok(($from)(0)),
                    Tree::Value(Constant::Int(value)) => Ok(($from)(value)),
                    Tree::Value(Constant::Bool(value)) => Ok(($from)(value.into())),
                    other => type_fault(format!("invalid integer value: {}", shown(&other))),
                }
            }
        })*
    };
}
number! {
    bool, |v: bool| v.into(), |v: i64| v != 0;
    u32, |v: u32| v.into(), |v: i64| v as u32;
    i32, |v: i32| v.into(), |v: i64| v as i32;
    Conversion, |v: Conversion| v as i64, |v: i64| match v {
        115 => Conversion::Str,
        114 => Conversion::Repr,
        97 => Conversion::Ascii,
        _ => Conversion::None,
    };
}

macro_rules! words {
    ($($ty:ident $sort:literal: $($word:ident)*;)*) => {
        $(impl Part for $ty {
            fn give(&self, _: &Interner) -> Tree {
                let word = match self { $($ty::$word => stringify!($word),)* };
                TreeNode::tree(word, Vec::new(), None)
            }
            fn take(tree: Tree, _: &mut Interner) -> Taken<Self> {
                let node = node(tree, $sort)?;
                match node.kind.as_str() {
                    $(stringify!($word) => Ok($ty::$word),)*
                    _ => wrong(&node, $sort),
                }
            }
        })*
    };
}
words! {
    Ctx "expr_context": Load Store Del;
    BoolOp "boolop": And Or;
    Operator "operator": Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv;
    UnaryOp "unaryop": Invert Not UAdd USub;
    CmpOp "cmpop": Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn;
}

/// Structs with fields; with a name, they are nodes, too, and with `span` nodes that have a place.
macro_rules! structs {
    ($($ty:ident { $($field:ident $name:literal),* })*) => {
        $(impl Fields for $ty {
            fn give_fields(&self, names: &Interner, out: &mut Vec<(&'static str, Tree)>) {
                $(out.push(($name, self.$field.give(names)));)*
            }
            fn take_fields(node: &mut TreeNode, names: &mut Interner) -> Taken<Self> {
                Ok($ty { $($field: node.part($name, names)?),* })
            }
        })*
    };
}
structs! {
    FunctionDef {
        name "name", args "args", body "body", decorators "decorator_list", returns "returns",
        type_comment "type_comment", type_params "type_params"
    }
    ClassDef {
        name "name", bases "bases", keywords "keywords", body "body", decorators "decorator_list",
        type_params "type_params"
    }
    TypeAlias { name "name", type_params "type_params", value "value" }
    AnnAssign { target "target", annotation "annotation", value "value", simple "simple" }
    For { target "target", iter "iter", body "body", orelse "orelse", type_comment "type_comment" }
    Try { body "body", handlers "handlers", orelse "orelse", finalbody "finalbody" }
    Arguments {
        posonlyargs "posonlyargs", args "args", vararg "vararg", kwonlyargs "kwonlyargs",
        kw_defaults "kw_defaults", kwarg "kwarg", defaults "defaults"
    }
    WithItem { context "context_expr", vars "optional_vars" }
    MatchCase { pattern "pattern", guard "guard", body "body" }
    Comprehension { target "target", iter "iter", ifs "ifs", is_async "is_async" }
    TypeIgnore { line "lineno", tag "tag" }
}
macro_rules! placeless {
    ($($ty:ident $name:literal $sort:literal;)*) => {
        $(impl Part for $ty {
            fn give(&self, names: &Interner) -> Tree {
                let mut fields = Vec::new();
                self.give_fields(names, &mut fields);
                TreeNode::tree($name, fields, None)
            }
            fn take(tree: Tree, names: &mut Interner) -> Taken<Self> {
                let mut node = node(tree, $sort)?;
                if node.kind != $name {
                    return wrong(&node, $sort);
                }
                $ty::take_fields(&mut node, names)
            }
        })*
    };
}
placeless! {
    Arguments "arguments" "arguments";
    WithItem "withitem" "withitem";
    MatchCase "match_case" "match_case";
    Comprehension "comprehension" "comprehension";
    TypeIgnore "TypeIgnore" "type_ignore";
}
macro_rules! placed {
    ($($ty:ident $kind:literal $sort:literal { $($field:ident $name:literal),* })*) => {
        $(impl Part for $ty {
            fn give(&self, names: &Interner) -> Tree {
                TreeNode::tree($kind, vec![$(($name, self.$field.give(names))),*], Some(self.span))
            }
            fn take(tree: Tree, names: &mut Interner) -> Taken<Self> {
                let mut node = node(tree, $sort)?;
                if node.kind != $kind {
                    return wrong(&node, $sort);
                }
                Ok($ty { span: node.span(), $($field: node.part($name, names)?),* })
            }
        })*
    };
}
placed! {
    ExceptHandler "ExceptHandler" "excepthandler" { typ "type", name "name", body "body" }
    Alias "alias" "alias" { name "name", asname "asname" }
    Arg "arg" "arg" { name "arg", annotation "annotation", type_comment "type_comment" }
    Keyword "keyword" "keyword" { name "arg", value "value" }
}

/// A node that is one of several kinds.
macro_rules! kinds {
    (
        $ty:ident $kind:ident $sort:literal,
        boxed { $($boxed:ident)* }
        named { $($named:ident $title:literal { $($field:ident $name:literal),* })* }
        single { $($single:ident $stitle:literal $sname:literal;)* }
        bare { $($bare:ident)* }
    ) => {
        impl Part for $ty {
            fn give(&self, names: &Interner) -> Tree {
                let mut fields = Vec::new();
                let kind = match &self.kind {
                    $($kind::$boxed(it) => {
                        it.give_fields(names, &mut fields);
                        stringify!($boxed)
                    })*
                    $($kind::$named { $($field),* } => {
                        $(fields.push(($name, $field.give(names)));)*
                        $title
                    })*
                    $($kind::$single(it) => {
                        fields.push(($sname, it.give(names)));
                        $stitle
                    })*
                    $($kind::$bare => stringify!($bare),)*
                };
                TreeNode::tree(kind, fields, Some(self.span))
            }
            fn take(tree: Tree, names: &mut Interner) -> Taken<Self> {
                let mut node = node(tree, $sort)?;
                let kind = match node.kind.as_str() {
                    $(stringify!($boxed) => $kind::$boxed(Box::new(Fields::take_fields(&mut node, names)?)),)*
                    $($title => $kind::$named { $($field: node.part($name, names)?),* },)*
                    $($stitle => $kind::$single(node.part($sname, names)?),)*
                    $(stringify!($bare) => $kind::$bare,)*
                    _ => return wrong(&node, $sort),
                };
                Ok($ty { span: node.span(), kind })
            }
        }
    };
}
kinds! {
    Stmt StmtKind "stmt",
    boxed { FunctionDef AsyncFunctionDef ClassDef TypeAlias AnnAssign For AsyncFor Try TryStar }
    named {
        Assign "Assign" { targets "targets", value "value", type_comment "type_comment" }
        AugAssign "AugAssign" { target "target", op "op", value "value" }
        While "While" { test "test", body "body", orelse "orelse" }
        If "If" { test "test", body "body", orelse "orelse" }
        With "With" { items "items", body "body", type_comment "type_comment" }
        AsyncWith "AsyncWith" { items "items", body "body", type_comment "type_comment" }
        Match "Match" { subject "subject", cases "cases" }
        Raise "Raise" { exc "exc", cause "cause" }
        Assert "Assert" { test "test", msg "msg" }
        Import "Import" { names "names" }
        ImportFrom "ImportFrom" { module "module", names "names", level "level" }
    }
    single {
        Return "Return" "value";
        Delete "Delete" "targets";
        Global "Global" "names";
        Nonlocal "Nonlocal" "names";
        Expr "Expr" "value";
    }
    bare { Pass Break Continue }
}
kinds! {
    Expr ExprKind "expr",
    boxed {}
    named {
        BoolOp "BoolOp" { op "op", values "values" }
        NamedExpr "NamedExpr" { target "target", value "value" }
        BinOp "BinOp" { left "left", op "op", right "right" }
        UnaryOp "UnaryOp" { op "op", operand "operand" }
        Lambda "Lambda" { args "args", body "body" }
        IfExp "IfExp" { test "test", body "body", orelse "orelse" }
        Dict "Dict" { keys "keys", values "values" }
        ListComp "ListComp" { elt "elt", generators "generators" }
        SetComp "SetComp" { elt "elt", generators "generators" }
        DictComp "DictComp" { key "key", value "value", generators "generators" }
        GeneratorExp "GeneratorExp" { elt "elt", generators "generators" }
        Compare "Compare" { left "left", ops "ops", comparators "comparators" }
        Call "Call" { func "func", args "args", keywords "keywords" }
        FormattedValue "FormattedValue" { value "value", conversion "conversion", format_spec "format_spec" }
        Constant "Constant" { value "value", u "kind" }
        Attribute "Attribute" { value "value", attr "attr", ctx "ctx" }
        Subscript "Subscript" { value "value", slice "slice", ctx "ctx" }
        Starred "Starred" { value "value", ctx "ctx" }
        Name "Name" { id "id", ctx "ctx" }
        List "List" { elts "elts", ctx "ctx" }
        Tuple "Tuple" { elts "elts", ctx "ctx" }
        Slice "Slice" { lower "lower", upper "upper", step "step" }
    }
    single {
        Set "Set" "elts";
        Await "Await" "value";
        Yield "Yield" "value";
        YieldFrom "YieldFrom" "value";
        JoinedStr "JoinedStr" "values";
    }
    bare {}
}
kinds! {
    Pattern PatternKind "pattern",
    boxed {}
    named {
        Mapping "MatchMapping" { keys "keys", patterns "patterns", rest "rest" }
        Class "MatchClass" { cls "cls", patterns "patterns", kwd_attrs "kwd_attrs", kwd_patterns "kwd_patterns" }
        As "MatchAs" { pattern "pattern", name "name" }
    }
    single {
        Value "MatchValue" "value";
        Singleton "MatchSingleton" "value";
        Sequence "MatchSequence" "patterns";
        Star "MatchStar" "name";
        Or "MatchOr" "patterns";
    }
    bare {}
}

impl Part for TypeParam {
    fn give(&self, names: &Interner) -> Tree {
        let mut fields = vec![("name", self.name.give(names))];
        let kind = match &self.kind {
            TypeParamKind::TypeVar { bound } => {
                fields.push(("bound", bound.give(names)));
                "TypeVar"
            }
            TypeParamKind::ParamSpec => "ParamSpec",
            TypeParamKind::TypeVarTuple => "TypeVarTuple",
        };
        fields.push(("default_value", self.default.give(names)));
        TreeNode::tree(kind, fields, Some(self.span))
    }
    fn take(tree: Tree, names: &mut Interner) -> Taken<Self> {
        let mut node = node(tree, "type_param")?;
        let kind = match node.kind.as_str() {
            "TypeVar" => TypeParamKind::TypeVar { bound: node.part("bound", names)? },
            "ParamSpec" => TypeParamKind::ParamSpec,
            "TypeVarTuple" => TypeParamKind::TypeVarTuple,
            _ => return wrong(&node, "type_param"),
        };
        let (name, default) = (node.part("name", names)?, node.part("default_value", names)?);
        Ok(TypeParam { span: node.span(), name, default, kind })
    }
}

/// The machine's tree of a program's.
pub fn from_root(root: &Root, names: &Interner) -> Tree {
    let (kind, fields) = match root {
        Root::Module { body, type_ignores } => {
            ("Module", vec![("body", body.give(names)), ("type_ignores", type_ignores.give(names))])
        }
        Root::Interactive { body } => ("Interactive", vec![("body", body.give(names))]),
        Root::Expression { body } => ("Expression", vec![("body", body.give(names))]),
    };
    TreeNode::tree(kind, fields, None)
}

/// The compiler's tree of a machine's.
pub fn to_root(tree: Tree, mode: &str, names: &mut Interner) -> Taken<Root> {
    let mut node = node(tree, "mod")?;
    let wanted = match mode {
        "eval" => "Expression",
        "single" => "Interactive",
        _ => "Module",
    };
    if node.kind != wanted {
        return type_fault(format!("expected {wanted} node, got {}", node.kind));
    }
    Ok(match wanted {
        "Expression" => Root::Expression { body: node.part("body", names)? },
        "Interactive" => Root::Interactive { body: node.part("body", names)? },
        _ => {
            Root::Module { body: node.part("body", names)?, type_ignores: node.part("type_ignores", names)? }
        }
    })
}
