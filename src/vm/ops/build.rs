//! Building containers, strings and slices.

use crate::heap::{ObjId, Owned, tokens};
use crate::object::ids::{self, types};
use crate::object::{Payload, Str};
use crate::vm::{Res, Vm};

impl Vm {
    /// Takes the topmost `count` values, bottom first.
    pub(in crate::vm) fn pop_many(&mut self, count: usize) -> Vec<ObjId> {
        let start = self.state.stack.len() - count;
        self.state.stack.split_off(start).into_iter().map(|v| v.expect("a value on the stack")).collect()
    }
    pub(in crate::vm) fn release_many(&mut self, values: Vec<ObjId>) {
        self.decref_all(values);
    }

    pub(in crate::vm) fn op_build_set(&mut self, count: u32) -> Res<()> {
        let set = self.new_set();
        let items = self.pop_many(count as usize);
        let mut result = Ok(());
        tokens::hold(items.iter().copied());
        for item in items {
            if result.is_ok() {
                result = self.set_add(set.id(), item).map(|_| ());
            }
            tokens::let_go([item]);
            self.decref(item);
        }
        self.finish_build(set, result)
    }
    fn finish_build(&mut self, container: Owned, result: Res<()>) -> Res<()> {
        match result {
            Ok(()) => {
                self.push(container);
                Ok(())
            }
            Err(e) => {
                self.release(container);
                Err(e)
            }
        }
    }
    pub(in crate::vm) fn op_build_map(&mut self, count: u32) -> Res<()> {
        let items = self.pop_many(count as usize * 2);
        let dict = self.new_dict();
        if let Some(d) = self.as_dict_mut(dict.id()) {
            d.presize(count as usize);
        }
        let mut result = Ok(());
        tokens::hold(items.iter().copied());
        for pair in items.chunks_exact(2) {
            if result.is_ok() {
                result = self.dict_set(dict.id(), pair[0], pair[1]);
            }
        }
        tokens::let_go(items.iter().copied());
        self.release_many(items);
        self.finish_build(dict, result)
    }
    pub(in crate::vm) fn op_build_const_key_map(&mut self, count: u32) -> Res<()> {
        let keys = self.pop();
        let values = self.pop_many(count as usize);
        let dict = self.new_dict();
        if let Some(d) = self.as_dict_mut(dict.id()) {
            d.presize(count as usize);
        }
        let mut result = Ok(());
        tokens::hold(values.iter().copied());
        for (i, &value) in values.iter().enumerate() {
            if result.is_ok() {
                let key = self.tuple_items(keys.id())[i];
                result = self.dict_set(dict.id(), key, value);
            }
        }
        tokens::let_go(values.iter().copied());
        self.release_many(values);
        self.release(keys);
        self.finish_build(dict, result)
    }
    pub(in crate::vm) fn op_build_string(&mut self, count: u32) {
        let pieces = self.pop_many(count as usize);
        let ascii = |&piece: &ObjId| self.as_str(piece).and_then(|s| s.as_ascii());
        let joined = match pieces.iter().map(|p| ascii(p).map(str::len)).sum::<Option<usize>>() {
            Some(length) => {
                let mut text = String::with_capacity(length);
                text.extend(pieces.iter().filter_map(ascii));
                Str::from(text.as_str())
            }
            None => {
                let strings = pieces.iter().filter_map(|&p| self.as_str(p));
                let points: Vec<u32> = strings.flat_map(|s| s.points()).collect();
                if points.is_empty() { Str::from_latin1(b"") } else { Str::from_points(&points) }
            }
        };
        self.release_many(pieces);
        let string = self.new_string(joined);
        self.push(string);
    }
    pub(in crate::vm) fn op_build_slice(&mut self, count: u32) {
        let step = if count == 3 { self.pop() } else { self.none() };
        let stop = self.pop();
        let start = self.pop();
        let slice = self.new_slice(start, stop, step);
        self.push(slice);
    }
    pub fn new_slice(&mut self, start: Owned, stop: Owned, step: Owned) -> Owned {
        let parts = [start.into_id(), stop.into_id(), step.into_id()];
        self.alloc(types::SLICE, Payload::Slice(parts))
    }
    pub(in crate::vm) fn op_binary_slice(&mut self) -> Res<()> {
        let stop = self.pop();
        let start = self.pop();
        let step = self.none();
        let slice = self.new_slice(start, stop, step);
        let result = self.get_item(self.peek(0), slice.id());
        self.release(slice);
        self.drop_top();
        self.push(result?);
        Ok(())
    }
    pub(in crate::vm) fn op_store_slice(&mut self) -> Res<()> {
        let stop = self.pop();
        let start = self.pop();
        let step = self.none();
        let slice = self.new_slice(start, stop, step);
        let result = self.set_item(self.peek(0), slice.id(), self.peek(1));
        self.release(slice);
        let container = self.pop();
        let value = self.pop();
        self.release(value);
        self.release(container);
        result
    }

    pub(in crate::vm) fn op_list_extend(&mut self, depth: u32) -> Res<()> {
        let iterable = self.peek(0);
        let list = self.peek(depth as usize);
        let result = self.list_extend(list, iterable);
        let result = match result {
            Err(e) if !self.is_iterable(iterable) => match self.swallow(e, types::TYPE_ERROR) {
                Ok(()) => {
                    let message =
                        format!("Value after * must be an iterable, not {}", self.class_name(iterable));
                    Err(self.type_error(message))
                }
                Err(e) => Err(e),
            },
            other => other,
        };
        self.drop_top();
        result
    }
    /// Could `iter()` work on it?
    pub fn is_iterable(&self, id: ObjId) -> bool {
        use crate::object::typ::Slot;
        self.slot_of(id, Slot::Iter).is_some() || self.slot_of(id, Slot::Getitem).is_some()
    }
    pub(in crate::vm) fn op_set_update(&mut self, depth: u32) -> Res<()> {
        let set = self.peek(depth as usize);
        let result = self.set_update(set, self.peek(0));
        self.drop_top();
        result
    }
    pub(in crate::vm) fn op_dict_update(&mut self, depth: u32) -> Res<()> {
        let update = self.peek(0);
        let dict = self.peek(depth as usize);
        let result = match self.get_attr_optional(update, ids::names::KEYS) {
            Ok(Some(keys)) => {
                self.release(keys);
                self.dict_update(dict, update)
            }
            Ok(None) => {
                let message = format!("'{}' object is not a mapping", self.class_name(update));
                Err(self.type_error(message))
            }
            Err(e) => Err(e),
        };
        self.drop_top();
        result
    }
    /// `f(**update)`: like an update, but a key that is there already is an error.
    pub(in crate::vm) fn op_dict_merge(&mut self, depth: u32) -> Res<()> {
        let update = self.peek(0);
        let dict = self.peek(depth as usize);
        let callable = self.peek_opt(depth as usize + 3);
        let result = self.dict_merge(dict, update, callable);
        self.drop_top();
        result
    }
    fn dict_merge(&mut self, dict: ObjId, update: ObjId, callable: Option<ObjId>) -> Res<()> {
        // Asked only for an error: the callable's own code may answer.
        let title = |vm: &mut Vm| callable.map_or(String::new(), |c| vm.callable_title(c));
        let copy = self.new_dict();
        let has_keys = match self.get_attr_optional(update, ids::names::KEYS) {
            Ok(keys) => {
                let has = keys.is_some();
                self.release_opt(keys);
                Ok(has)
            }
            Err(e) => Err(e),
        };
        let result = match has_keys {
            Ok(true) => self.dict_update(copy.id(), update),
            Ok(false) => {
                let title = title(self);
                let message =
                    format!("{title} argument after ** must be a mapping, not {}", self.class_name(update));
                Err(self.type_error(message))
            }
            Err(e) => Err(e),
        };
        let result = result.and_then(|()| {
            let items: Vec<_> =
                self.as_dict(copy.id()).map(|d| d.iter_hashed().collect()).unwrap_or_default();
            for (hash, key, value) in items {
                if self.dict_find(dict, key, hash)?.is_some() {
                    let message = if self.as_str(key).is_some() {
                        let title = title(self);
                        format!("{title} got multiple values for keyword argument '{}'", self.str_lossy(key))
                    } else {
                        "keywords must be strings".to_string()
                    };
                    return Err(self.type_error(message));
                }
                self.dict_set_hashed(dict, key, hash, value)?;
            }
            Ok(())
        });
        self.release(copy);
        result
    }
    /// `module.f()` as argument errors name what was called.
    pub fn callable_title(&mut self, callable: ObjId) -> String {
        let Ok(Some(qualname)) = self.get_attr_optional(callable, ids::names::QUALNAME) else {
            return self.str_text(callable).unwrap_or_default();
        };
        let mut title = self.str_lossy(qualname.id()).into_owned();
        self.release(qualname);
        if let Ok(Some(module)) = self.get_attr_optional(callable, ids::names::MODULE) {
            let name = self.str_lossy(module.id()).into_owned();
            self.release(module);
            if !name.is_empty() && name != "builtins" {
                title = format!("{name}.{title}");
            }
        }
        title + "()"
    }

    pub(in crate::vm) fn op_convert_value(&mut self, kind: u32) -> Res<()> {
        let value = self.peek(0);
        let result = match kind {
            1 => self.str_of(value),
            2 => self.repr(value),
            _ => self.ascii(value),
        };
        self.drop_top();
        self.push(result?);
        Ok(())
    }
}
