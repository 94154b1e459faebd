//! Python objects as data: what each kind of object consists of. What they *do* is in
//! [`crate::types`] (methods) and [`crate::vm`] (protocols and instructions).

pub mod code;
pub mod deflate;
pub mod dict;
pub mod digest;
pub mod exception;
pub mod function;
pub mod generator;
pub mod ids;
pub mod instance;
pub mod io;
pub mod iterator;
pub mod native_data;
pub mod order;
pub mod set;
pub mod sre;
pub use crate::constant::static_names;
pub mod string;
pub mod tool;
pub mod typ;

use crate::heap::{self, ObjId};
use num_bigint::BigInt;
use std::sync::Arc;

pub use code::CodeObj;
pub use dict::Dict;
pub use exception::{Exception, Traceback};
pub use function::{Function, NativeRef};
pub use generator::{FrameObj, Generator};
pub use instance::{Attrs, Instance};
pub use iterator::Iter;
pub use native_data::NativeData;
pub use order::Order;
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
    ByteArray(Box<Vec<u8>>),
    Tuple(Box<[ObjId]>),
    List(Vec<ObjId>),
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

impl heap::Payload for Payload {
    fn vacant() -> Payload {
        Payload::Vacant
    }

    fn children(&self, visit: &mut dyn FnMut(ObjId)) {
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
            Payload::Descriptor { owner, .. } => visit(*owner),
            // CPython's list and tuple let go of their last element first.
            Payload::Tuple(items) => items.iter().rev().copied().for_each(visit),
            Payload::List(items) => items.iter().rev().copied().for_each(visit),
            Payload::Dict(d) => d.children(visit),
            Payload::Set(s) => s.iter().for_each(visit),
            Payload::Range(parts) => parts.iter().copied().for_each(visit),
            Payload::Slice(parts) => parts.iter().copied().for_each(visit),
            Payload::Function(f) => f.children(visit),
            Payload::Native { this, .. } => this.iter().copied().for_each(visit),
            Payload::Member { name, owner, .. } => {
                visit(*owner);
                visit(*name);
            }
            Payload::BoundMethod { func, this } => {
                visit(*func);
                visit(*this);
            }
            Payload::Code(c) => c.children(visit),
            Payload::Cell(value) => value.iter().copied().for_each(visit),
            Payload::Type(t) => t.children(visit),
            Payload::Module { dict } => visit(*dict),
            Payload::Instance(i) => i.attrs.children(visit),
            Payload::Derived(d) => {
                d.attrs.children(visit);
                d.order.iter().for_each(|o| o.keys().for_each(&mut *visit));
                d.base.children(visit);
            }
            Payload::Exception(e) => e.children(visit),
            Payload::Traceback(t) => t.children(visit),
            Payload::Frame(f) => f.children(visit),
            Payload::Generator(g) => g.children(visit),
            Payload::Property(parts) => parts.iter().flatten().copied().for_each(visit),
            Payload::ClassMethod(f) | Payload::StaticMethod(f) => visit(*f),
            Payload::Super { class, this, this_type } => {
                visit(*class);
                this.iter().chain(this_type).copied().for_each(visit);
            }
            Payload::Iter(it) => it.children(visit),
            Payload::Io(io) => io.children(visit),
            Payload::Sre(sre) => sre.children(visit),
            Payload::DictView(d) | Payload::MappingProxy(d) | Payload::Union(d) | Payload::FrameLocals(d) => {
                visit(*d)
            }
            Payload::GenericAlias { origin, args, .. } => {
                visit(*origin);
                visit(*args);
            }
            Payload::WeakRef { callback, .. } => callback.iter().copied().for_each(visit),
            Payload::Record(fields) => fields.iter().flatten().copied().for_each(visit),
            Payload::Data(data) => data.children(visit),
        }
    }
}
