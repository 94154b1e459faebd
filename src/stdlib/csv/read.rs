//! The reader: lines to lists of fields.

use super::dialect::{self, Dialect, Quoting};
use super::error;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::object::{Payload, Str};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, member, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::CSV_READER),
    defs: &[
        wrapper("__iter__", NoArgs(|vm, this| Ok(vm.own(this)))),
        wrapper("__next__", NoArgs(next)),
        member(
            "dialect",
            |vm, this| {
                let d = part(vm, this, DIALECT);
                Ok(vm.own(d))
            },
            None,
        ),
        member(
            "line_num",
            |vm, this| {
                let n = part(vm, this, LINE);
                Ok(vm.own(n))
            },
            None,
        ),
    ],
};
const LINES: usize = 0;
const DIALECT: usize = 1;
const LINE: usize = 2;

/// `reader(iterable, dialect)`
pub fn new(vm: &mut Vm, lines: ObjId, dialect: Owned) -> Res {
    let lines = match vm.iter(lines) {
        Ok(lines) => lines,
        Err(e) => {
            vm.release(dialect);
            return Err(e);
        }
    };
    let fields = [lines.into_id(), dialect.into_id(), ids::small_int(0)].map(Some);
    Ok(vm.alloc(module_types::CSV_READER, Payload::Record(Box::new(fields))))
}
fn part(vm: &Vm, this: ObjId, index: usize) -> ObjId {
    match vm.payload(this) {
        Payload::Record(fields) => fields[index].unwrap_or(ids::NONE),
        _ => ids::NONE,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    StartRecord,
    StartField,
    Escaped,
    AfterEscapedLineEnd,
    InField,
    InQuoted,
    EscapedInQuoted,
    QuoteInQuoted,
    AfterLineEnd,
}

/// A record under construction; its fields are references.
struct Record {
    dialect: Dialect,
    state: State,
    field: Vec<u32>,
    unquoted: bool,
    limit: usize,
}
const NEWLINE: u32 = 10;
const RETURN: u32 = 13;

impl Record {
    /// Takes the next character, or the end of the line.
    fn take(&mut self, vm: &mut Vm, list: ObjId, c: Option<u32>) -> Res<()> {
        let d = &self.dialect;
        let line_end = matches!(c, None | Some(NEWLINE | RETURN));
        let quotes = d.quoting != Quoting::None;
        let is_quote = c.is_some() && c == d.quote && quotes;
        let is_escape = c.is_some() && c == d.escape;
        let is_delimiter = c == Some(d.delimiter);
        let after_line = if c.is_none() { State::StartRecord } else { State::AfterLineEnd };
        match self.state {
            State::StartRecord if c.is_none() => {}
            State::StartRecord if line_end => self.state = State::AfterLineEnd,
            State::StartRecord | State::StartField => {
                self.state = State::StartField;
                self.unquoted = true;
                if line_end {
                    self.save(vm, list)?;
                    self.state = after_line;
                } else if is_quote {
                    self.unquoted = false;
                    self.state = State::InQuoted;
                } else if is_escape {
                    self.state = State::Escaped;
                } else if c == Some(32) && d.skip_space {
                } else if is_delimiter {
                    self.save(vm, list)?;
                } else {
                    self.add(vm, c)?;
                    self.state = State::InField;
                }
            }
            State::Escaped => {
                self.state = match c {
                    Some(NEWLINE | RETURN) => State::AfterEscapedLineEnd,
                    _ => State::InField,
                };
                self.add(vm, c.or(Some(NEWLINE)))?;
            }
            State::AfterEscapedLineEnd if c.is_none() => {}
            State::AfterEscapedLineEnd | State::InField => {
                if line_end {
                    self.save(vm, list)?;
                    self.state = after_line;
                } else if is_escape {
                    self.state = State::Escaped;
                } else if is_delimiter {
                    self.save(vm, list)?;
                    self.state = State::StartField;
                } else {
                    self.add(vm, c)?;
                }
            }
            State::InQuoted => match c {
                None => {}
                _ if is_escape => self.state = State::EscapedInQuoted,
                _ if is_quote => {
                    self.state = if d.double_quote { State::QuoteInQuoted } else { State::InField };
                }
                _ => self.add(vm, c)?,
            },
            State::EscapedInQuoted => {
                self.add(vm, c.or(Some(NEWLINE)))?;
                self.state = State::InQuoted;
            }
            State::QuoteInQuoted => {
                if is_quote {
                    self.add(vm, c)?;
                    self.state = State::InQuoted;
                } else if is_delimiter {
                    self.save(vm, list)?;
                    self.state = State::StartField;
                } else if line_end {
                    self.save(vm, list)?;
                    self.state = after_line;
                } else if !d.strict {
                    self.add(vm, c)?;
                    self.state = State::InField;
                } else {
                    let letter = |p: u32| char::from_u32(p).unwrap_or('\u{FFFD}');
                    let (delimiter, quote) = (letter(d.delimiter), letter(d.quote.unwrap_or(0)));
                    return Err(error(vm, format!("'{delimiter}' expected after '{quote}'")));
                }
            }
            State::AfterLineEnd => match c {
                Some(NEWLINE | RETURN) => {}
                None => self.state = State::StartRecord,
                Some(_) => {
                    return Err(error(
                        vm,
                        "new-line character seen in unquoted field - do you need to open the file with newline=''?",
                    ));
                }
            },
        }
        Ok(())
    }
    fn add(&mut self, vm: &mut Vm, c: Option<u32>) -> Res<()> {
        if self.field.len() >= self.limit {
            return Err(error(vm, format!("field larger than field limit ({})", self.limit)));
        }
        self.field.extend(c);
        Ok(())
    }
    /// The field is complete.
    fn save(&mut self, vm: &mut Vm, list: ObjId) -> Res<()> {
        let quoting = self.dialect.quoting;
        let field = if self.unquoted
            && self.field.is_empty()
            && matches!(quoting, Quoting::NotNull | Quoting::Strings)
        {
            vm.none()
        } else {
            let text = vm.new_string(Str::from_points(&self.field));
            if self.unquoted
                && !self.field.is_empty()
                && matches!(quoting, Quoting::NonNumeric | Quoting::Strings)
            {
                let number = vm.call(types::FLOAT, &[text.id()]);
                vm.release(text);
                number?
            } else {
                text
            }
        };
        self.field.clear();
        match vm.as_list_mut(list) {
            Some(items) => items.push(field.into_id()),
            None => vm.release(field),
        }
        Ok(())
    }
}

fn next(vm: &mut Vm, this: ObjId) -> Res {
    let limit = usize::try_from(vm.state.csv_field_limit).unwrap_or(0);
    let mut record = Record {
        dialect: dialect::data(vm, part(vm, this, DIALECT)),
        state: State::StartRecord,
        field: Vec::new(),
        unquoted: false,
        limit,
    };
    let list = vm.new_list(Vec::new());
    match read(vm, this, &mut record, list.id()) {
        Ok(()) => Ok(list),
        Err(e) => {
            vm.release(list);
            Err(e)
        }
    }
}
fn read(vm: &mut Vm, this: ObjId, record: &mut Record, list: ObjId) -> Res<()> {
    loop {
        let Some(line) = vm.next(part(vm, this, LINES))? else {
            if record.field.is_empty() && record.state != State::InQuoted {
                return Err(vm.stop_iteration(None));
            }
            if record.dialect.strict {
                return Err(error(vm, "unexpected end of data"));
            }
            return record.save(vm, list);
        };
        let Some(text) = vm.as_str(line.id()).cloned() else {
            let class = vm.class_name(line.id());
            vm.release(line);
            let message = format!(
                "iterator should return strings, not {class} (the file should be opened in text mode)"
            );
            return Err(error(vm, message));
        };
        vm.release(line);
        let number = vm.as_i64(part(vm, this, LINE)).unwrap_or(0) + 1;
        let number = vm.new_int(number).into_id();
        let old = match vm.payload_mut(this) {
            Payload::Record(fields) => fields[LINE].replace(number),
            _ => Some(number),
        };
        vm.decref_opt(old);
        for c in text.points() {
            record.take(vm, list, Some(c))?;
        }
        record.take(vm, list, None)?;
        if record.state == State::StartRecord {
            return Ok(());
        }
    }
}
