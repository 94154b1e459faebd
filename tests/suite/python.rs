//! The judge: an installed CPython 3.13, where there is one.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// A command that starts CPython 3.13, or `None` where none is installed.
pub fn python() -> Option<Command> {
    static FOUND: OnceLock<bool> = OnceLock::new();
    let command = || {
        let mut command = Command::new("python3.13");
        command.env("PYENV_VERSION", "3.13.0").env("PYTHONHASHSEED", "0").stdin(Stdio::null());
        command
    };
    let found = *FOUND.get_or_init(|| {
        let version = command().args(["-c", "import sys; print(sys.version_info[:2])"]).output();
        let found = version.is_ok_and(|o| o.stdout.starts_with(b"(3, 13)"));
        eprintln!("{}", if found { "judged by python3.13" } else { "no python3.13: goldens only" });
        found
    });
    found.then(command)
}

/// A fresh directory for a test's files.
pub fn scratch(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("pvmscope-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// One in how many standard library files a test takes; `PVMSCOPE_ALL=1` takes all of them.
pub fn stride(usual: usize) -> usize {
    if std::env::var_os("PVMSCOPE_ALL").is_some() { 1 } else { usual }
}
