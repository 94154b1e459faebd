//! Arguments of Python functions: from positions and keywords to locals.

use super::{Res, Vm};
use crate::bytecode::code::flags;
use crate::heap::ObjId;
use crate::object::{Payload, ids};

/// Parameters of a call that is bound without memory of its own.
const FEW: usize = 16;

impl Vm {
    /// Turns the arguments on the stack from `base` on into the function's locals.
    pub(super) fn bind_arguments(
        &mut self,
        func: ObjId,
        base: usize,
        npos: usize,
        kwnames: Option<ObjId>,
    ) -> Res<()> {
        if self.fill_plainly(func, base, npos, kwnames) {
            return Ok(());
        }
        let Payload::Function(function) = self.payload(func) else { unreachable!("{func:?} is no function") };
        let (defaults, kwdefaults) = (function.defaults, function.kwdefaults);
        let qualname = function.qualname;
        let code = self.state.code_of(function.code);
        let body = code.code.clone();
        let parameters = code.localsplus.clone();
        let nlocals = code.nlocalsplus as usize;
        let argcount = body.argcount as usize;
        let posonly = body.posonlyargcount as usize;
        let kwonly = body.kwonlyargcount as usize;
        let named = argcount + kwonly;
        let varargs = body.flags & flags::VARARGS != 0;
        let varkw = body.flags & flags::VARKEYWORDS != 0;

        let given: Vec<ObjId> = self.state.stack.split_off(base).into_iter().flatten().collect();
        let mut locals: Vec<Option<ObjId>> = vec![None; nlocals];
        let (positional, keyword) = given.split_at(npos);
        let taken = npos.min(argcount);
        for (place, &value) in locals.iter_mut().zip(&positional[..taken]) {
            *place = Some(value);
        }
        // From here on every reference in `given` must reach the stack or be released.
        let mut spare: Vec<ObjId> = Vec::new();
        if varargs {
            locals[named] = Some(self.new_tuple(positional[taken..].to_vec()).into_id());
        } else {
            spare.extend_from_slice(&positional[taken..]);
        }
        let dict = varkw.then(|| self.new_dict().into_id());
        if let Some(dict) = dict {
            locals[named + usize::from(varargs)] = Some(dict);
        }
        let mut problem: Option<String> = None;
        let mut raised = None;
        let names: Vec<ObjId> = kwnames.map(|k| self.tuple_items(k).to_vec()).unwrap_or_default();
        let title = self.str_lossy(qualname).into_owned();
        let mut posonly_by_keyword = Vec::new();
        for (&name, &value) in names.iter().zip(keyword) {
            if problem.is_some() || raised.is_some() {
                spare.push(value);
                continue;
            }
            let place = (posonly..named).find(|&i| self.same_text(parameters[i], name));
            match (place, dict) {
                (Some(i), _) if locals[i].is_none() => locals[i] = Some(value),
                (Some(_), _) => {
                    let text = self.str_lossy(name);
                    problem = Some(format!("{title}() got multiple values for argument '{text}'"));
                    spare.push(value);
                }
                (None, Some(dict)) => {
                    match self.dict_set(dict, name, value) {
                        Ok(()) => {}
                        Err(e) => raised = Some(e),
                    }
                    spare.push(value);
                }
                (None, None) => {
                    spare.push(value);
                    if (0..posonly).any(|i| self.same_text(parameters[i], name)) {
                        posonly_by_keyword.push(self.str_lossy(name).into_owned());
                    } else {
                        problem = Some(self.unexpected_keyword(&title, name, &parameters[posonly..named]));
                    }
                }
            }
        }
        if problem.is_none() && !posonly_by_keyword.is_empty() {
            problem = Some(format!(
                "{title}() got some positional-only arguments passed as keyword arguments: '{}'",
                posonly_by_keyword.join(", ")
            ));
        }
        if problem.is_none() && raised.is_none() && npos > argcount && !varargs {
            problem = Some(self.too_many_positional(&title, &locals, argcount, kwonly, npos, defaults));
        }
        if problem.is_none() && raised.is_none() {
            problem =
                self.fill_defaults(&title, &mut locals, &parameters, argcount, kwonly, defaults, kwdefaults);
        }
        self.state.stack.extend(locals);
        self.decref_all(spare);
        match (problem, raised) {
            (_, Some(e)) => Err(e),
            (Some(message), _) => Err(self.type_error(message)),
            (None, None) => Ok(()),
        }
    }
    /// Binds a call in which nothing is amiss, keywords are the very objects that name the parameters,
    /// and few parameters are to be filled. False if it is no such call: nothing has changed then.
    fn fill_plainly(&mut self, func: ObjId, base: usize, npos: usize, kwnames: Option<ObjId>) -> bool {
        let Payload::Function(function) = self.payload(func) else { return false };
        let code = self.state.code_of(function.code);
        let body = &code.code;
        let (argcount, nlocals) = (body.argcount as usize, code.nlocalsplus as usize);
        let named = argcount + body.kwonlyargcount as usize;
        let varargs = body.flags & flags::VARARGS != 0;
        let varkw = body.flags & flags::VARKEYWORDS != 0;
        if named > FEW || npos > argcount && !varargs {
            return false;
        }
        let (positional, keyword) = self.state.stack[base..].split_at(npos);
        let taken = npos.min(argcount);
        let mut filled = [None; FEW];
        filled[..taken].copy_from_slice(&positional[..taken]);
        let names = kwnames.map_or(&[][..], |k| self.tuple_items(k));
        for (name, &value) in names.iter().zip(keyword) {
            let by_name = body.posonlyargcount as usize..named;
            let Some(place) = code.localsplus[by_name.clone()].iter().position(|p| p == name) else {
                return false;
            };
            if filled[by_name.start + place].replace(value.unwrap_or(ids::NONE)).is_some() {
                return false;
            }
        }
        let defaults = function.defaults.map_or(&[][..], |d| self.tuple_items(d));
        let mut added = [false; FEW];
        for place in taken..named {
            if filled[place].is_some() {
                continue;
            }
            filled[place] = if place < argcount {
                (place + defaults.len()).checked_sub(argcount).and_then(|i| defaults.get(i).copied())
            } else {
                function.kwdefaults.and_then(|d| self.namespace_get(d, code.localsplus[place]))
            };
            if filled[place].is_none() {
                return false;
            }
            added[place] = true;
        }
        let rest: Option<Vec<ObjId>> =
            varargs.then(|| positional[taken..].iter().flatten().copied().collect());
        self.state.stack.truncate(base);
        for (&value, &is_default) in filled[..named].iter().zip(&added) {
            if is_default {
                value.into_iter().for_each(|v| self.incref(v));
            }
            self.state.stack.push(value);
        }
        if let Some(rest) = rest {
            let rest = self.new_tuple(rest);
            self.push(rest);
        }
        if varkw {
            let dict = self.new_dict();
            self.push(dict);
        }
        self.state.stack.fill_to(base + nlocals);
        true
    }
    fn same_text(&self, a: ObjId, b: ObjId) -> bool {
        a == b || matches!((self.as_str(a), self.as_str(b)), (Some(x), Some(y)) if x == y)
    }
    fn unexpected_keyword(&self, title: &str, name: ObjId, candidates: &[ObjId]) -> String {
        let text = self.str_lossy(name);
        let names: Vec<String> = candidates.iter().map(|&c| self.str_lossy(c).into_owned()).collect();
        match super::suggest::closest(&text, &names) {
            Some(best) => {
                format!("{title}() got an unexpected keyword argument '{text}'. Did you mean '{best}'?")
            }
            None => format!("{title}() got an unexpected keyword argument '{text}'"),
        }
    }
    fn too_many_positional(
        &self,
        title: &str,
        locals: &[Option<ObjId>],
        argcount: usize,
        kwonly: usize,
        given: usize,
        defaults: Option<ObjId>,
    ) -> String {
        let kwonly_given = locals[argcount..argcount + kwonly].iter().flatten().count();
        let optional = defaults.map_or(0, |d| self.tuple_items(d).len());
        let takes = if optional > 0 {
            format!("from {} to {argcount}", argcount - optional)
        } else {
            argcount.to_string()
        };
        let plural = if optional > 0 || argcount != 1 { "s" } else { "" };
        let given_text = if kwonly_given > 0 {
            format!(
                "{given} positional argument{} (and {kwonly_given} keyword-only argument{}) were given",
                if given != 1 { "s" } else { "" },
                if kwonly_given != 1 { "s" } else { "" }
            )
        } else {
            format!("{given} {} given", if given != 1 { "were" } else { "was" })
        };
        format!("{title}() takes {takes} positional argument{plural} but {given_text}")
    }
    /// Puts defaults where nothing was given; the message if something is missing.
    #[allow(clippy::too_many_arguments, reason = "the parts of one call, used once")]
    fn fill_defaults(
        &mut self,
        title: &str,
        locals: &mut [Option<ObjId>],
        parameters: &[ObjId],
        argcount: usize,
        kwonly: usize,
        defaults: Option<ObjId>,
        kwdefaults: Option<ObjId>,
    ) -> Option<String> {
        let defaults: Vec<ObjId> = defaults.map(|d| self.tuple_items(d).to_vec()).unwrap_or_default();
        let required = argcount - defaults.len().min(argcount);
        let missing: Vec<ObjId> =
            (0..required).filter(|&i| locals[i].is_none()).map(|i| parameters[i]).collect();
        if !missing.is_empty() {
            return Some(self.missing_arguments(title, "positional", &missing));
        }
        for i in required..argcount {
            if locals[i].is_none() {
                let value = defaults[i - required];
                self.incref(value);
                locals[i] = Some(value);
            }
        }
        let mut missing = Vec::new();
        for i in argcount..argcount + kwonly {
            if locals[i].is_none() {
                match kwdefaults.and_then(|d| self.namespace_get(d, parameters[i])) {
                    Some(value) => {
                        self.incref(value);
                        locals[i] = Some(value);
                    }
                    None => missing.push(parameters[i]),
                }
            }
        }
        (!missing.is_empty()).then(|| self.missing_arguments(title, "keyword-only", &missing))
    }
    fn missing_arguments(&self, title: &str, kind: &str, missing: &[ObjId]) -> String {
        let names: Vec<String> = missing.iter().map(|&m| format!("'{}'", self.str_lossy(m))).collect();
        let list = match &names[..] {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [all @ .., last] => format!("{}, and {last}", all.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        format!("{title}() missing {} required {kind} argument{plural}: {list}", names.len())
    }
}
