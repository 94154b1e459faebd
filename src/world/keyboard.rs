//! The process's standard input, read by a thread of its own: who waits for a line can be interrupted.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Stdin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// An interrupt waits no longer than this.
const NAP: Duration = Duration::from_millis(20);

/// A longer line comes in pieces.
const LONGEST: u64 = 256 << 20;

/// A line without its newline; `None` at the end of the input.
type Line = Option<String>;

/// The thread that reads, once there was something to read.
#[derive(Debug, Default)]
pub struct Keyboard {
    reader: Option<(Sender<()>, Receiver<VecDeque<Line>>)>,
    /// Lines were asked for that have not come yet.
    asked: bool,
    /// What came besides the line that was wanted.
    more: VecDeque<Line>,
}

impl Keyboard {
    /// The next line; the error says that an interrupt came first. The line is then the next one's.
    pub fn line(&mut self, interrupt: &AtomicBool) -> Result<Line, Interrupted> {
        if let Some(line) = self.more.pop_front() {
            return Ok(line);
        }
        if self.reader.is_none() {
            self.reader = start();
        }
        let Some((ask, lines)) = &self.reader else { return Ok(None) };
        if !self.asked {
            self.asked = ask.send(()).is_ok();
        }
        loop {
            match lines.recv_timeout(NAP) {
                Ok(lines) => {
                    self.asked = false;
                    self.more = lines;
                    return Ok(self.more.pop_front().flatten());
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) if interrupt.load(Ordering::Relaxed) => {
                    return Err(Interrupted);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}
/// An interrupt came while a line was waited for.
#[derive(Debug)]
pub struct Interrupted;

fn start() -> Option<(Sender<()>, Receiver<VecDeque<Line>>)> {
    let (ask, asked) = channel();
    let (send, lines) = channel();
    let work = move || {
        let mut input = BufReader::new(std::io::stdin());
        while asked.recv().is_ok() && send.send(read(&mut input)).is_ok() {}
    };
    std::thread::Builder::new().name("input".into()).spawn(work).ok()?;
    Some((ask, lines))
}
/// A line, and those behind it that are there already.
fn read(input: &mut BufReader<Stdin>) -> VecDeque<Line> {
    let mut lines = VecDeque::new();
    loop {
        let mut line = String::new();
        lines.push_back(match input.take(LONGEST).read_line(&mut line) {
            Ok(n) if n > 0 => Some(line.trim_end_matches('\n').to_string()),
            _ => None,
        });
        if !input.buffer().contains(&b'\n') {
            return lines;
        }
    }
}
