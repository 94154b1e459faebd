//! Exceptions as text: what CPython 3.13 prints for an uncaught one (`Lib/traceback.py`).

use super::traceback_frames::{Sources, Summary};
use super::{Res, Unwind, Vm};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{names, types};
use rustc_hash::FxHashSet;

/// Where the carets under an expression change, see `crate::anchors`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Anchors {
    pub left_line: usize,
    pub left_col: usize,
    pub right_line: usize,
    pub right_col: usize,
}

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Exceptions of a group that are shown, and how deep groups are shown.
const MAX_WIDTH: usize = 15;
const MAX_DEPTH: usize = 10;

/// One exception as it will be shown.
#[derive(Default)]
struct Shown {
    stack: Vec<String>,
    /// The lines below the stack: what went wrong, and the notes.
    last: Vec<String>,
    cause: Option<usize>,
    context: Option<usize>,
    /// The exceptions of a group.
    exceptions: Option<Vec<usize>>,
}

/// The margin of nested exception groups.
#[derive(Default)]
struct Margin {
    depth: usize,
    need_close: bool,
    out: String,
}

impl Margin {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }
    fn emit(&mut self, text: &str, margin: char) {
        if self.depth == 0 {
            self.out += text;
            return;
        }
        let indent = format!("{}{margin} ", self.indent());
        for line in text.split_inclusive('\n') {
            self.out += &indent;
            self.out += line;
        }
    }
}

/// What is gathered before anything is printed.
#[derive(Default)]
struct Gathered {
    shown: Vec<Shown>,
    seen: FxHashSet<ObjId>,
    /// Still to be asked for what they are chained to: place in `shown`, and the exception.
    queue: Vec<(usize, ObjId)>,
    sources: Sources,
}

impl Vm {
    /// What CPython prints for an uncaught exception.
    pub fn format_traceback(&mut self, exception: ObjId) -> String {
        let saved = self.take_raised();
        let mut all = Gathered::default();
        self.gather(&mut all, exception);
        // A queue, not recursion: chains may be long.
        while let Some((place, e)) = all.queue.pop() {
            let data = self.exception(e);
            let (cause, context, suppress) = (data.cause, data.context, data.suppress_context);
            let cause = cause.filter(|c| !all.seen.contains(c)).map(|c| self.gather(&mut all, c));
            let context = context
                .filter(|c| cause.is_none() && !suppress && !all.seen.contains(c))
                .map(|c| self.gather(&mut all, c));
            let members = self.group_members(e);
            let exceptions = members.map(|m| m.into_iter().map(|m| self.gather(&mut all, m)).collect());
            let entry = &mut all.shown[place];
            (entry.cause, entry.context, entry.exceptions) = (cause, context, exceptions);
        }
        let mut margin = Margin::default();
        render(&all.shown, 0, &mut margin);
        let lost = self.take_raised();
        self.put_back(saved);
        self.release_opt(lost);
        margin.out
    }
    /// A traceback's entries without carets, as exceptions that nobody can handle are shown.
    pub(super) fn plain_traceback(&mut self, traceback: ObjId) -> String {
        let mut sources = Sources::default();
        let mut entries = self.summary_of(Some(traceback), &mut sources);
        entries.iter_mut().for_each(|e| e.span.line = 0);
        let entries = self.format_stack(&entries, &mut sources);
        format!("Traceback (most recent call last):\n{}", entries.concat())
    }
    fn gather(&mut self, all: &mut Gathered, exception: ObjId) -> usize {
        all.seen.insert(exception);
        let stack = self.traceback_summary(exception, &mut all.sources);
        let stack = self.format_stack(&stack, &mut all.sources);
        let last = self.exception_lines(exception);
        all.shown.push(Shown { stack, last, ..Shown::default() });
        all.queue.push((all.shown.len() - 1, exception));
        all.shown.len() - 1
    }
    /// The exceptions in a group.
    fn group_members(&self, exception: ObjId) -> Option<Vec<ObjId>> {
        if !self.is_instance(exception, types::BASE_EXCEPTION_GROUP) {
            return None;
        }
        let members = self.exception(exception).fields.get(1).copied().flatten()?;
        self.as_tuple(members).map(<[ObjId]>::to_vec)
    }
    /// File, line and position of each entry of the traceback, outermost first.
    fn traceback_summary(&mut self, exception: ObjId, sources: &mut Sources) -> Vec<Summary> {
        let first = self.exception(exception).traceback;
        self.summary_of(first, sources)
    }
    fn summary_of(&mut self, first: Option<ObjId>, sources: &mut Sources) -> Vec<Summary> {
        let mut list = Vec::new();
        let mut at = first;
        while let Some(tb) = at {
            let Payload::Traceback(t) = self.payload(tb) else { break };
            let (frame, lasti, lineno) = (t.frame, t.lasti, t.lineno);
            at = t.next;
            let Payload::Frame(f) = self.payload(frame) else { break };
            let code = self.state.code_of(f.code);
            let span = self.span_at(code, lasti);
            list.push(Summary {
                file: sources.name(&self.str_lossy(code.filename)),
                function: self.str_lossy(code.name).into_owned(),
                line: if span.line > 0 { span.line } else { lineno.unwrap_or(span.line) },
                span,
            });
        }
        list
    }

    /// The outcome of `f`, with whatever it raises dropped.
    pub(super) fn quietly<T>(&mut self, f: impl FnOnce(&mut Vm) -> Res<T>) -> Option<T> {
        match f(self) {
            Ok(value) => Some(value),
            Err(Unwind::Raised) => {
                let lost = self.take_raised();
                self.release_opt(lost);
                None
            }
            Err(Unwind::Abandoned | Unwind::Switch) => None,
        }
    }

    /// `module.Type: message` (or the form of syntax errors), and the notes.
    fn exception_lines(&mut self, exception: ObjId) -> Vec<String> {
        let ty = self.type_of(exception);
        let name = self.fully_qualified_name(ty);
        let mut lines = if self.is_subtype(ty, types::SYNTAX_ERROR) {
            self.syntax_error_lines(exception, &name)
        } else {
            let mut text = self
                .quietly(|vm| vm.str_text(exception))
                .unwrap_or_else(|| "<exception str() failed>".into());
            if let Some(hint) = self.suggestion(exception) {
                text += &hint;
            }
            vec![if text.is_empty() { format!("{name}\n") } else { format!("{name}: {text}\n") }]
        };
        self.add_notes(exception, &mut lines);
        lines
    }
    /// The class with its module, unless that is `__main__` or `builtins`.
    pub fn fully_qualified_name(&mut self, ty: ObjId) -> String {
        let qualname = self.str_lossy(self.type_obj(ty).qualname).into_owned();
        let module = self.namespace_get(self.type_obj(ty).dict, names::MODULE);
        match module {
            None => qualname,
            Some(module) => match self.as_str(module).map(|m| m.to_lossy()) {
                Some(m) if m == "__main__" || m == "builtins" => qualname,
                Some(m) => format!("{m}.{qualname}"),
                None => format!("<unknown>.{qualname}"),
            },
        }
    }
    fn add_notes(&mut self, exception: ObjId, lines: &mut Vec<String>) {
        let notes = match self.get_attr_optional(exception, names::NOTES) {
            Ok(Some(notes)) => notes,
            Ok(None) => return,
            Err(_) => {
                let lost = self.take_raised();
                let text = lost.as_ref().and_then(|e| self.quietly(|vm| vm.repr_text(e.id())));
                self.release_opt(lost);
                let text = text.unwrap_or_else(|| "<__notes__ repr() failed>".into());
                lines.push(format!("Ignored error getting __notes__: {text}\n"));
                return;
            }
        };
        let items =
            self.as_list(notes.id()).cloned().or_else(|| self.as_tuple(notes.id()).map(<[ObjId]>::to_vec));
        match items {
            Some(items) => {
                for note in items {
                    let text =
                        self.quietly(|vm| vm.str_text(note)).unwrap_or_else(|| "<note str() failed>".into());
                    lines.extend(text.split('\n').map(|l| format!("{l}\n")));
                }
            }
            None if notes.id() == crate::object::ids::NONE => {}
            None => {
                let text = self.quietly(|vm| vm.repr_text(notes.id()));
                lines.push(format!("{}\n", text.unwrap_or_else(|| "<__notes__ repr() failed>".into())));
            }
        }
        self.release(notes);
    }

    /// File, line, text and carets of a syntax error.
    fn syntax_error_lines(&mut self, exception: ObjId, name: &str) -> Vec<String> {
        let field = |vm: &Vm, i: usize| {
            vm.exception(exception)
                .fields
                .get(i)
                .copied()
                .flatten()
                .filter(|&f| f != crate::object::ids::NONE)
        };
        let text_of = |vm: &mut Vm, i: usize| {
            let value = field(vm, i)?;
            vm.quietly(|vm| vm.str_text(value))
        };
        let message =
            text_of(self, 0).filter(|m| !m.is_empty()).unwrap_or_else(|| "<no detail available>".into());
        let (file, line) = (text_of(self, 1), text_of(self, 2));
        let end_line = text_of(self, 5);
        let offset = field(self, 3).and_then(|o| self.as_i64(o));
        let end_offset = field(self, 6).and_then(|o| self.as_i64(o));
        let text = field(self, 4).and_then(|t| self.as_str(t)).map(|t| t.to_lossy().into_owned());
        let mut lines = Vec::new();
        let mut suffix = String::new();
        match (&line, &file) {
            (Some(line), file) => {
                let file = file.as_deref().filter(|f| !f.is_empty()).unwrap_or("<string>");
                lines.push(format!("  File \"{file}\", line {line}\n"));
            }
            (None, Some(file)) => suffix = format!(" ({file})"),
            (None, None) => {}
        }
        if let Some(text) = text {
            let end = if line == end_line { end_offset.filter(|&e| e != 0).or(offset) } else { None };
            syntax_text(&text, offset, end, &mut lines);
        }
        lines.push(format!("{name}: {message}{suffix}\n"));
        lines
    }
}

/// The line of a syntax error and the carets under it; `end` is `None` where the error goes on
/// beyond the line.
fn syntax_text(text: &str, offset: Option<i64>, end: Option<i64>, lines: &mut Vec<String>) {
    let whole = text.trim_end_matches('\n');
    let shown = whole.trim_start_matches([' ', '\n', '\x0c']);
    lines.push(format!("    {shown}\n"));
    let Some(mut offset) = offset else { return };
    let (length, full) = (whole.chars().count() as i64, text.chars().count() as i64);
    let spaces = length - shown.chars().count() as i64;
    let mut end = end.unwrap_or(length + 1);
    if full > 0 && offset > full {
        offset = length + 1;
    }
    if full > 0 && end > full {
        end = length + 1;
    }
    if offset >= end || end < 0 {
        end = offset + 1;
    }
    let (start, stop) = (offset - 1 - spaces, end - 1 - spaces);
    if start >= 0 {
        let space: String =
            shown.chars().take(start as usize).map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
        lines.push(format!("    {space}{}\n", "^".repeat((stop - start) as usize)));
    }
}

/// Writes an exception and what it is chained to, oldest first.
fn render(all: &[Shown], first: usize, margin: &mut Margin) {
    let mut chain = Vec::new();
    let mut at = Some(first);
    while let Some(place) = at {
        let shown = &all[place];
        let (message, next) = match (shown.cause, shown.context) {
            (Some(cause), _) => (Some(CAUSE), Some(cause)),
            (None, Some(context)) => (Some(CONTEXT), Some(context)),
            (None, None) => (None, None),
        };
        chain.push((message, place));
        at = next;
    }
    for (message, place) in chain.into_iter().rev() {
        if let Some(message) = message {
            margin.emit(message, '|');
        }
        let shown = &all[place];
        match &shown.exceptions {
            None => {
                if !shown.stack.is_empty() {
                    margin.emit("Traceback (most recent call last):\n", '|');
                    shown.stack.iter().for_each(|s| margin.emit(s, '|'));
                }
                shown.last.iter().for_each(|l| margin.emit(l, '|'));
            }
            Some(_) if margin.depth > MAX_DEPTH => {
                margin.emit(&format!("... (max_group_depth is {MAX_DEPTH})\n"), '|');
            }
            Some(members) => render_group(all, shown, members, margin),
        }
    }
}
fn render_group(all: &[Shown], shown: &Shown, members: &[usize], margin: &mut Margin) {
    let outermost = margin.depth == 0;
    if outermost {
        margin.depth = 1;
    }
    if !shown.stack.is_empty() {
        let corner = if outermost { '+' } else { '|' };
        margin.emit("Exception Group Traceback (most recent call last):\n", corner);
        shown.stack.iter().for_each(|s| margin.emit(s, '|'));
    }
    shown.last.iter().for_each(|l| margin.emit(l, '|'));
    let count = members.len().min(MAX_WIDTH + 1);
    margin.need_close = false;
    for (i, &member) in members.iter().enumerate().take(count) {
        let last = i == count - 1;
        if last {
            margin.need_close = true;
        }
        let cut = i >= MAX_WIDTH;
        let title = if cut { "...".to_string() } else { (i + 1).to_string() };
        let indent = margin.indent();
        let branch = if i == 0 { "+-" } else { "  " };
        margin.out += &format!("{indent}{branch}+---------------- {title} ----------------\n");
        margin.depth += 1;
        if cut {
            let left = members.len() - MAX_WIDTH;
            let plural = if left > 1 { "s" } else { "" };
            margin.emit(&format!("and {left} more exception{plural}\n"), '|');
        } else {
            render(all, member, margin);
        }
        if last && margin.need_close {
            let indent = margin.indent();
            margin.out += &format!("{indent}+------------------------------------\n");
            margin.need_close = false;
        }
        margin.depth -= 1;
    }
    if outermost {
        margin.depth = 0;
    }
}
