//! Lays the functions that every start needs side by side in the binary. The system maps a file in pieces
//! of 64 KiB and more, so functions that lie scattered would bring most of the text into memory.

use std::path::Path;

/// What the linker LLD writes into the files that it makes.
const MARK: &[u8] = b"Linker: LLD";

fn main() {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo says where");
    let order = Path::new(&root).join(".cargo/startup.order");
    println!("cargo:rerun-if-changed=.cargo/build.rs");
    println!("cargo:rerun-if-changed=.cargo/startup.order");
    // Other linkers have other ways to say it. This very script was linked as the program will be.
    let native = std::env::var("HOST").ok() == std::env::var("TARGET").ok();
    let own = std::env::current_exe().and_then(std::fs::read).unwrap_or_default();
    if native && cfg!(target_os = "linux") && own.windows(MARK.len()).any(|bytes| bytes == MARK) {
        // Names that are no longer there do no harm: those functions lie where they lay before.
        println!("cargo:rustc-link-arg-bins=-Wl,--no-warn-symbol-ordering");
        println!("cargo:rustc-link-arg-bins=-Wl,--symbol-ordering-file={}", order.display());
    }
}
