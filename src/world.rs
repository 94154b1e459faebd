//! The only door out: clock, input, output, files, environment and entropy.
//!
//! Every answer that a program can see is journaled, so that a replay gets the same one.
//! Output is collected with the step it was written at, and goes out once, not again in a replay.

mod files;
pub mod keyboard;
mod library;
pub mod signals;
mod zone;

pub use files::{
    EINTR, Entry, FileAnswer, O_APPEND, O_CREAT, O_EXCL, O_RDWR, O_TRUNC, O_WRONLY, PathAction, Stat,
};
pub use library::is_library;
pub use zone::LocalTime;

use keyboard::{Interrupted, Keyboard};
use rustc_hash::FxHashMap;
use signals::Signals;
use std::collections::VecDeque;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
pub use std::time::Duration;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// An answer of the world, kept for replay.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Clock(Duration),
    Line(Option<String>),
    File(FileResult<Arc<[u8]>>),
    Exists(bool),
    Path(FileResult<FileAnswer>),
    Variable(Option<String>),
    LocalTime(LocalTime),
}

pub type FileResult<T> = Result<T, FileError>;

/// What a file was when it was read: device, inode, time in seconds and nanoseconds, size.
type Identity = (u64, u64, i64, i64, u64);

/// Why a file could not be read: `errno` and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    pub errno: i32,
    pub message: String,
}

/// Where output goes and input comes from.
#[derive(Debug)]
enum Sink {
    /// The process's own streams.
    Process,
    /// The same, with everything written to stderr.
    Stderr,
    /// Kept in memory, for tests.
    Capture { input: VecDeque<String>, pieces: Vec<(Stream, String)>, bytes: usize },
    /// For the screen: the end of the output is kept, and input is awaited.
    Screen { input: VecDeque<String>, output: Tail },
}

/// The end of what a program wrote.
#[derive(Clone, Debug, Default)]
pub struct Tail {
    pub pieces: VecDeque<(Stream, String)>,
    /// Bytes in `pieces`, and in all that was written.
    kept: usize,
    pub written: u64,
}

/// Bytes of output that a [`Tail`] keeps, at least.
const TAIL: usize = 64 << 10;
/// Short writes are put together up to this size.
const PIECE: usize = 4 << 10;

impl Tail {
    fn push(&mut self, stream: Stream, text: &str) {
        self.written += text.len() as u64;
        let cut = text.len().saturating_sub(TAIL);
        let cut = (cut..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        self.kept += text.len() - cut;
        match self.pieces.back_mut() {
            Some((last, piece)) if *last == stream && piece.len() < PIECE => piece.push_str(&text[cut..]),
            _ => self.pieces.push_back((stream, text[cut..].to_string())),
        }
        while let Some((_, first)) = self.pieces.front()
            && self.kept - first.len() > TAIL
        {
            self.kept -= first.len();
            self.pieces.pop_front();
        }
    }
}

/// See the module. `position` counts answers given; a replay sets it back.
#[derive(Debug)]
pub struct World {
    sink: Sink,
    journal: Vec<Answer>,
    position: usize,
    /// Number of output pieces written in this run up to now; those below `written` went out.
    emitted: usize,
    written: usize,
    started: Instant,
    /// The program wants a line of input that nobody has typed yet.
    starving: bool,
    /// From this answer on the journal tells of something that will be taken back.
    spoiled: Option<usize>,
    /// Files that are there for the program alone, by path.
    files: Vec<(String, Vec<u8>)>,
    /// Files that the program has open, by number less 3. They stand where the journal ends: a
    /// replay does not touch them.
    open_files: Vec<Option<files::Open>>,
    /// Files read whole, so that the journal holds what is read again and again only once.
    contents: FxHashMap<Identity, Arc<[u8]>>,
    /// Where the standard library is, once it was looked for.
    library: Option<Option<String>>,
    /// The local time zone, once it was asked for.
    zone: Option<tz::TimeZone>,
    keyboard: Keyboard,
    pub signals: Signals,
    /// Set when the program is to be interrupted.
    pub interrupt: Arc<AtomicBool>,
}

/// Where a run stands in the world's journal; part of a checkpoint.
#[derive(Clone, Debug, Default)]
pub struct WorldMark {
    position: usize,
    emitted: usize,
    /// The output at that moment, where it is kept as a tail.
    output: Option<Tail>,
}

/// Captured output is cut after this many bytes, so that endless output cannot eat the memory.
const CAPTURE_LIMIT: usize = 64 << 20;

impl World {
    pub fn process() -> World {
        World::with(Sink::Process)
    }
    /// The process's input; output goes to stderr, both streams.
    pub fn to_stderr() -> World {
        World::with(Sink::Stderr)
    }
    /// No process streams: `input` lines are what `input()` reads; output is kept.
    pub fn captured(input: impl IntoIterator<Item = String>) -> World {
        World::with(Sink::Capture { input: input.into_iter().collect(), pieces: Vec::new(), bytes: 0 })
    }
    /// A captured world that gives the answers (of the clock, of files) that this one gave.
    pub fn answering_alike(&self) -> World {
        World { journal: self.journal.clone(), ..World::captured([]) }
    }
    /// No process streams: the end of the output is kept, and input comes line by line.
    pub fn screen() -> World {
        World::with(Sink::Screen { input: VecDeque::new(), output: Tail::default() })
    }
    fn with(sink: Sink) -> World {
        World {
            sink,
            journal: Vec::new(),
            position: 0,
            emitted: 0,
            written: 0,
            started: Instant::now(),
            starving: false,
            spoiled: None,
            files: Vec::new(),
            open_files: Vec::new(),
            contents: FxHashMap::default(),
            library: None,
            zone: None,
            keyboard: Keyboard::default(),
            signals: Signals::default(),
            interrupt: Arc::default(),
        }
    }
    /// The same world with some files in it that are on no disk.
    pub fn with_files(mut self, files: Vec<(String, Vec<u8>)>) -> World {
        self.files = files;
        self
    }
    fn own_file(&self, path: &str) -> Option<&Vec<u8>> {
        self.files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes)
    }

    pub fn mark(&self) -> WorldMark {
        WorldMark { position: self.position, emitted: self.emitted, output: self.tail().cloned() }
    }
    /// Goes back to a mark: answers after it are given again, output after it is not written again.
    pub fn rewind(&mut self, mark: &WorldMark) {
        self.position = mark.position;
        self.emitted = mark.emitted;
        self.starving = false;
        if let Some(first) = self.spoiled.take() {
            self.journal.truncate(first);
        }
        if let (Sink::Screen { output, .. }, Some(earlier)) = (&mut self.sink, &mark.output) {
            output.clone_from(earlier);
        }
    }
    /// The end of the output, where only that is kept.
    pub fn tail(&self) -> Option<&Tail> {
        match &self.sink {
            Sink::Screen { output, .. } => Some(output),
            _ => None,
        }
    }
    /// Number of pieces written up to the current moment.
    pub fn emitted(&self) -> usize {
        self.emitted
    }
    /// What happens from here on will be taken back: an instruction was cut short.
    pub fn spoil(&mut self) {
        self.spoiled.get_or_insert(self.journal.len());
    }
    /// Does the program want a line of input that is not there?
    pub fn is_starving(&self) -> bool {
        self.starving
    }
    /// Gives a line of input to a screen's program.
    pub fn type_line(&mut self, line: String) {
        if let Sink::Screen { input, .. } = &mut self.sink {
            input.push_back(line);
            self.starving = false;
        }
    }

    fn answer(&mut self, ask: impl FnOnce(&mut World) -> Answer) -> Answer {
        if self.starving || matches!(self.sink, Sink::Process | Sink::Stderr) {
            // Either all of this will be taken back (the line that is missing comes first), or
            // nobody ever goes back.
            return ask(self);
        }
        if self.position == self.journal.len() {
            let answer = ask(self);
            self.journal.push(answer);
        }
        self.position += 1;
        self.journal[self.position - 1].clone()
    }

    /// Writes to a stream; an error (a closed pipe) is the caller's to report.
    pub fn write(&mut self, stream: Stream, text: &str) -> std::io::Result<()> {
        self.emitted += 1;
        if let Sink::Screen { output, .. } = &mut self.sink {
            // The tail goes back with the machine, so a replay writes it again.
            output.push(stream, text);
            return Ok(());
        }
        if self.emitted <= self.written {
            return Ok(());
        }
        self.written = self.emitted;
        match &mut self.sink {
            Sink::Process if stream == Stream::Stdout => std::io::stdout().write_all(text.as_bytes()),
            Sink::Process | Sink::Stderr | Sink::Screen { .. } => {
                std::io::stderr().write_all(text.as_bytes())
            }
            Sink::Capture { pieces, bytes, .. } => {
                *bytes += text.len();
                let keep = if *bytes <= CAPTURE_LIMIT { text.to_string() } else { String::new() };
                pieces.push((stream, keep));
                Ok(())
            }
        }
    }
    pub fn flush(&mut self) -> std::io::Result<()> {
        match self.sink {
            Sink::Process => std::io::stdout().flush(),
            Sink::Stderr | Sink::Capture { .. } | Sink::Screen { .. } => Ok(()),
        }
    }
    /// What was written up to the current moment, oldest first (captured worlds only).
    pub fn output(&self) -> &[(Stream, String)] {
        match &self.sink {
            Sink::Process | Sink::Stderr | Sink::Screen { .. } => &[],
            Sink::Capture { pieces, .. } => &pieces[..self.emitted.min(pieces.len())],
        }
    }

    /// One line of input without its newline; `None` at the end. The error says that an interrupt came first.
    pub fn read_line(&mut self) -> Result<Option<String>, Interrupted> {
        if matches!(self.sink, Sink::Process | Sink::Stderr) {
            return self.keyboard.line(&self.interrupt);
        }
        Ok(self.scripted_line())
    }
    fn scripted_line(&mut self) -> Option<String> {
        if self.position == self.journal.len()
            && let Sink::Screen { input, .. } = &self.sink
            && input.is_empty()
        {
            // Whoever watches takes this back and waits for a line.
            self.starving = true;
            self.spoil();
            return None;
        }
        let answer = self.answer(|w| {
            Answer::Line(match &mut w.sink {
                Sink::Process | Sink::Stderr => None,
                Sink::Capture { input, .. } | Sink::Screen { input, .. } => input.pop_front(),
            })
        });
        if let Answer::Line(line) = answer { line } else { None }
    }

    /// Seconds since the epoch.
    pub fn wall_clock(&mut self) -> Duration {
        let answer =
            self.answer(|_| Answer::Clock(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()));
        if let Answer::Clock(time) = answer { time } else { Duration::ZERO }
    }
    /// Numbers that nobody can foresee.
    pub fn entropy(&mut self, count: usize) -> Vec<u32> {
        let bytes = self.random_bytes(count * 4).unwrap_or_default();
        let mut words: Vec<u32> = bytes.as_chunks().0.iter().map(|c| u32::from_le_bytes(*c)).collect();
        words.resize(count, 0);
        words
    }
    /// Time since the machine started.
    pub fn monotonic(&mut self) -> Duration {
        let answer = self.answer(|w| Answer::Clock(w.started.elapsed()));
        if let Answer::Clock(time) = answer { time } else { Duration::ZERO }
    }

    /// Is the process the program's own, with its signals?
    pub fn has_signals(&self) -> bool {
        matches!(self.sink, Sink::Process)
    }
    /// Listens for a signal, if the process is the program's own.
    pub fn listen_for(&mut self, number: i64) -> std::io::Result<()> {
        match self.has_signals() {
            true => self.signals.listen(number as usize, &self.interrupt),
            false => Ok(()),
        }
    }
    /// Lets a signal have come that the program sends itself.
    pub fn send_signal(&self, number: i64) {
        self.signals.send(number as usize, &self.interrupt);
    }
    /// Sets one of the process's timers: see [`Signals::set_timer`].
    pub fn set_timer(
        &mut self,
        which: usize,
        delay: Duration,
        interval: Duration,
    ) -> std::io::Result<(Duration, Duration)> {
        self.signals.set_timer(which, delay, interval, &self.interrupt)
    }

    /// Does sleeping take its time?
    pub fn lets_time_pass(&self) -> bool {
        matches!(self.sink, Sink::Process | Sink::Stderr)
    }
    /// Lets time pass; a program on the screen does not wait.
    pub fn sleep(&mut self, time: Duration) {
        if self.lets_time_pass() {
            std::thread::sleep(time);
        }
    }

    /// A whole file. Larger than 256 MiB is refused, as is anything but a regular file.
    pub fn read_file(&mut self, path: &str) -> FileResult<Arc<[u8]>> {
        if let Some(bytes) = self.own_file(path) {
            return Ok(bytes.as_slice().into());
        }
        let answer = self.answer(|_| Answer::File(read_regular(path).map(Arc::from)));
        if let Answer::File(result) = answer { result } else { Ok(Arc::from([])) }
    }
    pub fn is_file(&mut self, path: &str) -> bool {
        if self.own_file(path).is_some() {
            return true;
        }
        let answer = self.answer(|_| Answer::Exists(std::path::Path::new(path).is_file()));
        answer == Answer::Exists(true)
    }
    pub fn is_dir(&mut self, path: &str) -> bool {
        let answer = self.answer(|_| Answer::Exists(std::path::Path::new(path).is_dir()));
        answer == Answer::Exists(true)
    }
    pub fn variable(&mut self, name: &str) -> Option<String> {
        let answer = self.answer(|_| Answer::Variable(std::env::var(name).ok()));
        if let Answer::Variable(value) = answer { value } else { None }
    }
}

/// Does something after so many milliseconds, on a thread of its own; not at all if none is to be had.
pub fn later(milliseconds: u64, work: impl FnOnce() + Send + 'static) {
    let wait = move || {
        std::thread::sleep(Duration::from_millis(milliseconds));
        work();
    };
    let _ = std::thread::Builder::new().name("later".into()).spawn(wait);
}

/// A script's path as CPython shows it: the working directory before it, nothing resolved.
pub fn absolute(path: &str) -> String {
    match std::env::current_dir() {
        Ok(directory) if !path.starts_with('/') => format!("{}/{path}", directory.display()),
        _ => path.to_string(),
    }
}

/// The folder that a script lies in, all links resolved; the one in its path's text if there is no such file.
pub fn folder_of(path: &str) -> Vec<u8> {
    let real = std::fs::canonicalize(path).ok();
    match real.as_deref().and_then(std::path::Path::parent) {
        Some(folder) => folder.as_os_str().as_encoded_bytes().to_vec(),
        None => path.rsplit_once('/').map_or("", |(folder, _)| folder).as_bytes().to_vec(),
    }
}

/// Files above this size are refused.
const FILE_LIMIT: u64 = 256 << 20;

/// Can the path be run for the `__main__.py` in it: is it a folder, or a zip archive?
pub fn holds_modules(path: &str) -> bool {
    /// What the last record of an archive begins with, and its size without a comment.
    const END: &[u8] = b"PK\x05\x06";
    const END_SIZE: i64 = 22;
    let Ok(mut file) = std::fs::File::open(path) else { return false };
    let Ok(meta) = file.metadata() else { return false };
    let mut end = [0; END.len()];
    meta.is_dir()
        || meta.is_file()
            && file.seek(SeekFrom::End(-END_SIZE)).is_ok()
            && file.read_exact(&mut end).is_ok()
            && end == END
}

/// Reads a regular file, with `errno` and text on failure.
pub fn read_regular(path: &str) -> Result<Vec<u8>, FileError> {
    let fail = |e: std::io::Error| FileError {
        errno: e.raw_os_error().unwrap_or(5),
        message: e.to_string().split(" (os error").next().unwrap_or_default().to_string(),
    };
    let mut file = std::fs::File::open(path).map_err(fail)?;
    let meta = file.metadata().map_err(fail)?;
    if meta.is_dir() {
        return Err(FileError { errno: 21, message: "Is a directory".into() });
    }
    if meta.len() > FILE_LIMIT {
        return Err(FileError { errno: 27, message: "File too large".into() });
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    Read::take(&mut file, FILE_LIMIT).read_to_end(&mut bytes).map_err(fail)?;
    Ok(bytes)
}
