//! Where an installed CPython 3.13 keeps its standard library: looked for, never assumed.

use super::World;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Below a prefix.
const LIBRARY: &str = "lib/python3.13";

impl World {
    /// Takes the standard library from there.
    pub fn with_library(mut self, library: Option<String>) -> World {
        if library.is_some() {
            self.library = Some(library);
        }
        self
    }
    /// The folder of the standard library's modules, if one is installed. It is looked for once.
    pub fn library(&mut self) -> Option<String> {
        self.library.get_or_insert_with(|| find().map(|p| p.to_string_lossy().into_owned())).clone()
    }
}

/// Does the folder hold what a 3.13 library holds?
pub fn is_library(folder: &Path) -> bool {
    folder.join("os.py").is_file() && folder.join("importlib/_bootstrap_external.py").is_file()
}

fn find() -> Option<PathBuf> {
    named().or_else(on_path).or_else(in_known_places).or_else(by_asking)
}

/// Where the user says that it is.
fn named() -> Option<PathBuf> {
    let library = PathBuf::from(std::env::var_os("PVMSCOPE_STDLIB")?);
    is_library(&library).then_some(library)
}

/// Beside the `python3.13` that a shell would start.
fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find_map(|folder| {
        let program = folder.join("python3.13").canonicalize().ok()?;
        let library = program.parent()?.parent()?.join(LIBRARY);
        is_library(&library).then_some(library)
    })
}

/// Where systems, pyenv, uv and conda install.
fn in_known_places() -> Option<PathBuf> {
    let mut prefixes = Vec::new();
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let pyenv = std::env::var_os("PYENV_ROOT").map_or_else(|| home.join(".pyenv"), PathBuf::from);
    if let Some(version) = std::env::var_os("PYENV_VERSION") {
        prefixes.push(pyenv.join("versions").join(version));
    }
    prefixes.extend(folders(&pyenv.join("versions"), "3.13"));
    prefixes.extend(["/usr/local", "/usr", "/opt/homebrew", "/opt/python3.13"].map(PathBuf::from));
    prefixes.extend(folders(&home.join(".local/share/uv/python"), "cpython-3.13"));
    prefixes.extend(["miniconda3", "anaconda3", "miniforge3"].map(|c| home.join(c)));
    prefixes.into_iter().map(|p| p.join(LIBRARY)).find(|l| is_library(l))
}
/// The folders in one whose name begins like that, sorted.
fn folders(place: &Path, start: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.filter(|e| e.file_name().to_string_lossy().starts_with(start)).map(|e| e.path()).collect();
    found.sort();
    found
}

/// `python3.13` itself knows, where it is but a script that starts another.
fn by_asking() -> Option<PathBuf> {
    let code = "import sysconfig; print(sysconfig.get_path('stdlib'))";
    let answer = Command::new("python3.13").args(["-S", "-E", "-c", code]).output().ok()?;
    let library = PathBuf::from(String::from_utf8(answer.stdout).ok()?.trim());
    is_library(&library).then_some(library)
}
