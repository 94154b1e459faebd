//! Functions, written in Python and native.

use super::Attrs;
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
        let optional = |part: Option<ObjId>, visit: &mut dyn FnMut(ObjId)| part.into_iter().for_each(visit);
        visit(self.globals);
        visit(self.builtins);
        optional(self.module, visit);
        optional(self.defaults, visit);
        optional(self.kwdefaults, visit);
        visit(self.doc);
        self.attrs.children(visit);
        optional(self.closure, visit);
        optional(self.annotations, visit);
        optional(self.type_params, visit);
        visit(self.code);
        visit(self.name);
        visit(self.qualname);
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
