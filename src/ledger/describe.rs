//! Holders in words.

use super::{Holder, Owner};
use crate::heap::ObjId;
use crate::object::generator::FrameOf;
use crate::object::ids::types;
use crate::object::{Payload, Place};
use crate::vm::{Frame, Reference, Root, Vm};
use rustc_hash::{FxHashMap, FxHashSet};

/// Characters of a key.
const LONGEST: usize = 40;

/// Whose part a tuple or dict is: the table of constants of a code object, the namespace of a class.
type Whose = FxHashMap<ObjId, (ObjId, &'static str)>;

/// Holders in words, in their order.
pub fn describe(vm: &Vm, owners: Vec<Owner>) -> Vec<Holder> {
    let mut whose = Whose::default();
    let wanted = owners.iter().filter_map(|owner| match owner {
        Owner::Object(id, _) => Some(*id),
        _ => None,
    });
    let wanted: FxHashSet<ObjId> =
        wanted.filter(|id| matches!(vm.payload(*id), Payload::Tuple(_) | Payload::Dict(_))).collect();
    if !wanted.is_empty() {
        vm.state.references(&mut |owner, reference, held| {
            if let Reference::Place(Place::Part(part)) = reference
                && wanted.contains(&held)
            {
                whose.entry(held).or_insert((owner, part));
            }
        });
    }
    owners.into_iter().map(|owner| holder(vm, owner, &whose)).collect()
}

fn holder(vm: &Vm, owner: Owner, whose: &Whose) -> Holder {
    let (object, title, slot) = match owner {
        Owner::Object(id, reference) => {
            let title = match whose.get(&id) {
                Some((of, part)) => format!("{part} of {}", title(vm, *of)),
                None => title(vm, id),
            };
            (Some(id.number()), title, reference_text(vm, id, reference, whose))
        }
        Owner::Machine(root) => {
            let (title, slot) = root_text(vm, root);
            (None, title, slot)
        }
        Owner::Native => (None, native(vm), "in flight".to_string()),
    };
    Holder { owner, object, title, slot }
}

/// An object's kind and, where it has one, its name.
fn title(vm: &Vm, id: ObjId) -> String {
    match vm.payload(id) {
        Payload::Function(f) => format!("function {}", vm.str_lossy(f.qualname)),
        Payload::Type(t) => format!("class {}", vm.str_lossy(t.qualname)),
        Payload::Code(c) => format!("code {}", vm.str_lossy(c.qualname)),
        Payload::Generator(g) => format!("{} {}", vm.class_name(id), vm.str_lossy(g.qualname)),
        Payload::Module { .. } | Payload::Frame(_) => vm.short_repr(id, LONGEST),
        _ => format!("{} #{}", vm.class_name(id), id.number()),
    }
}

fn reference_text(vm: &Vm, owner: ObjId, reference: Reference, whose: &Whose) -> String {
    let place = match reference {
        Reference::Class => return "its class".to_string(),
        Reference::Place(place) => place,
    };
    match place {
        Place::Part(name) => name.to_string(),
        Place::Item(index) if matches!(vm.payload(owner).base(), Payload::Exception(_)) => {
            format!("member {index}")
        }
        Place::Item(index) => format!("[{index}]"),
        Place::Element => "element".to_string(),
        Place::Key => "key".to_string(),
        Place::Value(key) if whose.get(&owner).is_some_and(|(_, part)| *part == "__dict__") => {
            vm.short_repr(key, LONGEST).trim_matches('\'').into()
        }
        Place::Value(key) => format!("[{}]", vm.short_repr(key, LONGEST)),
        Place::Name => "attribute name".to_string(),
        Place::Attribute(name) => format!(".{}", vm.str_lossy(name)),
        Place::Slot(index) => match member(vm, vm.type_of(owner), index) {
            Some(name) => format!(".{}", vm.str_lossy(name)),
            None => format!("slot {index}"),
        },
        Place::Frame(index) => {
            let code = match vm.payload(owner) {
                Payload::Generator(g) => Some(g.code),
                Payload::Frame(f) => match &f.of {
                    FrameOf::Own(own) => Some(own.code),
                    _ => None,
                },
                _ => None,
            };
            code.map_or_else(|| format!("value {index}"), |code| suspended(vm, code, index))
        }
    }
}

/// The name of an instance's slot of that number, from the class that defines it.
fn member(vm: &Vm, class: ObjId, index: usize) -> Option<ObjId> {
    let mro = vm.as_tuple(vm.type_obj(class).mro)?;
    let dicts = mro.iter().filter(|c| vm.is_type(**c)).filter_map(|c| vm.as_dict(vm.type_obj(*c).dict));
    let members = dicts.flat_map(|d| d.iter().map(|(_, value)| value).collect::<Vec<_>>());
    members
        .filter_map(|m| match vm.payload(m) {
            Payload::Member { index: i, name, .. } if *i as usize == index => Some(*name),
            _ => None,
        })
        .next()
}

fn suspended(vm: &Vm, code: ObjId, index: usize) -> String {
    let locals = vm.state.code_of(code).nlocalsplus as usize;
    match index.checked_sub(locals) {
        Some(above) => format!("stack {above}"),
        None => local(vm, code, index),
    }
}

/// A fast local by its name and kind.
fn local(vm: &Vm, code: ObjId, index: usize) -> String {
    use crate::bytecode::code::kinds;
    let code = &vm.state.code_of(code).code;
    let name = code.localsplusnames.get(index).map(|n| String::from_utf8_lossy(n.as_bytes()).into_owned());
    let kind = match code.localspluskinds.get(index) {
        Some(kind) if kind & kinds::FREE != 0 => "free variable",
        Some(kind) if kind & kinds::CELL != 0 => "cell variable",
        _ => "local",
    };
    format!("{kind} {}", name.unwrap_or_default())
}

fn root_text(vm: &Vm, root: Root) -> (String, String) {
    match root {
        Root::Callable { thread, frame, index } => {
            let slot = if index == 0 { "the function called" } else { "left by the call" };
            (frame_title(vm, thread, frame), slot.to_string())
        }
        Root::Local { thread, frame, index } => {
            let slot = match frame_at(vm, thread, frame) {
                Some(f) => local(vm, f.code, index),
                None => format!("local {index}"),
            };
            (frame_title(vm, thread, frame), slot)
        }
        Root::Stack { thread, frame, index } => (frame_title(vm, thread, frame), format!("stack {index}")),
        Root::Code { thread, frame } => (frame_title(vm, thread, frame), "code".to_string()),
        Root::Function { thread, frame } => (frame_title(vm, thread, frame), "function".to_string()),
        Root::Namespace { thread, frame } => (frame_title(vm, thread, frame), "namespace".to_string()),
        Root::FrameObject { thread, frame } => (frame_title(vm, thread, frame), "frame object".to_string()),
        Root::Handled { .. } => ("machine".into(), "exception being handled".into()),
        Root::Raised => ("machine".into(), "exception on its way".into()),
        Root::Kept(what) => ("machine".into(), what.into()),
    }
}

fn frame_at(vm: &Vm, thread: i64, frame: usize) -> Option<&Frame> {
    vm.state.threads.frame(thread, &vm.state.frames, frame)
}

fn frame_title(vm: &Vm, thread: i64, frame: usize) -> String {
    let name = frame_at(vm, thread, frame).map(|f| vm.str_lossy(vm.state.code_of(f.code).qualname));
    let name = name.unwrap_or_default();
    match thread == vm.state.threads.current() {
        true => format!("frame {frame} of {name}"),
        false => format!("frame {frame} of {name} in thread {thread}"),
    }
}

/// The native code at work, by what the innermost frames below it call.
fn native(vm: &Vm) -> String {
    let state = &vm.state;
    let above = state.frames.iter().rposition(|f| f.kind.returns_to_rust());
    let caller = match above {
        Some(index) => index.checked_sub(1),
        None => state.frames.len().checked_sub(1),
    };
    let called = caller.and_then(|index| {
        let frame = state.frames.get(index)?;
        let values = state.stack.get((frame.base + frame.nlocals) as usize..state.stack_end(index))?;
        values.iter().flatten().find(|id| {
            matches!(vm.payload(**id), Payload::Native { .. } | Payload::Descriptor { .. })
                || vm.type_of(**id) == types::TYPE
        })
    });
    match called {
        Some(id) => format!("native code: {}", vm.short_repr(*id, LONGEST)),
        None => "native code".to_string(),
    }
}
