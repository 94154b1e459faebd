//! The census: which objects there are, by class, with their bytes; how many came and went.

use super::sizes::Sizes;
use crate::heap::ObjId;
use crate::object::Payload;
use crate::vm::Vm;
use rustc_hash::FxHashMap;

/// Objects and bytes of one class, or of all.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Share {
    pub objects: u64,
    pub bytes: u64,
}

impl Share {
    fn add(&mut self, bytes: u64) {
        self.objects += 1;
        self.bytes += bytes;
    }
}

/// The objects alive at one moment.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Census {
    pub step: u64,
    /// The program's own objects, by the name of their class.
    pub types: FxHashMap<String, Share>,
    pub own: Share,
    /// The objects that the interpreter made before the program began.
    pub others: Share,
    /// Each of the program's objects, with its bytes.
    pub objects: Vec<(ObjId, u64)>,
}

/// Counts the objects; those that `is_own` denies are the interpreter's.
pub fn take(vm: &mut Vm, sizes: &mut Sizes, is_own: impl Fn(ObjId) -> bool) -> Census {
    let ids: Vec<ObjId> = vm.state.heap.iter().map(|(id, _)| id).collect();
    let bytes = sizes.of(vm, ids.iter().copied());
    let mut census = Census { step: vm.state.steps, ..Census::default() };
    let mut shares: FxHashMap<ObjId, Share> = FxHashMap::default();
    for (id, bytes) in ids.into_iter().zip(bytes) {
        if !is_own(id) {
            census.others.add(bytes);
            continue;
        }
        census.own.add(bytes);
        census.objects.push((id, bytes));
        shares.entry(vm.type_of(id)).or_default().add(bytes);
    }
    for (class, share) in shares {
        // Two classes may have one name.
        let sum = census.types.entry(title(vm, class)).or_default();
        sum.objects += share.objects;
        sum.bytes += share.bytes;
    }
    census
}

/// Births and deaths by class, and over time.
#[derive(Clone, Default, Debug)]
pub struct Turnover {
    /// Births and deaths by the name of the class.
    pub types: FxHashMap<String, (u64, u64)>,
    /// Births and deaths in each stretch of `width` steps, from the first step seen.
    pub stretches: Vec<(u64, u64)>,
    pub width: u64,
    pub first: u64,
    /// When each object that is alive was made, as far as that was seen.
    pub births: FxHashMap<ObjId, u64>,
    titles: FxHashMap<ObjId, String>,
}

impl Turnover {
    /// For the steps from `first` to `last`, in about so many stretches.
    pub fn new(first: u64, last: u64, stretches: u64) -> Turnover {
        let width = last.saturating_sub(first).div_ceil(stretches.max(1)).max(1);
        Turnover { width, first, ..Turnover::default() }
    }
    /// Takes what was registered since the last call for the work of the instruction at `step`.
    pub fn see(&mut self, vm: &mut Vm, step: u64) {
        if vm.state.heap.register().is_none_or(<[_]>::is_empty) {
            return;
        }
        let stretch = (step.saturating_sub(self.first) / self.width) as usize;
        if self.stretches.len() <= stretch {
            self.stretches.resize(stretch + 1, (0, 0));
        }
        for life in vm.state.heap.register().unwrap_or_default() {
            let title = self.titles.entry(life.ty).or_insert_with(|| title(vm, life.ty));
            let of_type = match self.types.get_mut(title) {
                Some(of_type) => of_type,
                None => self.types.entry(title.clone()).or_default(),
            };
            let in_time = &mut self.stretches[stretch];
            if life.born {
                of_type.0 += 1;
                in_time.0 += 1;
                self.births.insert(life.id, step);
            } else {
                of_type.1 += 1;
                in_time.1 += 1;
                self.births.remove(&life.id);
                self.titles.remove(&life.id);
            }
        }
        vm.state.heap.clear_register();
    }
}

/// A class's name; the class may be gone by now.
pub fn title(vm: &Vm, class: ObjId) -> String {
    match vm.payload(class) {
        Payload::Type(_) => vm.title(class),
        _ => "?".to_string(),
    }
}
