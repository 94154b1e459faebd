//! Python objects as data: what each kind of object consists of. What they *do* is in
//! [`crate::types`] (methods) and [`crate::vm`] (protocols and instructions).

pub mod byte_buf;
pub mod code;
pub mod code_monitor;
pub mod deflate;
pub mod dict;
pub mod digest;
pub mod exception;
pub mod function;
pub mod generator;
pub mod ids;
pub mod instance;
pub mod io;
pub mod items;
pub mod iterator;
pub mod native_data;
pub mod order;
pub mod place;
pub mod set;
pub mod sre;
pub use crate::constant::static_names;
pub mod string;
pub mod tool;
pub mod typ;

use crate::heap::{self, ObjId};
use num_bigint::BigInt;
use place::parts;
use std::sync::Arc;

pub use byte_buf::ByteBuf;
pub use code::CodeObj;
pub use dict::Dict;
pub use exception::{Exception, Traceback};
pub use function::{Function, NativeRef};
pub use generator::{FrameObj, Generator};
pub use instance::{Attrs, Instance, SharedKeys};
pub use items::Items;
pub use iterator::Iter;
pub use native_data::NativeData;
pub use order::Order;
pub use place::Place;
pub use set::Set;
pub use string::Str;
pub use tool::Tool;
pub use typ::TypeObj;

/// What an object consists of. Every `ObjId` in here is one counted reference, except where a
/// field says that it is borrowed.
#[derive(Clone, Debug)]
pub enum Payload {
    /// A free slot, or an object being torn down.
    Vacant,
    /// `None`, `Ellipsis`, `NotImplemented`, bare `object()`: identity is all there is.
    Plain,
    /// int and bool that fit 64 bits.
    Int(i64),
    /// Any other int.
    BigInt(Arc<BigInt>),
    Float(f64),
    Complex(Box<(f64, f64)>),
    Str(Arc<Str>),
    Bytes(Arc<[u8]>),
    ByteArray(Box<ByteBuf>),
    Tuple(Box<[ObjId]>),
    List(Items),
    Dict(Box<Dict>),
    /// set and frozenset
    Set(Box<Set>),
    /// start, stop, step, length: ints
    Range([ObjId; 4]),
    /// start, stop, step
    Slice([ObjId; 3]),
    Function(Box<Function>),
    /// Built-in function: the native and, for a method, the object it is bound to.
    Native {
        native: NativeRef,
        this: Option<ObjId>,
    },
    /// Unbound native of a type (`method_descriptor`, `wrapper_descriptor`, `getset_descriptor`,
    /// `classmethod_descriptor`); `owner` is the type.
    Descriptor {
        native: NativeRef,
        name: ObjId,
        owner: ObjId,
    },
    /// A `__slots__` entry: which slot of the instances of `owner`.
    Member {
        index: u32,
        name: ObjId,
        owner: ObjId,
    },
    BoundMethod {
        func: ObjId,
        this: ObjId,
    },
    Code(Box<CodeObj>),
    Cell(Option<ObjId>),
    Type(Box<TypeObj>),
    /// A module's namespace.
    Module {
        dict: ObjId,
    },
    Instance(Box<Instance>),
    /// An instance of a Python subclass of a built-in type: the built-in part and the rest.
    Derived(Box<Derived>),
    Exception(Box<Exception>),
    Traceback(Box<Traceback>),
    Frame(Box<FrameObj>),
    Generator(Box<Generator>),
    /// fget, fset, fdel, doc (None where absent), and the name it was bound to.
    Property(Box<[Option<ObjId>; 5]>),
    ClassMethod(ObjId),
    StaticMethod(ObjId),
    /// `super`: the class, the object (or class) and that object's type.
    Super {
        class: ObjId,
        this: Option<ObjId>,
        this_type: Option<ObjId>,
    },
    Iter(Box<Iter>),
    /// Files and streams of `_io`.
    Io(Box<io::Io>),
    /// Patterns and matches of `_sre`.
    Sre(Box<sre::Sre>),
    /// `dict.keys()`, `.values()`, `.items()` by the view's type.
    DictView(ObjId),
    MappingProxy(ObjId),
    /// `list[int]`: origin, args, and whether it is unpacked (`*tuple[int]`).
    GenericAlias {
        origin: ObjId,
        args: ObjId,
        starred: bool,
    },
    /// `int | str`: a tuple of types.
    Union(ObjId),
    /// The referent (borrowed; `None` once it is dead) and the callback.
    WeakRef {
        referent: Option<ObjId>,
        callback: Option<ObjId>,
        hash: Option<i64>,
    },
    /// Write-through view of a frame's locals (PEP 667): the frame object.
    FrameLocals(ObjId),
    /// TypeVar and its kin, memoryview, and others made of fields only.
    Record(Box<[Option<ObjId>]>),
    /// An object of a native module.
    Data(Box<NativeData>),
}

/// See [`Payload::Derived`].
#[derive(Clone, Debug)]
pub struct Derived {
    pub base: Payload,
    pub attrs: Attrs,
    /// The order of an OrderedDict's keys.
    pub order: Option<Box<Order>>,
}

impl Payload {
    /// The built-in part of an instance of a derived class, or the payload itself.
    #[inline]
    pub fn base(&self) -> &Payload {
        match self {
            Payload::Derived(d) => &d.base,
            other => other,
        }
    }
    #[inline]
    pub fn base_mut(&mut self) -> &mut Payload {
        match self {
            Payload::Derived(d) => &mut d.base,
            other => other,
        }
    }
    /// The attributes that a Python class gives its instances, if the object has any.
    pub fn attrs(&self) -> Option<&Attrs> {
        match self {
            Payload::Instance(i) => Some(&i.attrs),
            Payload::Derived(d) => Some(&d.attrs),
            Payload::Exception(e) => Some(&e.attrs),
            Payload::Function(f) => Some(&f.attrs),
            _ => None,
        }
    }
    pub fn attrs_mut(&mut self) -> Option<&mut Attrs> {
        match self {
            Payload::Instance(i) => Some(&mut i.attrs),
            Payload::Derived(d) => Some(&mut d.attrs),
            Payload::Exception(e) => Some(&mut e.attrs),
            Payload::Function(f) => Some(&mut f.attrs),
            _ => None,
        }
    }
}

impl Payload {
    /// Calls `visit` for each counted reference, with its place. In the order in which CPython lets go
    /// of them.
    pub fn references<F: FnMut(Place, ObjId)>(&self, visit: &mut F) {
        match self {
            Payload::Vacant
            | Payload::Plain
            | Payload::Int(_)
            | Payload::BigInt(_)
            | Payload::Float(_)
            | Payload::Complex(_)
            | Payload::Str(_)
            | Payload::Bytes(_)
            | Payload::ByteArray(_) => {}
            Payload::Descriptor { name, owner, .. } => {
                named(["__objclass__", "__name__"], &[*owner, *name], visit);
            }
            // CPython's list and tuple let go of their last element first.
            Payload::Tuple(items) => last_first(items, visit),
            Payload::List(items) => last_first(items, visit),
            Payload::Dict(d) => d.references(visit),
            Payload::Set(s) => s.iter().for_each(|id| visit(Place::Element, id)),
            Payload::Range(ids) => named(["start", "stop", "step", "length"], ids, visit),
            Payload::Slice([start, stop, step]) => {
                named(["step", "start", "stop"], &[*step, *start, *stop], visit);
            }
            Payload::Function(f) => f.references(visit),
            Payload::Native { this, .. } => parts([("__self__", *this)], visit),
            Payload::Member { name, owner, .. } => {
                named(["__objclass__", "__name__"], &[*owner, *name], visit);
            }
            Payload::BoundMethod { func, this } => named(["__func__", "__self__"], &[*func, *this], visit),
            Payload::Code(c) => c.references(visit),
            Payload::Cell(value) => parts([("cell_contents", *value)], visit),
            Payload::Type(t) => t.references(visit),
            Payload::Module { dict } => visit(Place::Part("__dict__"), *dict),
            Payload::Instance(i) => i.attrs.references(visit),
            Payload::Derived(d) => {
                d.attrs.references(visit);
                d.order.iter().for_each(|o| o.keys().for_each(|key| visit(Place::Part("order"), key)));
                d.base.references(visit);
            }
            Payload::Exception(e) => e.references(visit),
            Payload::Traceback(t) => t.references(visit),
            Payload::Frame(f) => f.references(visit),
            Payload::Generator(g) => g.references(visit),
            Payload::Property(ids) => {
                let [get, set, delete, doc, name] = **ids;
                parts([("fget", get), ("fset", set), ("fdel", delete)], visit);
                parts([("__doc__", doc), ("__name__", name)], visit);
            }
            Payload::ClassMethod(f) | Payload::StaticMethod(f) => visit(Place::Part("__func__"), *f),
            Payload::Super { class, this, this_type } => parts(
                [("__thisclass__", Some(*class)), ("__self__", *this), ("__self_class__", *this_type)],
                visit,
            ),
            Payload::Iter(it) => it.references(visit),
            Payload::Io(io) => io.references(visit),
            Payload::Sre(sre) => sre.references(visit),
            Payload::DictView(d) | Payload::MappingProxy(d) => visit(Place::Part("mapping"), *d),
            Payload::Union(types) => visit(Place::Part("__args__"), *types),
            Payload::FrameLocals(frame) => visit(Place::Part("frame"), *frame),
            Payload::GenericAlias { origin, args, .. } => {
                named(["__origin__", "__args__"], &[*origin, *args], visit);
            }
            Payload::WeakRef { callback, .. } => parts([("__callback__", *callback)], visit),
            Payload::Record(fields) => {
                for (i, field) in fields.iter().enumerate() {
                    field.iter().for_each(|id| visit(Place::Item(i), *id));
                }
            }
            Payload::Data(data) => data.references(visit),
        }
    }
}

impl Payload {
    /// The references that CPython's collector sees: descriptors do not show it their names.
    pub fn traverse(&self, visit: &mut dyn FnMut(ObjId)) {
        match self {
            Payload::Descriptor { owner, .. } | Payload::Member { owner, .. } => visit(*owner),
            Payload::Type(class) => class.references(&mut |place, id| {
                if place != Place::Part(typ::SLOT_NAMES_HELD) {
                    visit(id);
                }
            }),
            other => other.references(&mut |_, id| visit(id)),
        }
    }
}

#[inline(always)]
fn last_first(items: &[ObjId], visit: &mut impl FnMut(Place, ObjId)) {
    items.iter().enumerate().rev().for_each(|(i, id)| visit(Place::Item(i), *id));
}
#[inline(always)]
fn named<const N: usize>(names: [&'static str; N], ids: &[ObjId; N], visit: &mut impl FnMut(Place, ObjId)) {
    names.into_iter().zip(ids).for_each(|(name, id)| visit(Place::Part(name), *id));
}

impl heap::Payload for Payload {
    /// About the size classes and free lists of CPython's allocators.
    #[inline(always)]
    fn kind(&self) -> usize {
        match self {
            Payload::Int(_) => 0,
            Payload::Float(_) => 1,
            Payload::Plain => 2,
            Payload::Str(_) | Payload::Bytes(_) => 3,
            Payload::Tuple(items) => {
                if items.len() < 3 {
                    4
                } else {
                    5
                }
            }
            Payload::List(_) => 6,
            Payload::Dict(_) => 7,
            Payload::Derived(_) => 8,
            Payload::Instance(i) => 16 + i.attrs.size_class() % 16,
            Payload::Function(_) => 9,
            Payload::BoundMethod { .. } => 10,
            Payload::Native { .. } => 11,
            Payload::Iter(_) => 12,
            Payload::Slice(_) | Payload::Set(_) => 13,
            Payload::Cell(_) | Payload::BigInt(_) => 14,
            _ => 15,
        }
    }
    #[inline(always)]
    fn number_kind(&self) -> usize {
        match self {
            Payload::Int(_) => 0,
            Payload::Float(_) => 1,
            other => {
                std::hint::cold_path();
                other.kind()
            }
        }
    }
    fn vacant() -> Payload {
        Payload::Vacant
    }

    fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        self.references(&mut |_, id| visit(id));
    }
}
