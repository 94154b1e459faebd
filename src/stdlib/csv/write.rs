//! The writer: rows to lines.

use super::dialect::{self, Dialect, Quoting};
use super::error;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::object::{Payload, Str};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, member, method};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::CSV_WRITER),
    defs: &[
        method("writerow", One(write_row)),
        method("writerows", One(write_rows)),
        member(
            "dialect",
            |vm, this| {
                let d = part(vm, this, DIALECT);
                Ok(vm.own(d))
            },
            None,
        ),
    ],
};
const WRITE: usize = 0;
const DIALECT: usize = 1;

/// `writer(file, dialect)`
pub fn new(vm: &mut Vm, file: ObjId, dialect: Owned) -> Res {
    let write = vm.get_attr_str(file, "write");
    let write = match vm.optional(write, types::ATTRIBUTE_ERROR) {
        Ok(Some(write)) if vm.is_callable(write.id()) => write,
        other => {
            vm.release(dialect);
            if let Some(write) = other? {
                vm.release(write);
            }
            return Err(vm.type_error("argument 1 must have a \"write\" method"));
        }
    };
    let fields = [Some(write.into_id()), Some(dialect.into_id())];
    Ok(vm.alloc(module_types::CSV_WRITER, Payload::Record(Box::new(fields))))
}
fn part(vm: &Vm, this: ObjId, index: usize) -> ObjId {
    match vm.payload(this) {
        Payload::Record(fields) => fields[index].unwrap_or(ids::NONE),
        _ => ids::NONE,
    }
}

/// A line under construction.
struct Line {
    dialect: Dialect,
    text: Vec<u32>,
    fields: usize,
}

impl Line {
    /// Appends a field; `None` is an empty one.
    fn add(&mut self, vm: &mut Vm, field: Option<&Str>, mut quoted: bool) -> Res<()> {
        let d = &self.dialect;
        if field.is_none_or(|f| f.is_empty()) && d.delimiter == 32 && d.skip_space {
            let never = d.quoting == Quoting::None
                || (field.is_none() && matches!(d.quoting, Quoting::Strings | Quoting::NotNull));
            if never {
                let message =
                    "empty field must be quoted if delimiter is a space and skipinitialspace is true";
                return Err(error(vm, message));
            }
            quoted = true;
        }
        let mut body = Vec::new();
        for c in field.into_iter().flat_map(Str::points) {
            let special = c == d.delimiter
                || Some(c) == d.escape
                || Some(c) == d.quote
                || [10, 13].contains(&c)
                || d.line_end.points().any(|end| end == c);
            if special {
                let mut escaped = d.quoting == Quoting::None;
                if !escaped && Some(c) == d.quote {
                    match d.double_quote {
                        true => body.push(c),
                        false => escaped = true,
                    }
                } else if !escaped && Some(c) == d.escape {
                    escaped = true;
                }
                match (escaped, d.escape) {
                    (false, _) => quoted = true,
                    (true, Some(escape)) => body.push(escape),
                    (true, None) => return Err(error(vm, "need to escape, but no escapechar set")),
                }
            }
            body.push(c);
        }
        if self.fields > 0 {
            self.text.push(d.delimiter);
        }
        let quote = d.quote.filter(|_| quoted);
        self.text.extend(quote);
        self.text.append(&mut body);
        self.text.extend(quote);
        self.fields += 1;
        Ok(())
    }
}

fn write_row(vm: &mut Vm, this: ObjId, row: ObjId) -> Res {
    let iter = vm.iter(row);
    let Some(iter) = vm.optional(iter, types::TYPE_ERROR)? else {
        let class = vm.class_name(row);
        return Err(error(vm, format!("iterable expected, not {class}")));
    };
    let dialect = dialect::data(vm, part(vm, this, DIALECT));
    let mut line = Line { dialect, text: Vec::new(), fields: 0 };
    let filled = fill(vm, &mut line, iter.id());
    vm.release(iter);
    let ends_with_none = filled?;
    if line.fields > 0 && line.text.is_empty() {
        let quoting = line.dialect.quoting;
        if quoting == Quoting::None
            || (ends_with_none && matches!(quoting, Quoting::Strings | Quoting::NotNull))
        {
            return Err(error(vm, "single empty field record must be quoted"));
        }
        line.fields -= 1;
        line.add(vm, None, true)?;
    }
    let end: Vec<u32> = line.dialect.line_end.points().collect();
    line.text.extend(end);
    let text = vm.new_string(Str::from_points(&line.text));
    let result = vm.call(part(vm, this, WRITE), &[text.id()]);
    vm.release(text);
    result
}
/// Appends all fields; was the last one None?
fn fill(vm: &mut Vm, line: &mut Line, iter: ObjId) -> Res<bool> {
    let mut last_is_none = false;
    while let Some(field) = vm.next(iter)? {
        let id = field.id();
        let is_text = vm.as_str(id).is_some();
        let quoted = match line.dialect.quoting {
            Quoting::NonNumeric => !is_number(vm, id),
            Quoting::All => true,
            Quoting::Strings => is_text,
            Quoting::NotNull => id != ids::NONE,
            Quoting::Minimal | Quoting::None => false,
        };
        last_is_none = id == ids::NONE;
        let text = match last_is_none {
            true => None,
            false if is_text => Some(Ok(vm.own(id))),
            false => Some(vm.str_of(id)),
        };
        vm.release(field);
        let text = text.transpose()?;
        let string = text.as_ref().map(|t| vm.string(t.id()));
        let added = line.add(vm, string.as_deref(), quoted);
        vm.release_opt(text);
        added?;
    }
    Ok(last_is_none)
}
fn is_number(vm: &mut Vm, id: ObjId) -> bool {
    use crate::object::typ::Slot;
    [Slot::Index, Slot::Int, Slot::Float].iter().any(|&slot| vm.slot_of(id, slot).is_some())
        || vm.is_instance(id, types::COMPLEX)
}
fn write_rows(vm: &mut Vm, this: ObjId, rows: ObjId) -> Res {
    let iter = vm.iter(rows)?;
    let result = loop {
        match vm.next(iter.id()) {
            Ok(Some(row)) => {
                let written = write_row(vm, this, row.id());
                vm.release(row);
                match written {
                    Ok(value) => vm.release(value),
                    Err(e) => break Err(e),
                }
            }
            Ok(None) => break Ok(vm.none()),
            Err(e) => break Err(e),
        }
    };
    vm.release(iter);
    result
}
