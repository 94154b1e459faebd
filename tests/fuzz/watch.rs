//! Watches over cases: panics on any thread, processor time, memory.

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// From here on a panic is kept as text and not printed.
pub fn catch_panics() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if let Ok(mut first) = PANIC.lock() {
            first.get_or_insert(text);
        }
    }));
}

/// The first panic since the last call, on whichever thread it was.
pub fn panicked() -> Option<String> {
    PANIC.lock().ok()?.take()
}

/// Processor time of the process, where the system tells it.
pub fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name in brackets: fields 3 on; 14 and 15 are ticks of 10 ms.
    let rest = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = rest.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The most memory that the process ever had, in MB, where the system tells it.
pub fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Where findings are kept.
pub fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    let _ = std::fs::create_dir_all(&folder);
    folder
}
