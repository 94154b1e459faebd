//! The value stack of all frames: a stack whose room above the top is kept, so that the loop can
//! work on a plain slice.

use super::Vm;
use crate::heap::{ObjId, Owned, Table};
use std::ops::{Deref, DerefMut};

/// Values from the bottom up; `None` is CPython's NULL. It reads like a slice of what is below
/// the top.
#[derive(Debug, Default)]
pub struct ValueStack {
    /// Longer than `top`: what lies above means nothing.
    pub(super) values: Table<Option<ObjId>>,
    top: usize,
}

impl ValueStack {
    /// Says where the top is, after work on the values themselves.
    #[inline(always)]
    pub fn set_top(&mut self, top: usize) {
        debug_assert!(top <= self.values.len());
        self.top = top;
    }
    /// Makes room for so many values above the top.
    #[inline]
    pub fn reserve(&mut self, more: usize) {
        if self.values.len() - self.top < more {
            self.grow(more);
        }
    }
    #[cold]
    fn grow(&mut self, more: usize) {
        let room = (self.top + more).max(self.values.len() * 2).max(256);
        self.values.resize(room, None);
    }
    #[inline(always)]
    pub fn push(&mut self, value: Option<ObjId>) {
        if self.top == self.values.len() {
            self.grow(1);
        }
        self.values[self.top] = value;
        self.top += 1;
    }
    /// The topmost value (`None` on an empty stack, `Some(None)` for a NULL).
    #[inline(always)]
    pub fn pop(&mut self) -> Option<Option<ObjId>> {
        self.top = self.top.checked_sub(1)?;
        Some(self.values[self.top])
    }
    /// Forgets what is above a height, without releasing it.
    #[inline(always)]
    pub fn truncate(&mut self, top: usize) {
        self.top = self.top.min(top);
    }
    /// Pushes NULLs up to a height.
    #[inline]
    pub fn fill_to(&mut self, top: usize) {
        if top > self.top {
            self.reserve(top - self.top);
            self.values[self.top..top].fill(None);
        }
        self.top = top;
    }
    #[inline]
    pub fn extend(&mut self, values: impl IntoIterator<Item = Option<ObjId>>) {
        values.into_iter().for_each(|v| self.push(v));
    }
    /// Takes what is above a height off the stack.
    pub fn split_off(&mut self, height: usize) -> Vec<Option<ObjId>> {
        let taken = self[height..].to_vec();
        self.top = height;
        taken
    }
}

impl Vm {
    #[inline(always)]
    pub(super) fn push(&mut self, owned: Owned) {
        self.state.stack.push(Some(owned.into_id()));
    }
    #[inline(always)]
    pub(super) fn push_opt(&mut self, owned: Option<Owned>) {
        self.state.stack.push(owned.map(Owned::into_id));
    }
    /// Takes the top, which is not NULL.
    #[inline(always)]
    pub(super) fn pop(&mut self) -> Owned {
        Owned::new(self.state.stack.pop().flatten().expect("a value on the stack"))
    }
    #[inline(always)]
    pub(super) fn pop_opt(&mut self) -> Option<Owned> {
        self.state.stack.pop().flatten().map(Owned::new)
    }
    /// The value `depth` places below the top (0: the top), borrowed.
    #[inline(always)]
    pub(super) fn peek(&self, depth: usize) -> ObjId {
        self.peek_opt(depth).expect("a value on the stack")
    }
    #[inline(always)]
    pub(super) fn peek_opt(&self, depth: usize) -> Option<ObjId> {
        self.state.stack[self.state.stack.len() - 1 - depth]
    }
    #[inline(always)]
    pub(super) fn drop_top(&mut self) {
        let top = self.pop();
        self.release(top);
    }
}

impl Deref for ValueStack {
    type Target = [Option<ObjId>];
    #[inline(always)]
    fn deref(&self) -> &[Option<ObjId>] {
        &self.values[..self.top]
    }
}
impl DerefMut for ValueStack {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [Option<ObjId>] {
        &mut self.values[..self.top]
    }
}

impl Clone for ValueStack {
    fn clone(&self) -> ValueStack {
        ValueStack { values: self.to_vec().into(), top: self.top }
    }
    fn clone_from(&mut self, other: &ValueStack) {
        self.values.clear();
        self.values.extend_from_slice(other);
        self.top = other.top;
    }
}
