//! `_tokenize`: the tokens of a program's text, which come line by line from a function.

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, module_types, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, constructor, wrapper};
use crate::vm::{Res, Vm};

pub static MODULE: NativeTable = NativeTable { owner: Owner::Module("_tokenize"), defs: &[] };
pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::TOKENIZER_ITER),
    defs: &[
        constructor(new),
        wrapper("__iter__", NoArgs(|vm, this| Ok(vm.own(this)))),
        wrapper("__next__", NoArgs(next)),
    ],
};

/// Numbers of tokens are places in this list.
const KINDS: &str = "ENDMARKER NAME NUMBER STRING NEWLINE INDENT DEDENT LPAR RPAR LSQB RSQB COLON COMMA SEMI PLUS \
    MINUS STAR SLASH VBAR AMPER LESS GREATER EQUAL DOT PERCENT LBRACE RBRACE EQEQUAL NOTEQUAL LESSEQUAL \
    GREATEREQUAL TILDE CIRCUMFLEX LEFTSHIFT RIGHTSHIFT DOUBLESTAR PLUSEQUAL MINEQUAL STAREQUAL SLASHEQUAL \
    PERCENTEQUAL AMPEREQUAL VBAREQUAL CIRCUMFLEXEQUAL LEFTSHIFTEQUAL RIGHTSHIFTEQUAL DOUBLESTAREQUAL \
    DOUBLESLASH DOUBLESLASHEQUAL AT ATEQUAL RARROW ELLIPSIS COLONEQUAL EXCLAMATION OP TYPE_IGNORE TYPE_COMMENT \
    SOFT_KEYWORD FSTRING_START FSTRING_MIDDLE FSTRING_END COMMENT NL";

fn number(name: &str, exact: bool) -> usize {
    let place = |name: &str| KINDS.split(' ').position(|kind| kind == name).unwrap_or(0);
    match place(name) {
        at if !exact && (place("LPAR")..=place("OP")).contains(&at) => place("OP"),
        at => at,
    }
}

// Fields of the iterator.
const READLINE: usize = 0;
const ENCODING: usize = 1;
const EXTRA: usize = 2;
/// A list of tokens once all text was read, the last of them first.
const TOKENS: usize = 3;
/// The exception that comes after them.
const ERROR: usize = 4;

fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("tokenizeriter", args, ["readline", "encoding", "extra_tokens"], 1, 1)?;
    let Some(extra) = bound[2] else {
        return Err(vm.type_error("tokenizeriter() missing required argument 'extra_tokens' (pos 2)"));
    };
    let extra = vm.truth(extra)?;
    let (readline, encoding) = (bound[0].unwrap_or(ids::NONE), bound[1].unwrap_or(ids::NONE));
    if encoding != ids::NONE && vm.as_str(encoding).is_none() {
        let message =
            format!("tokenizeriter() argument 'encoding' must be str, not {}", vm.argument_class(encoding));
        return Err(vm.type_error(message));
    }
    let fields = [readline, encoding].map(|id| Some(vm.own(id).into_id()));
    let fields = [fields[0], fields[1], Some(ids::bool(extra)), None, None];
    Ok(vm.alloc(class, Payload::Record(Box::new(fields))))
}
fn field(vm: &Vm, this: ObjId, index: usize) -> Option<ObjId> {
    match vm.payload(this) {
        Payload::Record(fields) => fields[index],
        _ => None,
    }
}
fn set_field(vm: &mut Vm, this: ObjId, index: usize, value: Option<Owned>) {
    let value = value.map(Owned::into_id);
    let old = match vm.payload_mut(this) {
        Payload::Record(fields) => std::mem::replace(&mut fields[index], value),
        _ => value,
    };
    vm.decref_opt(old);
}

fn next(vm: &mut Vm, this: ObjId) -> Res {
    if field(vm, this, TOKENS).is_none() {
        let tokens = read(vm, this)?;
        set_field(vm, this, TOKENS, Some(tokens));
    }
    let tokens = field(vm, this, TOKENS).unwrap_or(ids::NONE);
    if let Some(token) = vm.as_list_mut(tokens).and_then(crate::object::Items::pop_last) {
        return Ok(Owned::new(token));
    }
    match field(vm, this, ERROR) {
        Some(error) => {
            let error = vm.own(error);
            set_field(vm, this, ERROR, None);
            Err(vm.raise_owned(error))
        }
        None => Err(vm.stop_iteration(None)),
    }
}
/// All the text that there is to read.
fn text(vm: &mut Vm, this: ObjId) -> Res<String> {
    let mut text = String::new();
    loop {
        let line = vm.call(field(vm, this, READLINE).unwrap_or(ids::NONE), &[]);
        let Some(line) = vm.optional(line, types::STOP_ITERATION)? else { return Ok(text) };
        let encoding = field(vm, this, ENCODING).unwrap_or(ids::NONE);
        let part = if encoding != ids::NONE && vm.as_bytes(line.id()).is_some() {
            let name = vm.str_lossy(encoding).into_owned();
            vm.decode_object(line.id(), &name, "replace").map(|s| s.to_lossy().into_owned())
        } else if encoding == ids::NONE && vm.as_str(line.id()).is_some() {
            Ok(vm.str_lossy(line.id()).into_owned())
        } else {
            let kind = if encoding == ids::NONE { "string" } else { "bytes" };
            Err(vm.type_error(format!("readline() returned a non-{kind} object")))
        };
        vm.release(line);
        match part? {
            part if part.is_empty() => return Ok(text),
            part => text += &part,
        }
    }
}
fn read(vm: &mut Vm, this: ObjId) -> Res {
    let text = text(vm, this)?;
    let extra = field(vm, this, EXTRA) == Some(ids::TRUE);
    let (rows, error) = (vm.hooks.tokens)(&text);
    if let Some(rejected) = error {
        let unwind = vm.raise_diagnostic(&rejected, "<string>");
        let error = vm.catch(unwind, types::SYNTAX_ERROR)?;
        set_field(vm, this, ERROR, Some(error));
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut tokens = Vec::with_capacity(rows.len());
    // The lines of one token after the other are mostly the same: they are one object.
    let mut shown: Option<(i32, i32, Owned)> = None;
    for row in rows.iter().filter(|row| extra || !matches!(row.kind, "COMMENT" | "NL")) {
        let [line, col, end_line, end_col] = row.place;
        if shown.as_ref().is_none_or(|(first, last, _)| (*first, *last) != (line, end_line)) {
            let from = (line.max(1) as usize - 1).min(lines.len());
            let to = (end_line.max(0) as usize).clamp(from, lines.len());
            let text = vm.new_str(&lines[from..to].concat());
            if let Some((_, _, old)) = shown.replace((line, end_line, text)) {
                vm.release(old);
            }
        }
        let kind = vm.new_int(number(row.kind, !extra) as i64);
        let text = vm.new_str(&row.text);
        let (line, col) = (vm.new_int(line.into()), vm.new_int(col.into()));
        let start = vm.pack(vec![line, col]);
        let (line, col) = (vm.new_int(end_line.into()), vm.new_int(end_col.into()));
        let end = vm.pack(vec![line, col]);
        let whole = match &shown {
            Some((_, _, text)) => vm.own(text.id()),
            None => vm.none(),
        };
        tokens.push(vm.pack(vec![kind, text, start, end, whole]).into_id());
    }
    if let Some((_, _, text)) = shown {
        vm.release(text);
    }
    tokens.reverse();
    Ok(vm.new_list(tokens))
}
