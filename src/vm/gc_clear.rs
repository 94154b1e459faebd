//! How garbage lets go: what each kind of object gives up so that a cycle breaks.

use super::Vm;
use crate::heap::ObjId;
use crate::object::generator::FrameOf;
use crate::object::ids::{EMPTY_STR, EMPTY_TUPLE, NONE, types};
use crate::object::{Iter, Payload, Tool};

impl Vm {
    /// What the object gives up to break a cycle (`tp_clear`), in CPython's order. Kinds that have
    /// no such method keep everything.
    pub(super) fn take_references(&mut self, id: ObjId, out: &mut Vec<ObjId>) {
        let clears = crate::object::ids::module_type(self.type_of(id)).is_some();
        let alias = self.type_of(id) == types::TYPE_ALIAS_TYPE;
        match self.payload_mut(id) {
            Payload::Record(fields) if clears || alias => {
                out.extend(fields.iter_mut().filter_map(Option::take))
            }
            Payload::List(items) => out.extend(std::mem::take(items).into_iter().rev()),
            Payload::Dict(d) => out.extend(d.take_all().into_iter().flat_map(|(k, v)| [k, v])),
            Payload::Set(s) => out.extend(s.take_all()),
            Payload::Cell(value) => out.extend(value.take()),
            Payload::Module { .. } => {}
            Payload::Instance(i) => take_attrs(&mut i.attrs, out),
            Payload::Derived(d) => {
                take_attrs(&mut d.attrs, out);
                match &mut d.base {
                    Payload::List(items) => out.extend(std::mem::take(items).into_iter().rev()),
                    Payload::Dict(d) => out.extend(d.take_all().into_iter().flat_map(|(k, v)| [k, v])),
                    Payload::Set(s) => out.extend(s.take_all()),
                    Payload::Data(data) => data.take_references(out),
                    Payload::Iter(it) => take_tool(it, out),
                    Payload::Record(fields) => out.extend(fields.iter_mut().filter_map(Option::take)),
                    Payload::ClassMethod(f) | Payload::StaticMethod(f) => {
                        out.push(std::mem::replace(f, NONE))
                    }
                    _ => {}
                }
                out.extend(d.order.iter_mut().flat_map(|o| o.take_all()));
            }
            Payload::Data(data) => data.take_references(out),
            Payload::Iter(it) => take_tool(it, out),
            Payload::Exception(e) => {
                take_attrs(&mut e.attrs, out);
                out.push(std::mem::replace(&mut e.args, EMPTY_TUPLE));
                out.extend(e.traceback.take());
                out.extend(e.cause.take());
                out.extend(e.context.take());
                out.extend(e.fields.iter_mut().filter_map(Option::take));
            }
            Payload::Traceback(t) => {
                // The frame cannot be missing: it goes with the traceback itself.
                out.extend(t.next.take());
            }
            Payload::Function(f) => {
                let parts = [
                    &mut f.defaults,
                    &mut f.kwdefaults,
                    &mut f.closure,
                    &mut f.annotations,
                    &mut f.module,
                    &mut f.type_params,
                ];
                out.extend(parts.into_iter().filter_map(Option::take));
                out.push(std::mem::replace(&mut f.doc, NONE));
                out.push(std::mem::replace(&mut f.name, EMPTY_STR));
                out.push(std::mem::replace(&mut f.qualname, EMPTY_STR));
                take_attrs(&mut f.attrs, out);
            }
            Payload::Frame(f) => {
                out.extend(f.trace.take());
                out.extend(f.extra_locals.take());
                if let FrameOf::Own(own) = &mut f.of {
                    out.extend(own.values.iter_mut().filter_map(Option::take));
                }
            }
            Payload::Type(t) if t.heap => {
                let (dict, mro) = (t.dict, t.mro);
                t.mro = EMPTY_TUPLE;
                let items = self.as_dict_mut(dict).map(|d| d.take_all()).unwrap_or_default();
                out.extend(items.into_iter().flat_map(|(k, v)| [k, v]));
                out.push(mro);
            }
            _ => {}
        }
        if let Payload::Module { dict } = *self.payload(id) {
            let items = self.as_dict_mut(dict).map(|d| d.take_all()).unwrap_or_default();
            out.extend(items.into_iter().flat_map(|(k, v)| [k, v]));
        }
    }
}

/// An iterator of a native module ends, and lets go of what it held.
fn take_tool(iter: &mut Iter, out: &mut Vec<ObjId>) {
    if let Iter::Tool(tool) = iter {
        tool.children(&mut |child| out.push(child));
        *tool = Tool::Done;
    }
}

fn take_attrs(attrs: &mut crate::object::Attrs, out: &mut Vec<ObjId>) {
    out.extend(attrs.slots.iter_mut().filter_map(Option::take));
    out.extend(std::mem::take(&mut attrs.inline).into_iter().flat_map(|(n, v)| [n, v]));
    out.extend(attrs.dict.take());
}
