//! Files and folders: what a program does to them, journaled like every other answer. A replay gets
//! the same answers and does nothing to the disk again.

use super::keyboard::Interrupted;
use super::{Answer, FileError, FileResult, Sink, Stream, World};
use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{Error, Read, Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

/// What an operation on files answers.
#[derive(Clone, Debug, PartialEq)]
pub enum FileAnswer {
    Done,
    Number(i64),
    Bytes(Arc<[u8]>),
    /// Names in a folder, and whether each is a folder, a file, a link.
    Entries(Vec<Entry>),
    Stat(Box<Stat>),
}

/// One name in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: Vec<u8>,
    pub inode: u64,
    pub is_dir: bool,
    pub is_file: bool,
    pub is_link: bool,
}

/// `struct stat`, as far as programs see it. Times are in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    pub mode: u32,
    pub ino: u64,
    pub dev: u64,
    pub nlink: u64,
    pub uid: u32,
    pub gid: u32,
    pub size: u64,
    pub atime: i128,
    pub mtime: i128,
    pub ctime: i128,
    pub blksize: u64,
    pub blocks: u64,
    pub rdev: u64,
}

/// An open file of the program.
#[derive(Debug)]
pub(super) enum Open {
    Disk(File),
    /// A file that is there for the program alone, and how far it was read.
    Own(Vec<u8>, usize),
}

pub const O_WRONLY: i64 = 1;
pub const O_RDWR: i64 = 2;
pub const O_CREAT: i64 = 0o100;
pub const O_EXCL: i64 = 0o200;
pub const O_TRUNC: i64 = 0o1000;
pub const O_APPEND: i64 = 0o2000;
const ACCESS: i64 = 3;

const REGULAR: u32 = 0o100_644;
const EBADF: i32 = 9;
pub const EINTR: i32 = 4;

/// What is done to one or two paths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathAction {
    Unlink,
    RemoveDir,
    MakeDir(u32),
    ChangeDir,
    ChangeMode(u32),
    Rename,
    Link,
    SymLink,
    /// Modification time and access time in nanoseconds.
    Times(i128, i128),
    Truncate(u64),
}

fn path_of(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}
impl From<Error> for FileError {
    fn from(e: Error) -> FileError {
        FileError {
            errno: e.raw_os_error().unwrap_or(5),
            message: e.to_string().split(" (os error").next().unwrap_or_default().to_string(),
        }
    }
}
fn fail(errno: i32) -> FileError {
    Error::from_raw_os_error(errno).into()
}
/// CPython opens a path with a null byte nowhere; callers check, this is the last line.
fn stat_of(meta: &Metadata) -> Stat {
    let time = |seconds: i64, nanos: i64| i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
    Stat {
        mode: meta.mode(),
        ino: meta.ino(),
        dev: meta.dev(),
        nlink: meta.nlink(),
        uid: meta.uid(),
        gid: meta.gid(),
        size: meta.size(),
        atime: time(meta.atime(), meta.atime_nsec()),
        mtime: time(meta.mtime(), meta.mtime_nsec()),
        ctime: time(meta.ctime(), meta.ctime_nsec()),
        blksize: meta.blksize(),
        blocks: meta.blocks(),
        rdev: meta.rdev(),
    }
}

impl World {
    fn file_answer(
        &mut self,
        ask: impl FnOnce(&mut World) -> FileResult<FileAnswer>,
    ) -> FileResult<FileAnswer> {
        match self.answer(|w| Answer::Path(ask(w))) {
            Answer::Path(result) => result,
            _ => Err(fail(EBADF)),
        }
    }
    fn own_path(&self, path: &[u8]) -> Option<&Vec<u8>> {
        std::str::from_utf8(path).ok().and_then(|p| self.own_file(p))
    }

    /// `stat`, or `lstat` where links are not followed.
    pub fn stat(&mut self, path: &[u8], follow: bool) -> FileResult<Stat> {
        if let Some(own) = self.own_path(path) {
            return Ok(Stat { mode: REGULAR, nlink: 1, size: own.len() as u64, ..Stat::default() });
        }
        let answer = self.file_answer(|_| {
            let path = path_of(path);
            let meta = if follow { fs::metadata(path) } else { fs::symlink_metadata(path) };
            Ok(FileAnswer::Stat(Box::new(stat_of(&meta?))))
        });
        match answer? {
            FileAnswer::Stat(stat) => Ok(*stat),
            _ => Err(fail(EBADF)),
        }
    }
    /// Names in a folder, in the order in which the system gives them.
    pub fn list_dir(&mut self, path: &[u8]) -> FileResult<Vec<Entry>> {
        let answer = self.file_answer(|_| {
            let mut entries = Vec::new();
            for entry in fs::read_dir(path_of(path))? {
                use std::os::unix::fs::DirEntryExt;
                let entry = entry?;
                let kind = entry.file_type()?;
                entries.push(Entry {
                    name: entry.file_name().as_bytes().to_vec(),
                    inode: entry.ino(),
                    is_dir: kind.is_dir(),
                    is_file: kind.is_file(),
                    is_link: kind.is_symlink(),
                });
            }
            Ok(FileAnswer::Entries(entries))
        });
        match answer? {
            FileAnswer::Entries(entries) => Ok(entries),
            _ => Err(fail(EBADF)),
        }
    }
    fn bytes_answer(
        &mut self,
        ask: impl FnOnce(&mut World) -> FileResult<Arc<[u8]>>,
    ) -> FileResult<Arc<[u8]>> {
        match self.file_answer(|w| ask(w).map(FileAnswer::Bytes))? {
            FileAnswer::Bytes(bytes) => Ok(bytes),
            _ => Err(fail(EBADF)),
        }
    }
    pub fn current_dir(&mut self) -> FileResult<Arc<[u8]>> {
        self.bytes_answer(|_| Ok(std::env::current_dir()?.as_os_str().as_bytes().into()))
    }
    pub fn read_link(&mut self, path: &[u8]) -> FileResult<Arc<[u8]>> {
        self.bytes_answer(|_| Ok(fs::read_link(path_of(path))?.as_os_str().as_bytes().into()))
    }
    /// Random bytes from the system.
    pub fn random_bytes(&mut self, count: usize) -> FileResult<Arc<[u8]>> {
        self.bytes_answer(|_| {
            let mut bytes = vec![0; count];
            File::open("/dev/urandom")?.read_exact(&mut bytes)?;
            Ok(bytes.into())
        })
    }
    /// The environment, as `name=value` each.
    pub fn environment(&mut self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let text = self.bytes_answer(|_| {
            let mut out = Vec::new();
            for (name, value) in std::env::vars_os() {
                out.extend_from_slice(name.as_bytes());
                out.push(b'=');
                out.extend_from_slice(value.as_bytes());
                out.push(0);
            }
            Ok(out.into())
        });
        let text = text.unwrap_or_default();
        let pair = |line: &[u8]| {
            // A name may begin with the sign.
            let at = line.iter().skip(1).position(|&b| b == b'=')? + 1;
            Some((line[..at].to_vec(), line[at + 1..].to_vec()))
        };
        text.split(|&b| b == 0).filter(|l| !l.is_empty()).filter_map(pair).collect()
    }

    fn done(&mut self, ask: impl FnOnce(&mut World) -> FileResult<()>) -> FileResult<()> {
        self.file_answer(|w| ask(w).map(|()| FileAnswer::Done)).map(|_| ())
    }
    /// Does something to a path; `second` is the other one of a rename or a link.
    pub fn change_path(&mut self, action: PathAction, path: &[u8], second: &[u8]) -> FileResult<()> {
        self.done(|_| {
            let (path, second) = (path_of(path), path_of(second));
            match action {
                PathAction::Unlink => fs::remove_file(path)?,
                PathAction::RemoveDir => fs::remove_dir(path)?,
                PathAction::MakeDir(mode) => fs::DirBuilder::new().mode(mode).create(path)?,
                PathAction::ChangeDir => std::env::set_current_dir(path)?,
                PathAction::ChangeMode(mode) => fs::set_permissions(path, fs::Permissions::from_mode(mode))?,
                PathAction::Rename => fs::rename(path, second)?,
                PathAction::Link => fs::hard_link(path, second)?,
                PathAction::SymLink => std::os::unix::fs::symlink(path, second)?,
                PathAction::Times(modified, accessed) => {
                    let at = |nanos: i128| {
                        let nanos = u64::try_from(nanos).unwrap_or(0);
                        std::time::UNIX_EPOCH + std::time::Duration::from_nanos(nanos)
                    };
                    let times = fs::FileTimes::new().set_modified(at(modified)).set_accessed(at(accessed));
                    File::open(path)?.set_times(times)?;
                }
                PathAction::Truncate(size) => OpenOptions::new().write(true).open(path)?.set_len(size)?,
            }
            Ok(())
        })
    }

    /// Opens a file with the flags of `os.open`; the number that the program knows it by.
    pub fn open(&mut self, path: &[u8], flags: i64, mode: u32) -> FileResult<i64> {
        let own = self.own_path(path).filter(|_| flags & ACCESS == 0).cloned();
        let answer = self.file_answer(|w| {
            let file = match own {
                Some(bytes) => Open::Own(bytes, 0),
                None => {
                    let access = flags & ACCESS;
                    let mut options = OpenOptions::new();
                    options.read(access != O_WRONLY).write(access == O_WRONLY || access == O_RDWR);
                    let custom = flags & !(ACCESS | O_CREAT | O_EXCL | O_TRUNC | O_APPEND);
                    options.mode(mode).custom_flags(custom as i32);
                    options.append(flags & O_APPEND != 0).truncate(flags & O_TRUNC != 0);
                    match (flags & O_CREAT != 0, flags & O_EXCL != 0) {
                        (true, true) => options.create_new(true),
                        (create, _) => options.create(create),
                    };
                    Open::Disk(options.open(path_of(path))?)
                }
            };
            // The lowest number that is free; 0, 1 and 2 are the standard streams.
            let slot = w.open_files.iter().position(Option::is_none).unwrap_or(w.open_files.len());
            if slot == w.open_files.len() {
                w.open_files.push(None);
            }
            w.open_files[slot] = Some(file);
            Ok(FileAnswer::Number(slot as i64 + 3))
        });
        match answer? {
            FileAnswer::Number(fd) => Ok(fd),
            _ => Err(fail(EBADF)),
        }
    }
    fn opened(&mut self, fd: i64) -> FileResult<&mut Open> {
        let slot = usize::try_from(fd - 3).ok();
        slot.and_then(|s| self.open_files.get_mut(s)?.as_mut()).ok_or_else(|| fail(EBADF))
    }
    pub fn close(&mut self, fd: i64) -> FileResult<()> {
        self.done(|w| {
            w.opened(fd)?;
            w.open_files[fd as usize - 3] = None;
            Ok(())
        })
    }
    /// Up to `limit` bytes; without a limit all that is left.
    pub fn read(&mut self, fd: i64, limit: Option<usize>) -> FileResult<Arc<[u8]>> {
        if fd == 0 {
            // Standard input comes by lines.
            let line = self.read_line().map_err(|Interrupted| fail(EINTR))?;
            return Ok(line.map_or(Arc::from([]), |line| format!("{line}\n").into_bytes().into()));
        }
        self.bytes_answer(|w| {
            let known = match w.opened(fd)? {
                Open::Own(bytes, at) => {
                    let end = limit.map_or(bytes.len(), |n| at.saturating_add(n).min(bytes.len()));
                    let start = std::mem::replace(at, end).min(end);
                    return Ok(bytes[start..end].into());
                }
                Open::Disk(file) => {
                    if let Some(limit) = limit {
                        let mut bytes = vec![0; limit.min(super::FILE_LIMIT as usize)];
                        let count = file.read(&mut bytes)?;
                        bytes.truncate(count);
                        return Ok(bytes.into());
                    }
                    let meta = file.metadata()?;
                    let whole = meta.is_file() && file.stream_position()? == 0;
                    whole.then(|| (meta.dev(), meta.ino(), meta.mtime(), meta.mtime_nsec(), meta.len()))
                }
            };
            // A library file that was read before is kept once, however often a run reads it.
            if let Some(bytes) = known.and_then(|k| w.contents.get(&k)).cloned() {
                if let Open::Disk(file) = w.opened(fd)? {
                    file.seek(SeekFrom::End(0))?;
                }
                return Ok(bytes);
            }
            let Open::Disk(file) = w.opened(fd)? else { return Err(fail(EBADF)) };
            let mut bytes = Vec::new();
            Read::take(file, super::FILE_LIMIT).read_to_end(&mut bytes)?;
            let bytes: Arc<[u8]> = bytes.into();
            if let Some(key) = known.filter(|_| bytes.len() < CACHED) {
                w.contents.insert(key, bytes.clone());
            }
            Ok(bytes)
        })
    }
    /// Writes to an open file; the number of bytes taken.
    pub fn write_fd(&mut self, fd: i64, bytes: &[u8]) -> FileResult<i64> {
        if fd == 1 || fd == 2 {
            let stream = if fd == 1 { Stream::Stdout } else { Stream::Stderr };
            self.write_bytes(stream, bytes)?;
            return Ok(bytes.len() as i64);
        }
        let answer = self.file_answer(|w| match w.opened(fd)? {
            Open::Disk(file) => Ok(FileAnswer::Number(file.write(bytes)? as i64)),
            Open::Own(..) => Err(fail(EBADF)),
        });
        match answer? {
            FileAnswer::Number(count) => Ok(count),
            _ => Err(fail(EBADF)),
        }
    }
    fn write_bytes(&mut self, stream: Stream, bytes: &[u8]) -> std::io::Result<()> {
        let raw = match self.sink {
            Sink::Process => std::str::from_utf8(bytes).is_err(),
            _ => false,
        };
        if !raw {
            return self.write(stream, &String::from_utf8_lossy(bytes));
        }
        match stream {
            Stream::Stdout => std::io::stdout().write_all(bytes),
            Stream::Stderr => std::io::stderr().write_all(bytes),
        }
    }
    /// `lseek`: where the file stands now. `whence` is 0 for the start, 1 for here, 2 for the end.
    pub fn seek(&mut self, fd: i64, offset: i64, whence: i64) -> FileResult<i64> {
        const EINVAL: i32 = 22;
        const ESPIPE: i32 = 29;
        if (0..3).contains(&fd) {
            return Err(fail(ESPIPE));
        }
        let answer = self.file_answer(|w| match w.opened(fd)? {
            Open::Disk(file) => {
                let to = match whence {
                    0 => SeekFrom::Start(u64::try_from(offset).map_err(|_| fail(EINVAL))?),
                    1 => SeekFrom::Current(offset),
                    2 => SeekFrom::End(offset),
                    _ => return Err(fail(EINVAL)),
                };
                Ok(FileAnswer::Number(file.seek(to)? as i64))
            }
            Open::Own(bytes, at) => {
                let base = [0, *at as i64, bytes.len() as i64].get(whence as usize).copied();
                let to = base.and_then(|b| usize::try_from(b + offset).ok()).ok_or_else(|| fail(EINVAL))?;
                *at = to.min(bytes.len());
                Ok(FileAnswer::Number(to as i64))
            }
        });
        match answer? {
            FileAnswer::Number(at) => Ok(at),
            _ => Err(fail(EBADF)),
        }
    }
    pub fn truncate(&mut self, fd: i64, size: u64) -> FileResult<()> {
        self.done(|w| match w.opened(fd)? {
            Open::Disk(file) => Ok(file.set_len(size)?),
            Open::Own(..) => Err(fail(EBADF)),
        })
    }
    pub fn sync(&mut self, fd: i64) -> FileResult<()> {
        self.done(|w| match w.opened(fd)? {
            Open::Disk(file) => Ok(file.sync_all()?),
            Open::Own(..) => Ok(()),
        })
    }
    pub fn fstat(&mut self, fd: i64) -> FileResult<Stat> {
        const CHARACTER: u32 = 0o020_620;
        if (0..3).contains(&fd) {
            return Ok(Stat { mode: CHARACTER, nlink: 1, blksize: 1024, ..Stat::default() });
        }
        let answer = self.file_answer(|w| {
            let stat = match w.opened(fd)? {
                Open::Disk(file) => stat_of(&file.metadata()?),
                Open::Own(bytes, _) => {
                    Stat { mode: REGULAR, nlink: 1, size: bytes.len() as u64, ..Stat::default() }
                }
            };
            Ok(FileAnswer::Stat(Box::new(stat)))
        });
        match answer? {
            FileAnswer::Stat(stat) => Ok(*stat),
            _ => Err(fail(EBADF)),
        }
    }
}

/// Files above this size are not kept for a second reading.
const CACHED: usize = 4 << 20;

impl World {
    fn number_answer(&mut self, ask: impl FnOnce() -> i64) -> i64 {
        match self.file_answer(|_| Ok(FileAnswer::Number(ask()))) {
            Ok(FileAnswer::Number(number)) => number,
            _ => 0,
        }
    }
    pub fn process_id(&mut self) -> i64 {
        self.number_answer(|| std::process::id().into())
    }
    pub fn parent_id(&mut self) -> i64 {
        self.number_answer(|| std::os::unix::process::parent_id().into())
    }
    pub fn processors(&mut self) -> i64 {
        self.number_answer(|| std::thread::available_parallelism().map_or(1, |n| n.get() as i64))
    }
    /// User and group that the process runs as.
    pub fn user_ids(&mut self) -> (u32, u32) {
        self.stat(b"/proc/self", true).map_or((0, 0), |s| (s.uid, s.gid))
    }
}
