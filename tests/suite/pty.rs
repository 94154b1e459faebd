//! The real binary in a real pseudo-terminal.

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a picture is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    terminal: Arc<Mutex<vt100::Parser>>,
    /// The terminal's own modes before the program ran.
    modes: String,
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("a terminal has cells")
}

impl Pty {
    /// Starts `pvmscope` with arguments.
    pub fn start(args: &[&str], columns: u16, rows: u16) -> Pty {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let modes = format!("{:?}", pair.master.get_termios());
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pvmscope"));
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        // No settings of whoever runs the tests.
        command.env("XDG_CONFIG_HOME", "/nonexistent");
        command.env("HOME", "/nonexistent");
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let terminal = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (seen, keys) = (terminal.clone(), pair.master.take_writer().expect("a writer"));
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 {
                    return;
                }
                seen.lock().expect("the terminal").process(&buffer[..n]);
            }
        });
        Pty { master: pair.master, keys, child, terminal, modes }
    }

    pub fn keys(&mut self, keys: &str) {
        self.keys
            .write_all(keys.as_bytes())
            .and_then(|()| self.keys.flush())
            .expect("the terminal takes keys");
    }

    pub fn picture(&self) -> String {
        self.terminal.lock().expect("the terminal").screen().contents()
    }

    /// Waits for a picture, and shows the one there is if it does not come.
    #[track_caller]
    pub fn wait(&self, what: &str, shown: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let picture = self.picture();
            if shown(&picture) {
                return picture;
            }
            assert!(start.elapsed() < PATIENCE, "{what} is not shown:\n{picture}");
            std::thread::sleep(Duration::from_millis(3));
        }
    }
    #[track_caller]
    pub fn wait_for(&self, text: &str) -> String {
        self.wait(text, |picture| picture.contains(text))
    }

    /// Waits until the picture has not changed for a while.
    pub fn still(&self) -> String {
        let mut last = self.picture();
        loop {
            std::thread::sleep(Duration::from_millis(60));
            let picture = self.picture();
            if picture == last {
                return picture;
            }
            last = picture;
        }
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        self.terminal.lock().expect("the terminal").set_size(cells(rows), cells(columns));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("the terminal changes its size");
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    /// Waits for the end; the terminal must be as it was before.
    #[track_caller]
    pub fn end(mut self) -> (ExitStatus, String) {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "the program does not end:\n{}", self.picture());
            std::thread::sleep(Duration::from_millis(3));
        };
        // What was written last may still be on its way.
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(format!("{:?}", self.master.get_termios()), self.modes, "the terminal's modes");
        let terminal = self.terminal.lock().expect("the terminal");
        let screen = terminal.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is back");
        assert!(!screen.bracketed_paste(), "pasting is plain again");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is free");
        (status, screen.contents())
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // It has ended, unless a test failed.
        let _ = self.child.kill();
    }
}

/// A program in a file of its own, gone with the test.
pub struct TempFile(pub PathBuf);

impl TempFile {
    pub fn new(name: &str, bytes: impl AsRef<[u8]>) -> TempFile {
        let folder = std::env::temp_dir().join(format!("pvmscope-test-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("a file");
        TempFile(path)
    }
    pub fn path(&self) -> &str {
        self.0.to_str().expect("a UTF-8 path")
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
