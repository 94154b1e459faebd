//! The bytes of a bytearray, with room for more as CPython gives it: `sys.getsizeof` shows the room.

use std::ops::{Deref, DerefMut};

/// Bytes, and how many CPython would have allocated for them by now.
#[derive(Clone, Debug, Default)]
pub struct ByteBuf {
    data: Vec<u8>,
    /// Length when the room was last settled.
    settled: usize,
    room: usize,
    /// Room before the first byte, where some were cut off.
    front: usize,
}

impl ByteBuf {
    /// Bytes that came one by one.
    pub fn appended(data: Vec<u8>) -> ByteBuf {
        let mut buf = ByteBuf::default();
        (1..=data.len()).for_each(|length| buf.resize(length));
        buf.data = data;
        buf
    }
    /// The room for the present length: to be called whenever that may have changed.
    pub fn settle(&mut self) {
        self.resize(self.data.len());
    }
    /// The same after so many bytes were cut off at the start.
    pub fn settle_front(&mut self, cut: usize) {
        self.front += cut;
        self.settle();
    }
    /// CPython's `PyByteArray_Resize`.
    fn resize(&mut self, length: usize) {
        if std::mem::replace(&mut self.settled, length) == length {
            return;
        }
        if length + self.front < self.room {
            if length >= self.room / 2 {
                return;
            }
            self.room = length + 1;
        } else if length <= self.room + self.room / 8 {
            self.room = length + length / 8 + if length < 9 { 3 } else { 6 };
        } else {
            self.room = length + 1;
        }
        self.front = 0;
    }
    pub fn room(&self) -> usize {
        self.room
    }
}

/// Bytes that came at once have no more room than they need.
impl From<Vec<u8>> for ByteBuf {
    fn from(data: Vec<u8>) -> ByteBuf {
        let room = if data.is_empty() { 0 } else { data.len() + 1 };
        ByteBuf { settled: data.len(), data, room, front: 0 }
    }
}
impl From<Vec<u8>> for Box<ByteBuf> {
    fn from(data: Vec<u8>) -> Box<ByteBuf> {
        Box::new(data.into())
    }
}
impl Deref for ByteBuf {
    type Target = Vec<u8>;
    fn deref(&self) -> &Vec<u8> {
        &self.data
    }
}
impl DerefMut for ByteBuf {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.data
    }
}
