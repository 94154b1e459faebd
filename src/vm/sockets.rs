//! Pairs of connected sockets, which live inside the machine: what is sent into the one comes out of
//! the other. There are no others: the network is not the program's.

/// Numbers of sockets as files begin here, above those of open files.
pub const FIRST_NUMBER: i64 = 1 << 16;

/// One end.
#[derive(Clone, Debug, Default)]
pub struct SocketEnd {
    /// Sent by the other end, and not read yet.
    pub data: Vec<u8>,
    pub peer: Option<usize>,
    /// Nothing more will come.
    pub ended: bool,
}

/// All ends, by number.
#[derive(Clone, Debug, Default)]
pub struct Sockets {
    ends: Vec<Option<SocketEnd>>,
}

/// Bytes that one end keeps for its reader.
const ROOM: usize = 200 << 10;

impl Sockets {
    /// An end of its own; its number as a file.
    pub fn open(&mut self) -> i64 {
        let place = self.ends.iter().position(Option::is_none).unwrap_or_else(|| {
            self.ends.push(None);
            self.ends.len() - 1
        });
        self.ends[place] = Some(SocketEnd::default());
        FIRST_NUMBER + place as i64
    }
    pub fn connect(&mut self, a: i64, b: i64) {
        let (a, b) = (place(a), place(b));
        for (from, to) in [(a, b), (b, a)] {
            if let Some(end) = self.ends.get_mut(from).and_then(Option::as_mut) {
                end.peer = Some(to);
            }
        }
    }
    pub fn end(&mut self, number: i64) -> Option<&mut SocketEnd> {
        self.ends.get_mut(place(number))?.as_mut()
    }
    /// Closes an end; was it open?
    pub fn close(&mut self, number: i64) -> bool {
        let Some(end) = self.ends.get_mut(place(number)).and_then(Option::take) else { return false };
        if let Some(peer) = end.peer.and_then(|p| self.ends.get_mut(p)).and_then(Option::as_mut) {
            peer.ended = true;
            peer.peer = None;
        }
        true
    }
    /// Sends as much as there is room for: how much that was; `None` without anybody to read it.
    pub fn send(&mut self, number: i64, data: &[u8]) -> Option<usize> {
        let peer = self.end(number)?.peer?;
        let peer = self.ends.get_mut(peer)?.as_mut()?;
        let count = data.len().min(ROOM.saturating_sub(peer.data.len()));
        peer.data.extend_from_slice(&data[..count]);
        Some(count)
    }
    /// Would reading give something (the end of the stream included)?
    pub fn is_readable(&mut self, number: i64) -> bool {
        self.end(number).is_none_or(|end| end.ended || !end.data.is_empty())
    }
    /// The other end's writer is done.
    pub fn shut(&mut self, number: i64) {
        let Some(peer) = self.end(number).and_then(|end| end.peer) else { return };
        if let Some(peer) = self.ends.get_mut(peer).and_then(Option::as_mut) {
            peer.ended = true;
        }
    }
}

fn place(number: i64) -> usize {
    usize::try_from(number - FIRST_NUMBER).unwrap_or(usize::MAX)
}
