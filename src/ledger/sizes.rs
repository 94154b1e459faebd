//! How many bytes objects take: what `sys.getsizeof` says of them. No code of the program runs for it,
//! and the machine stays as it was.

use crate::heap::ObjId;
use crate::object::ids::names;
use crate::object::{NativeRef, Payload};
use crate::vm::{Args, Vm};
use rustc_hash::FxHashMap;

/// The native `__sizeof__` of each class that was asked for.
#[derive(Clone, Default, Debug)]
pub struct Sizes(FxHashMap<ObjId, Option<NativeRef>>);

impl Sizes {
    /// The sizes of some objects.
    pub fn of(&mut self, vm: &mut Vm, objects: impl IntoIterator<Item = ObjId>) -> Vec<u64> {
        // A size is an int of the machine's for a moment: its place on the heap comes and goes.
        let tally = vm.state.heap.tally();
        let sizes = objects.into_iter().map(|id| self.one(vm, id)).collect();
        vm.state.heap.set_tally(tally);
        sizes
    }
    fn one(&mut self, vm: &mut Vm, id: ObjId) -> u64 {
        let class = vm.type_of(id);
        let native = *self.0.entry(class).or_insert_with(|| find(vm, class));
        let Some(native) = native else { return 0 };
        let no_args = Args { pos: &[], kw: &[] };
        let size = match vm.call_native(native, id, no_args) {
            Ok(size) => {
                let bytes = vm.as_i64(size.id()).unwrap_or(0);
                vm.release(size);
                bytes
            }
            // A native that measures raises nothing.
            Err(_) => 0,
        };
        (size + vm.header_size(id)).max(0) as u64
    }
    /// Classes may have died, and their places may be others' now.
    pub fn forget(&mut self, class: ObjId) {
        self.0.remove(&class);
    }
}

/// The first native `__sizeof__` of a class and its bases: what a program defines is not asked.
fn find(vm: &Vm, class: ObjId) -> Option<NativeRef> {
    vm.as_tuple(vm.type_obj(class).mro)?.iter().find_map(|&base| {
        let found = vm.namespace_get(vm.type_obj(base).dict, names::SIZEOF)?;
        match vm.payload(found) {
            Payload::Descriptor { native, .. } => Some(*native),
            _ => None,
        }
    })
}
