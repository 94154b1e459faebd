//! The variables of frames: `locals()`, and `frame.f_locals` as a view that writes through (PEP 667).

use crate::bytecode::code::{flags, kinds};
use crate::heap::{ObjId, Owned};
use crate::object::generator::FrameOf;
use crate::object::ids::{names, types};
use crate::object::{FrameObj, Payload};
use crate::vm::{Res, Vm};

impl Vm {
    /// The frame object's data; `id` must be a frame object.
    pub fn frame_obj(&self, id: ObjId) -> &FrameObj {
        match self.payload(id) {
            Payload::Frame(f) => f,
            other => unreachable!("{id:?} is no frame but {other:?}"),
        }
    }
    /// `locals()` of the running frame: the namespace of a module or class body, or a new dict.
    pub fn current_locals(&mut self) -> Res {
        let Some(frame) = self.state.frames.last().copied() else { return Ok(self.none()) };
        let values = self.state.stack[frame.base as usize..][..frame.nlocals as usize].to_vec();
        if let Some(locals) = frame.locals
            && !self.in_comprehension(frame.code, &values)
        {
            return Ok(self.own(locals));
        }
        // CPython goes by way of the frame object.
        let index = self.state.frames.len() - 1;
        let object = self.frame_object(index);
        self.release(object);
        let dict = self.new_dict();
        for (name, value) in self.bound_variables(frame.code, &values) {
            self.dict_set_name(dict.id(), name, value)?;
        }
        if let Some(extra) = frame.object.and_then(|f| self.frame_obj(f).extra_locals) {
            self.dict_update(dict.id(), extra)?;
        }
        Ok(dict)
    }
    /// Name and value (borrowed) of each bound variable among a frame's fast locals; cells are looked into.
    pub fn bound_variables(&self, code: ObjId, values: &[Option<ObjId>]) -> Vec<(ObjId, ObjId)> {
        let code = self.state.code_of(code);
        let optimized = code.code.flags & flags::OPTIMIZED != 0;
        let parts = code.localsplus.iter().zip(&code.code.localspluskinds).zip(values);
        parts
            .filter(|((_, kind), _)| match optimized {
                true => **kind & kinds::HIDDEN == 0,
                false => **kind & (kinds::HIDDEN | kinds::FREE) != 0,
            })
            .filter_map(|((&name, &kind), &value)| {
                let value = value?;
                let value = match *self.payload(value) {
                    Payload::Cell(inside) if kind & (kinds::CELL | kinds::FREE) != 0 => inside?,
                    _ => value,
                };
                Some((name, value))
            })
            .collect()
    }
    /// Has a comprehension's own variable in a module or class a value just now?
    fn in_comprehension(&self, code: ObjId, values: &[Option<ObjId>]) -> bool {
        let kinds = &self.state.code_of(code).code.localspluskinds;
        kinds.iter().zip(values).any(|(&kind, &value)| {
            kind & kinds::HIDDEN != 0
                && value.is_some_and(|v| match self.payload(v) {
                    Payload::Cell(inside) if kind & (kinds::CELL | kinds::FREE) != 0 => inside.is_some(),
                    _ => true,
                })
        })
    }
    /// The fast locals of the frame that a frame object shows.
    pub fn frame_values(&self, frame: ObjId) -> Vec<Option<ObjId>> {
        let object = self.frame_obj(frame);
        let count = self.state.code_of(object.code).nlocalsplus as usize;
        match &object.of {
            FrameOf::Running(index) => match self.state.frames.get(*index as usize) {
                Some(f) => self.state.stack[f.base as usize..][..count].to_vec(),
                None => Vec::new(),
            },
            FrameOf::Generator(generator) => match self.generator(*generator).suspended() {
                Some(suspended) => suspended.values.get(..count).unwrap_or_default().to_vec(),
                None => Vec::new(),
            },
            FrameOf::Own(suspended) => suspended.values.get(..count).unwrap_or_default().to_vec(),
        }
    }
    /// Globals and built-ins of the frame that a frame object shows, borrowed.
    pub fn frame_scopes(&self, frame: ObjId) -> (ObjId, ObjId) {
        let nothing = (self.state.builtins, self.state.builtins);
        match &self.frame_obj(frame).of {
            FrameOf::Running(index) => {
                self.state.frames.get(*index as usize).map_or(nothing, |f| (f.globals, f.builtins))
            }
            FrameOf::Generator(generator) => {
                self.generator(*generator).suspended().map_or(nothing, |f| (f.globals, f.builtins))
            }
            FrameOf::Own(f) => (f.globals, f.builtins),
        }
    }
    /// The namespace of a module or class frame.
    pub fn frame_namespace(&self, frame: ObjId) -> Option<ObjId> {
        match &self.frame_obj(frame).of {
            FrameOf::Running(index) => self.state.frames.get(*index as usize)?.locals,
            FrameOf::Generator(generator) => self.generator(*generator).suspended()?.locals,
            FrameOf::Own(suspended) => suspended.locals,
        }
    }
    /// Stores into a fast local (through its cell), the reference to `value` being borrowed.
    pub fn set_frame_value(&mut self, frame: ObjId, index: usize, value: Option<ObjId>) {
        let code = self.frame_obj(frame).code;
        let kind = self.state.code_of(code).code.localspluskinds[index];
        let current = self.frame_values(frame).get(index).copied().flatten();
        if let Some(cell) = current
            && kind & (kinds::CELL | kinds::FREE) != 0
            && matches!(self.payload(cell), Payload::Cell(_))
        {
            return self.set_cell(cell, value);
        }
        self.incref_opt(value);
        let of = self.frame_obj(frame).of.clone();
        let place = match of {
            FrameOf::Running(number) => match self.state.frames.get(number as usize) {
                Some(f) => {
                    let at = f.base as usize + index;
                    self.state.stack.get_mut(at)
                }
                None => None,
            },
            FrameOf::Generator(generator) => {
                self.generator_mut(generator).frame.as_mut().and_then(|f| f.values.get_mut(index))
            }
            FrameOf::Own(_) => match self.payload_mut(frame) {
                Payload::Frame(f) => match &mut f.of {
                    FrameOf::Own(own) => own.values.get_mut(index),
                    _ => None,
                },
                _ => None,
            },
        };
        match place {
            Some(place) => {
                let old = std::mem::replace(place, value);
                self.decref_opt(old);
            }
            None => self.decref_opt(value),
        }
    }
    /// `frame.f_locals`
    pub fn frame_locals_of(&mut self, frame: ObjId) -> Owned {
        if let Some(locals) = self.frame_namespace(frame)
            && !self.in_comprehension(self.frame_obj(frame).code, &self.frame_values(frame))
        {
            return self.own(locals);
        }
        self.incref(frame);
        self.alloc(types::FRAME_LOCALS_PROXY, Payload::FrameLocals(frame))
    }
    /// Name under which a module calls itself, for messages.
    pub fn module_name_of(&self, globals: ObjId) -> String {
        self.namespace_get(globals, names::NAME).map_or(String::new(), |n| self.str_lossy(n).into_owned())
    }
}
