//! A vector for the hottest paths.

use std::ops::{Deref, DerefMut, Index, IndexMut};
use std::slice::SliceIndex;

/// A vector whose index is known to be inside. A wrong one panics without saying which: code that need
/// not keep the index and the length for a message is a good deal smaller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table<T>(Vec<T>);

#[cold]
#[inline(never)]
fn outside() -> ! {
    panic!("an index outside of its table")
}

impl<T> Deref for Table<T> {
    type Target = Vec<T>;
    #[inline(always)]
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}
impl<T> DerefMut for Table<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}
impl<T> From<Vec<T>> for Table<T> {
    fn from(items: Vec<T>) -> Table<T> {
        Table(items)
    }
}
impl<T, I: SliceIndex<[T]>> Index<I> for Table<T> {
    type Output = I::Output;
    #[inline(always)]
    fn index(&self, index: I) -> &I::Output {
        match self.0.get(index) {
            Some(found) => found,
            None => outside(),
        }
    }
}
impl<T, I: SliceIndex<[T]>> IndexMut<I> for Table<T> {
    #[inline(always)]
    fn index_mut(&mut self, index: I) -> &mut I::Output {
        match self.0.get_mut(index) {
            Some(found) => found,
            None => outside(),
        }
    }
}
