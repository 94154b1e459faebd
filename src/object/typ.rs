//! Types, and the table of special methods that types are asked for.

use super::ids::Layout;
use super::place::{Place, parts};
use super::{Instance, SharedKeys};
use crate::heap::ObjId;

#[derive(Clone, Debug)]
pub struct TypeObj {
    /// `__name__` (for a built-in type with its module before it: the part after the last dot).
    pub name: ObjId,
    pub qualname: ObjId,
    /// A tuple.
    pub bases: ObjId,
    /// The base that the layout comes from; `None` for object.
    pub base: Option<ObjId>,
    /// A tuple, this type first (borrowed there: CPython counts it, see `children`).
    pub mro: ObjId,
    /// The namespace, a dict.
    pub dict: ObjId,
    pub layout: Layout,
    /// Made by a class statement or `type()`.
    pub heap: bool,
    /// May be subclassed.
    pub basetype: bool,
    /// Instances have a `__dict__`.
    pub has_dict: bool,
    /// Instances can be weakly referenced.
    pub has_weakref: bool,
    /// Number of `__slots__` members of an instance, inherited ones included.
    pub slot_count: u32,
    /// Special methods as look-up through the MRO finds them, borrowed, by [`Slot`].
    pub slots: Box<[Option<ObjId>; SLOT_COUNT]>,
    /// A number given to this very state of the type (see `Vm::type_version`); 0 once it changed.
    pub version: u32,
    /// Specialised instructions may have the type's number in their caches (see `Vm::guard_type`).
    pub guarded: bool,
    /// Direct subclasses, borrowed.
    pub subclasses: Vec<ObjId>,
    /// For each of those that is no built-in type the plain weak reference to it, which is held here.
    pub subclass_refs: Vec<(ObjId, ObjId)>,
    /// Instances keep their attributes in themselves until somebody asks for `__dict__`.
    pub inline_values: bool,
    pub shared_keys: SharedKeys,
    /// The native module that made it, where CPython's types hold theirs.
    pub maker: Option<ObjId>,
    /// The names in its `__slots__`, a tuple: the collector does not go there.
    pub slot_names: Option<ObjId>,
    /// What `match` takes instances for, where this very class says so.
    pub collection: Option<Collection>,
}

/// See [`TypeObj::collection`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collection {
    Sequence,
    Mapping,
}

/// The place of a weak reference to a subclass: the collector does not go there.
pub const SUBCLASS_REF: &str = "__subclasses__";

/// The place of a class's tuple of slot names.
pub const SLOT_NAMES_HELD: &str = "slot names";

impl TypeObj {
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        parts(
            [
                ("__dict__", Some(self.dict)),
                ("__bases__", Some(self.bases)),
                ("__mro__", Some(self.mro)),
                ("__base__", self.base),
                ("__name__", Some(self.name)),
                ("__qualname__", Some(self.qualname)),
                ("module", self.maker),
                (SLOT_NAMES_HELD, self.slot_names),
            ],
            visit,
        );
        self.shared_keys.names.iter().for_each(|id| visit(Place::Name, *id));
        self.subclass_refs.iter().for_each(|(_, weak)| visit(Place::Part(SUBCLASS_REF), *weak));
    }
    /// A bare instance. Each one leaves less room for names.
    #[inline]
    pub fn new_instance(&mut self) -> Box<Instance> {
        let mut instance = Box::new(Instance::default());
        let attrs = &mut instance.attrs;
        if self.slot_count > 0 {
            attrs.slots = vec![None; self.slot_count as usize].into();
        }
        if self.inline_values {
            attrs.room = self.shared_keys.capacity() as u8;
            if self.shared_keys.room > 1 {
                self.shared_keys.room -= 1;
            }
        }
        instance
    }
    #[inline(always)]
    pub fn slot(&self, slot: Slot) -> Option<ObjId> {
        self.slots[slot as usize]
    }
}

macro_rules! slots {
    ($($id:ident = $name:literal,)*) => {
        /// A special method that protocols look for on the type.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Slot { $($id,)* }
        pub const SLOT_COUNT: usize = [$($name),*].len();
        /// Names by [`Slot`].
        pub static SLOT_NAMES: [&str; SLOT_COUNT] = [$($name),*];
        static ALL_SLOTS: [Slot; SLOT_COUNT] = [$(Slot::$id),*];
    };
}

slots! {
    New = "__new__", Init = "__init__", Del = "__del__", Call = "__call__",
    Repr = "__repr__", Str = "__str__", Hash = "__hash__", Bool = "__bool__",
    Getattribute = "__getattribute__", Getattr = "__getattr__", Setattr = "__setattr__", Delattr = "__delattr__",
    Get = "__get__", Set = "__set__", Delete = "__delete__",
    Lt = "__lt__", Le = "__le__", Eq = "__eq__", Ne = "__ne__", Gt = "__gt__", Ge = "__ge__",
    Iter = "__iter__", Next = "__next__", Len = "__len__", Contains = "__contains__",
    Getitem = "__getitem__", Setitem = "__setitem__", Delitem = "__delitem__", Index = "__index__",
    Int = "__int__", Float = "__float__",
    Neg = "__neg__", Pos = "__pos__", Invert = "__invert__", Abs = "__abs__",
    Add = "__add__", And = "__and__", Floordiv = "__floordiv__", Lshift = "__lshift__", Matmul = "__matmul__",
    Mul = "__mul__", Mod = "__mod__", Or = "__or__", Pow = "__pow__", Rshift = "__rshift__", Sub = "__sub__",
    Truediv = "__truediv__", Xor = "__xor__",
    Radd = "__radd__", Rand = "__rand__", Rfloordiv = "__rfloordiv__", Rlshift = "__rlshift__",
    Rmatmul = "__rmatmul__", Rmul = "__rmul__", Rmod = "__rmod__", Ror = "__ror__", Rpow = "__rpow__",
    Rrshift = "__rrshift__", Rsub = "__rsub__", Rtruediv = "__rtruediv__", Rxor = "__rxor__",
    Iadd = "__iadd__", Iand = "__iand__", Ifloordiv = "__ifloordiv__", Ilshift = "__ilshift__",
    Imatmul = "__imatmul__", Imul = "__imul__", Imod = "__imod__", Ior = "__ior__", Ipow = "__ipow__",
    Irshift = "__irshift__", Isub = "__isub__", Itruediv = "__itruediv__", Ixor = "__ixor__",
    Divmod = "__divmod__", Rdivmod = "__rdivmod__",
    Enter = "__enter__", Exit = "__exit__",
    Await = "__await__", Aiter = "__aiter__", Anext = "__anext__", Aenter = "__aenter__", Aexit = "__aexit__",
}

impl Slot {
    pub fn name(self) -> &'static str {
        SLOT_NAMES[self as usize]
    }
    pub fn all() -> &'static [Slot] {
        &ALL_SLOTS
    }
    /// The slot for `BINARY_OP`'s operand (0 to 12, see `bytecode::opcode::BINARY_OPS`).
    pub fn binary(op: u32) -> Slot {
        ALL_SLOTS[Slot::Add as usize + op as usize]
    }
    /// Its reflected form.
    pub fn reflected(op: u32) -> Slot {
        ALL_SLOTS[Slot::Radd as usize + op as usize]
    }
    /// Its in-place form.
    pub fn inplace(op: u32) -> Slot {
        ALL_SLOTS[Slot::Iadd as usize + op as usize]
    }
    /// The slot for a comparison (0 to 5, see `bytecode::opcode::COMPARE_OPS`).
    pub fn compare(op: u32) -> Slot {
        ALL_SLOTS[Slot::Lt as usize + op as usize]
    }
}
