//! Input and output of the commands.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// What a command reads.
pub struct Input {
    /// As the program's `co_filename` has it.
    pub name: String,
    pub bytes: Vec<u8>,
    /// Seconds since 1970, modulo 2^32; 0 where there is no file.
    pub mtime: u32,
}

/// Reads a file, or standard input for `-`.
pub fn read(file: &OsStr) -> Result<Input, String> {
    let name = file.to_string_lossy().into_owned();
    let fail = |error: std::io::Error| format!("{name}: {}", plain(&error));
    if file == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(fail)?;
        return Ok(Input { name: "<stdin>".into(), bytes, mtime: 0 });
    }
    let bytes = std::fs::read(file).map_err(fail)?;
    let modified = std::fs::metadata(file).and_then(|m| m.modified()).ok();
    let mtime = modified.and_then(|m| m.duration_since(UNIX_EPOCH).ok()).map_or(0, |d| d.as_secs() as u32);
    Ok(Input { name, bytes, mtime })
}

/// Writes a file as a whole or not at all: a neighbour is written first and then renamed.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("{}: {}", path.display(), plain(&error));
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(fail)?;
    }
    // A device or pipe cannot be replaced.
    if path.exists() && !path.is_file() {
        return std::fs::write(path, bytes).map_err(fail);
    }
    let mut temporary = path.as_os_str().to_os_string();
    temporary.push(format!(".{}", std::process::id()));
    let done = std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, path));
    if done.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    done.map_err(fail)
}

/// Prints to standard output; a reader that went away is no error.
pub fn print(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(plain(&error)),
        _ => Ok(()),
    }
}

/// The operating system's words without Rust's additions.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_string()
}
