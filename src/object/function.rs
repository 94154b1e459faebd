//! Functions, written in Python and native.

use super::Attrs;
use super::place::{Place, parts};
use crate::heap::ObjId;

#[derive(Clone, Debug)]
pub struct Function {
    pub code: ObjId,
    pub globals: ObjId,
    pub builtins: ObjId,
    pub name: ObjId,
    pub qualname: ObjId,
    /// A tuple.
    pub defaults: Option<ObjId>,
    /// A dict.
    pub kwdefaults: Option<ObjId>,
    /// A tuple of cells.
    pub closure: Option<ObjId>,
    pub annotations: Option<ObjId>,
    pub doc: ObjId,
    pub module: Option<ObjId>,
    pub type_params: Option<ObjId>,
    /// Changes when code, defaults or kwdefaults are assigned.
    pub version: u32,
    pub attrs: Attrs,
}

impl Function {
    pub fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        self.references(&mut |_, id| visit(id));
    }
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        parts(
            [
                ("__code__", Some(self.code)),
                ("__globals__", Some(self.globals)),
                ("__builtins__", Some(self.builtins)),
                ("__name__", Some(self.name)),
                ("__qualname__", Some(self.qualname)),
                ("__doc__", Some(self.doc)),
                ("__defaults__", self.defaults),
                ("__kwdefaults__", self.kwdefaults),
                ("__closure__", self.closure),
                ("__annotations__", self.annotations),
                ("__module__", self.module),
                ("__type_params__", self.type_params),
            ],
            visit,
        );
        self.attrs.references(visit);
    }
}

/// Names a native: which table, which row.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NativeRef {
    pub table: u16,
    pub row: u16,
}

impl NativeRef {
    /// Both numbers in one, as inline caches keep them.
    #[inline(always)]
    pub fn number(self) -> u32 {
        u32::from(self.table) << 16 | u32::from(self.row)
    }
}
