//! The real programs that cases are made from.

use std::path::{Path, PathBuf};

/// Larger files are left out: a case should be quick.
const LARGEST: u64 = 200 << 10;

pub struct Corpus {
    /// Texts for the compiler.
    pub texts: Vec<String>,
    /// Small programs that can be run.
    pub programs: Vec<String>,
}

impl Corpus {
    /// `folders` are searched for programs to compile; samples and test programs are always there.
    pub fn new(root: &Path, folders: &[PathBuf]) -> Corpus {
        let own = [root.join("samples"), root.join("tests/programs")];
        let programs = read(&own);
        let mut texts = read(folders);
        texts.extend(programs.iter().cloned());
        Corpus { texts, programs }
    }
}

fn read(folders: &[PathBuf]) -> Vec<String> {
    let mut paths = Vec::new();
    for folder in folders {
        find(folder, &mut paths);
    }
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

fn find(path: &Path, out: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            find(&entry.path(), out);
        }
    } else if path.extension().is_some_and(|e| e == "py")
        && path.metadata().is_ok_and(|meta| meta.len() <= LARGEST)
    {
        out.push(path.to_path_buf());
    }
}
