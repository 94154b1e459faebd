//! What native code holds: the references on a thread's Rust stack. They are no part of a machine's state;
//! before an instruction of the outermost loop there are none. Debug builds count them for a test that
//! asks, so that each count can be held against all that holds the object, native code at work included.

use super::ObjId;
use std::cell::RefCell;
use std::collections::HashMap;

thread_local! {
    static HELD: RefCell<Option<HashMap<ObjId, i32>>> = const { RefCell::new(None) };
}

/// Counts what this thread's native code holds from here on; call it before the machine is made.
/// In other builds than debug ones nothing is counted.
pub fn count() {
    HELD.set(Some(HashMap::new()));
}
/// How many references native code holds to each object, where they are counted.
pub fn each(mut visit: impl FnMut(ObjId, i32)) {
    HELD.with_borrow(|held| held.iter().flatten().for_each(|(&id, &n)| visit(id, n)));
}
/// Native code has these references by their bare ids; [`super::Owned`] says it by itself.
#[inline(always)]
pub fn hold(ids: impl IntoIterator<Item = ObjId>) {
    if cfg!(debug_assertions) {
        add(ids, 1);
    }
}
/// It hands them on or gives them back.
#[inline(always)]
pub fn let_go(ids: impl IntoIterator<Item = ObjId>) {
    if cfg!(debug_assertions) {
        add(ids, -1);
    }
}
fn add(ids: impl IntoIterator<Item = ObjId>, more: i32) {
    HELD.with_borrow_mut(|held| {
        if let Some(held) = held {
            ids.into_iter().for_each(|id| *held.entry(id).or_default() += more);
        }
    });
}
