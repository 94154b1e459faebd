//! Names: globals, namespaces, cells, attributes, imports.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::monitor::Event;
use crate::vm::{Instr, Res, Unwind, Vm};

impl Vm {
    /// NameError (or a subclass) with its `name`.
    #[cold]
    pub(in crate::vm) fn name_error_of(&mut self, ty: ObjId, message: &str, name: ObjId) -> Unwind {
        let text = self.new_str(message);
        let exception = self.new_exception(ty, &[text.id()]);
        self.release(text);
        if ty == types::NAME_ERROR {
            self.incref(name);
            self.exception_mut(exception.id()).fields[0] = Some(name);
        }
        self.raise_owned(exception)
    }
    #[cold]
    fn name_error(&mut self, name: ObjId) -> Unwind {
        let message = format!("name '{}' is not defined", self.str_lossy(name));
        self.name_error_of(types::NAME_ERROR, &message, name)
    }

    pub(in crate::vm) fn op_load_global(&mut self, instr: Instr) -> Res<()> {
        let name = ObjId::new(instr.object);
        let (globals, builtins) = (self.state.frame().globals, self.state.frame().builtins);
        let plain = [globals, builtins].iter().all(|&scope| self.type_of(scope) == types::DICT);
        // Where both are dicts and no subclass has its say, nothing of the program's runs.
        let value = match plain {
            true => self.global_or_builtin(name)?,
            false => match self.mapping_get(globals, name)? {
                Some(value) => value,
                None => self.builtin_name(name)?,
            },
        };
        self.push(value);
        if instr.arg & 1 != 0 {
            self.state.stack.push(None);
        }
        Ok(())
    }
    /// A name in the frame's globals, whatever its class says, or its builtins.
    fn global_or_builtin(&mut self, name: ObjId) -> Res {
        match self.dict_get_name(self.state.frame().globals, name)? {
            Some(value) => Ok(self.own(value)),
            None => self.builtin_name(name),
        }
    }
    /// A name in the frame's builtins, which may be any object that takes subscripts.
    fn builtin_name(&mut self, name: ObjId) -> Res {
        match self.mapping_get(self.state.frame().builtins, name)? {
            Some(value) => Ok(value),
            None => Err(self.name_error(name)),
        }
    }
    /// A name in a namespace that may be any mapping; a new reference.
    fn mapping_get(&mut self, mapping: ObjId, name: ObjId) -> Res<Option<crate::heap::Owned>> {
        if self.type_of(mapping) == types::DICT {
            return Ok(self.dict_get_name(mapping, name)?.map(|v| self.own(v)));
        }
        let result = self.get_item(mapping, name);
        self.optional(result, types::KEY_ERROR)
    }

    pub(in crate::vm) fn op_load_name(&mut self, instr: Instr) -> Res<()> {
        let name = ObjId::new(instr.object);
        let locals = self.frame_locals()?;
        if let Some(value) = self.mapping_get(locals, name)? {
            self.push(value);
            return Ok(());
        }
        let value = self.global_or_builtin(name)?;
        self.push(value);
        Ok(())
    }
    pub(in crate::vm) fn op_store_name(&mut self, instr: Instr) -> Res<()> {
        let locals = self.frame_locals()?;
        let name = ObjId::new(instr.object);
        let value = self.pop();
        let result = if self.type_of(locals) == types::DICT {
            self.dict_set_name(locals, name, value.id())
        } else {
            self.set_item(locals, name, value.id())
        };
        self.release(value);
        result
    }
    pub(in crate::vm) fn op_delete_name(&mut self, instr: Instr) -> Res<()> {
        let locals = self.frame_locals()?;
        let name = ObjId::new(instr.object);
        let deleted = if self.type_of(locals) == types::DICT {
            self.dict_del(locals, name)?
        } else {
            match self.del_item(locals, name) {
                Ok(()) => true,
                Err(e) => self.swallow(e, types::KEY_ERROR).map(|()| false)?,
            }
        };
        if deleted { Ok(()) } else { Err(self.name_error(name)) }
    }
    pub(in crate::vm) fn op_store_global(&mut self, instr: Instr) -> Res<()> {
        let value = self.pop();
        let result = self.dict_set_name(self.state.frame().globals, ObjId::new(instr.object), value.id());
        self.release(value);
        result
    }
    pub(in crate::vm) fn op_delete_global(&mut self, instr: Instr) -> Res<()> {
        let name = ObjId::new(instr.object);
        if self.dict_del(self.state.frame().globals, name)? { Ok(()) } else { Err(self.name_error(name)) }
    }
    pub(in crate::vm) fn op_load_from_dict_or_globals(&mut self, instr: Instr) -> Res<()> {
        let name = ObjId::new(instr.object);
        let namespace = self.peek(0);
        let found = self.mapping_get(namespace, name)?;
        let value = match found {
            Some(value) => value,
            None => self.global_or_builtin(name)?,
        };
        self.drop_top();
        self.push(value);
        Ok(())
    }

    /// The cell in a fast local.
    fn cell_at(&self, index: u32) -> ObjId {
        let base = self.state.frame().base;
        self.state.stack[(base + index) as usize].expect("a cell")
    }
    fn cell_value(&self, index: u32) -> Option<ObjId> {
        match self.payload(self.cell_at(index)) {
            Payload::Cell(value) => *value,
            other => unreachable!("no cell but {other:?}"),
        }
    }
    #[cold]
    fn unbound_deref(&mut self, index: u32) -> Unwind {
        let code = self.state.code_of(self.state.frame().code);
        let name = code.localsplus[index as usize];
        let free = index >= code.nlocalsplus - code.nfree;
        let text = self.str_lossy(name).into_owned();
        if free {
            let message = format!(
                "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
            );
            return self.name_error_of(types::NAME_ERROR, &message, name);
        }
        let message =
            format!("cannot access local variable '{text}' where it is not associated with a value");
        self.name_error_of(types::UNBOUND_LOCAL_ERROR, &message, name)
    }
    pub(in crate::vm) fn op_load_deref(&mut self, index: u32) -> Res<()> {
        match self.cell_value(index) {
            Some(value) => {
                self.push_borrowed(value);
                Ok(())
            }
            None => Err(self.unbound_deref(index)),
        }
    }
    pub(in crate::vm) fn op_delete_deref(&mut self, index: u32) -> Res<()> {
        let cell = self.cell_at(index);
        if self.cell_value(index).is_none() {
            return Err(self.unbound_deref(index));
        }
        self.set_cell(cell, None);
        Ok(())
    }
    pub(in crate::vm) fn op_load_from_dict_or_deref(&mut self, index: u32) -> Res<()> {
        let name = self.state.code_of(self.state.frame().code).localsplus[index as usize];
        let namespace = self.peek(0);
        let value = match self.mapping_get(namespace, name)? {
            Some(value) => value,
            None => match self.cell_value(index) {
                Some(value) => self.own(value),
                None => return Err(self.unbound_deref(index)),
            },
        };
        self.drop_top();
        self.push(value);
        Ok(())
    }
    pub(in crate::vm) fn op_copy_free_vars(&mut self, count: u32) -> Res<()> {
        let frame = *self.state.frame();
        let closure = match self.payload(frame.func) {
            Payload::Function(f) => f.closure,
            _ => None,
        };
        let Some(closure) = closure.filter(|&cells| self.tuple_items(cells).len() == count as usize) else {
            return Err(self.raise(types::SYSTEM_ERROR, "a function without the closure that its code needs"));
        };
        let first = frame.base + frame.nlocals - count;
        for i in 0..count {
            let cell = self.tuple_items(closure)[i as usize];
            self.incref(cell);
            self.state.stack[(first + i) as usize] = Some(cell);
        }
        Ok(())
    }

    pub(in crate::vm) fn op_load_attr(&mut self, instr: Instr) -> Res<()> {
        let owner = self.peek(0);
        let name = ObjId::new(instr.object);
        if instr.arg & 1 == 0 {
            let value = self.get_attr(owner, name);
            self.drop_top();
            self.push(value?);
            return Ok(());
        }
        let result = self.load_method(owner, name);
        self.drop_top();
        let (func, this) = result?;
        self.push(func);
        self.push_opt(this);
        Ok(())
    }
    pub(in crate::vm) fn op_load_super_attr(&mut self, instr: Instr) -> Res<()> {
        let (global_super, class, this) = (self.peek(2), self.peek(1), self.peek(0));
        let name = ObjId::new(instr.object);
        let told = self.call_is_told();
        let result = if global_super == types::SUPER && !told {
            self.super_load(class, this, name, instr.arg & 1 != 0)
        } else {
            // `super` is something else here: call it, then take the attribute.
            let args: &[ObjId] = if instr.arg & 2 != 0 { &[class, this] } else { &[] };
            let first = args.first().copied();
            if told {
                self.tell_call(Event::Call, global_super, first)?;
            }
            let object = self.call(global_super, args);
            let object = if told { self.tell_called(global_super, first, object) } else { object };
            object.and_then(|object| {
                let value = self.get_attr(object.id(), name);
                self.release(object);
                value.map(|v| (v, None))
            })
        };
        for _ in 0..3 {
            self.drop_top();
        }
        let (value, this) = result?;
        self.push(value);
        if instr.arg & 1 != 0 {
            self.push_opt(this);
        }
        Ok(())
    }

    pub(in crate::vm) fn op_load_build_class(&mut self) -> Res<()> {
        let builtins = self.state.frame().builtins;
        match self.mapping_get(builtins, names::BUILD_CLASS)? {
            Some(function) => {
                self.push(function);
                Ok(())
            }
            None => Err(self.raise(types::NAME_ERROR, "__build_class__ not found")),
        }
    }
    pub(in crate::vm) fn op_setup_annotations(&mut self) -> Res<()> {
        let locals = self.frame_locals()?;
        if self.mapping_get(locals, names::ANNOTATIONS)?.map(|v| self.release(v)).is_none() {
            let dict = self.new_dict();
            let result = self.set_item(locals, names::ANNOTATIONS, dict.id());
            self.release(dict);
            return result;
        }
        Ok(())
    }

    pub(in crate::vm) fn op_import_name(&mut self, instr: Instr) -> Res<()> {
        let name = ObjId::new(instr.object);
        let (level, from_list) = (self.peek(1), self.peek(0));
        let frame = *self.state.frame();
        let result = match self.mapping_get(frame.builtins, names::IMPORT) {
            Err(unwind) => Err(unwind),
            Ok(Some(import)) => {
                let locals = frame.locals.unwrap_or(ids::NONE);
                let result = self.call(import.id(), &[name, frame.globals, locals, from_list, level]);
                self.release(import);
                result
            }
            Ok(None) => Err(self.raise(types::IMPORT_ERROR, "__import__ not found")),
        };
        let from_list = self.pop();
        self.release(from_list);
        let level = self.pop();
        self.release(level);
        self.push(result?);
        Ok(())
    }
    pub(in crate::vm) fn op_import_from(&mut self, instr: Instr) -> Res<()> {
        let value = self.import_from(self.peek(0), ObjId::new(instr.object))?;
        self.push(value);
        Ok(())
    }
}
