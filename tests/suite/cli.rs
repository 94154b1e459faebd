//! The commands: their texts against CPython's own tools, their files against `py_compile`.

use crate::goldens::root;
use crate::python::{python, scratch, stride};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn pvmscope(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pvmscope"));
    command.args(args).stdin(Stdio::null()).current_dir(root()).output().unwrap()
}

/// Writes n.STAGE for each sample and every n-th standard library file, and the list of files.
const TOOLS: &str = r#"
import ast, contextlib, dis, glob, io, os, symtable, sys, sysconfig, tokenize, warnings
import importlib._bootstrap_external as external
warnings.simplefilter("ignore")
out, stride = sys.argv[1], int(sys.argv[2])

def tokens(file):
    with open(file, "rb") as f:
        for t in tokenize.tokenize(f.readline):
            place = "%d,%d-%d,%d:" % (t.start + t.end)
            print("%-20s%-15s%-15r" % (place, tokenize.tok_name[t.exact_type], t.string))

def tree(file):
    print(ast.dump(ast.parse(open(file, "rb").read(), file), include_attributes=True, indent=3))

def disassembly(file):
    dis.dis(compile(open(file, "rb").read(), file, "exec"))

lib = sysconfig.get_path("stdlib")
files = sorted(os.path.join(d, f) for d, _, fs in os.walk(lib) for f in fs
               if f.endswith(".py") and "site-packages" not in d)
listed = []
for file in sorted(glob.glob("samples/*.py")) + files[::stride]:
    name = f"{out}/{len(listed)}"
    try:
        for stage, tool in ("tokens", tokens), ("ast", tree), ("dis", disassembly), ("symtable", lambda f: symtable.main([f])):
            with open(f"{name}.{stage}", "w") as text, contextlib.redirect_stdout(text):
                tool(file)
        for level in range(3):
            code = compile(open(file, "rb").read(), file, "exec", optimize=level)
            info = os.stat(file)
            with open(f"{name}.pyc{level}", "wb") as f:
                f.write(external._code_to_timestamp_pyc(code, int(info.st_mtime), info.st_size))
            del code
    except Exception:
        continue
    listed.append(file)
open(f"{out}/list", "w").write("\n".join(listed))
"#;

/// What differs from run to run of CPython itself: addresses; the order of free variables.
fn normal(stage: &str, text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    match stage {
        "dis" => lines.iter_mut().for_each(|line| {
            if let Some((before, address)) = line.split_once(" at 0x") {
                *line =
                    format!("{before} at {}", address.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
            }
        }),
        // CPython adds the free variables that inner scopes need in the order of a set.
        "symtable" => {
            for block in lines.split_mut(|line| line.is_empty()) {
                block.sort();
            }
        }
        _ => {}
    }
    lines
}

#[test]
fn stages_are_those_of_the_tools() {
    let Some(mut python) = python() else { return };
    let dir = scratch("cli");
    let status =
        python.args(["-c", TOOLS]).arg(&dir).arg(stride(70).to_string()).current_dir(root()).status();
    assert!(status.unwrap().success());
    let list = std::fs::read_to_string(dir.join("list")).unwrap();
    for (n, file) in list.lines().enumerate() {
        for stage in ["tokens", "ast", "symtable", "dis"] {
            let output = pvmscope(&[stage, file]);
            assert!(output.status.success(), "{stage} {file}: {}", String::from_utf8_lossy(&output.stderr));
            let found = normal(stage, &String::from_utf8(output.stdout).unwrap());
            let expected = std::fs::read_to_string(dir.join(format!("{n}.{stage}"))).unwrap();
            let expected = normal(stage, &expected);
            let different = found.iter().zip(&expected).position(|(a, b)| a != b);
            assert_eq!(different.map(|i| (i, &found[i], &expected[i])), None, "{stage} {file}");
            assert_eq!(found.len(), expected.len(), "{stage} {file}");
        }
        for (level, flag) in ["--", "-O", "-OO"].into_iter().enumerate() {
            let made = dir.join("made.pyc");
            let output = pvmscope(&["compile", "-o", made.to_str().unwrap(), flag, file]);
            assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr));
            let expected = std::fs::read(dir.join(format!("{n}.pyc{level}"))).unwrap();
            // What `compile()` interned before may show in these; see `bytecode.rs`.
            if !crate::bytecode::depends_on_process(file) {
                assert!(
                    std::fs::read(&made).unwrap() == expected,
                    "{file}: the .pyc differs at level {level}"
                );
            }
        }
    }
    println!("{} files equal", list.lines().count());
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn usage_errors_are_one_line_and_status_2() {
    for args in [&["dis"][..], &["dis", "a", "b"], &["--nope"], &["compile"], &["trace", "--limit", "x", "a"]]
    {
        let output = pvmscope(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1, "{args:?}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn what_cannot_be_read_is_status_1() {
    let dir = scratch("unread");
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_string()
    };
    let bad = file("bad.py", b"x = = 1\n");
    let pyc = file("bad.pyc", b"\xf3\x0d\x0d\x0a\0\0\0\0\0\0\0\0\0\0\0\0\xe3");
    for args in [&["dis", "no such file"][..], &["ast", &bad], &["compile", &bad], &["dis", &pyc]] {
        let output = pvmscope(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{args:?}");
    }
    assert!(!Path::new(&dir).join("__pycache__").exists());
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn compile_writes_where_cpython_would() {
    let dir = scratch("cache");
    std::fs::write(dir.join("a.py"), "print(1)\n").unwrap();
    let source = dir.join("a.py");
    let source = source.to_str().unwrap();
    let out = dir.join("out");
    for args in [
        &["compile", source][..],
        &["compile", "-O", source],
        &["compile", "--out-dir", out.to_str().unwrap(), source],
    ] {
        assert!(pvmscope(args).status.success(), "{args:?}");
    }
    for made in
        ["__pycache__/a.cpython-313.pyc", "__pycache__/a.cpython-313.opt-1.pyc", "out/a.cpython-313.pyc"]
    {
        assert!(dir.join(made).exists(), "{made}");
    }
    let shown = pvmscope(&["dis", dir.join("__pycache__/a.cpython-313.pyc").to_str().unwrap()]);
    assert_eq!(shown.stdout, pvmscope(&["dis", source]).stdout);
    std::fs::remove_dir_all(dir).unwrap();
}

/// `.pyc` files of all three kinds are CPython's byte for byte, and run without their source.
#[test]
fn pyc_files_are_those_of_py_compile() {
    const COMPILE: &str = "
import py_compile, sys
mode = py_compile.PycInvalidationMode[sys.argv[1].replace('-', '_').upper()]
py_compile.compile(sys.argv[2], sys.argv[3], invalidation_mode=mode)";
    let dir = scratch("hashes");
    let path = |name: &str| dir.join(name).to_str().unwrap().to_string();
    let (source, ours, theirs) = (path("a.py"), path("ours.pyc"), path("theirs.pyc"));
    for mode in ["timestamp", "checked-hash", "unchecked-hash"] {
        std::fs::write(&source, "print('made', {1, 2} & {2})\n").unwrap();
        assert!(pvmscope(&["compile", "--invalidation-mode", mode, "-o", &ours, &source]).status.success());
        if let Some(mut python) = python() {
            assert!(python.args(["-c", COMPILE, mode, &source, &theirs]).status().unwrap().success());
            assert_eq!(std::fs::read(&ours).unwrap(), std::fs::read(&theirs).unwrap(), "{mode}");
        }
        std::fs::remove_file(&source).unwrap();
        assert_eq!(pvmscope(&["run", &ours]).stdout, b"made {2}\n");
        assert!(!pvmscope(&["dis", &ours]).stdout.is_empty());
    }
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn verify_holds_every_stage_against_cpython() {
    if python().is_none() {
        return;
    }
    let output = pvmscope(&["verify", "samples/hello.py"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let all = "equal: tokens, ast, symtable, instructions, cfg, dis, code, pyc, code -O, code -OO, stdout, \
               stderr, exit status, trace";
    assert!(text.contains(all), "{text}");
    assert!(text.ends_with("1 of 1 files are equal to CPython's in everything\n"), "{text}");
    let output = pvmscope(&["verify", "--stages", "tests/goldens/front/type_comments.py"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("code -O, code -OO\n") && text.contains("1 of 1"), "{text}");
    let output = pvmscope(&["verify", "--python", "/nonexistent/python", "samples/hello.py"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("/nonexistent/python is no Python 3.13"), "{text}");
}

/// Files of a package, a folder and modules to run by name.
const MODULES: [(&str, &str); 8] = [
    ("pack/__init__.py", "print('init', __name__)\n"),
    (
        "pack/__main__.py",
        "import sys\nfrom . import part\nprint(__name__, __package__, sys.argv[1:])\npart.fail()\n",
    ),
    ("pack/part.py", "print(__name__)\ndef fail():\n    raise KeyError('here')\n"),
    ("pack/bare/__init__.py", ""),
    (
        "single.py",
        "import sys\nprint(__name__, __spec__.name, sys.argv[1:], sys.path[0] == sys.argv[0].rpartition('/')[0])\n",
    ),
    ("broken.py", "def (\n"),
    ("place/__main__.py", "import sys, helper\nprint(__name__, __package__, sys.argv, helper.NAME)\n"),
    ("place/helper.py", "NAME = __name__\n"),
];

#[test]
fn modules_and_folders_run_as_cpython_runs_them() {
    let Some(mut judge) = python() else { return };
    let folder = scratch("modules");
    for (name, text) in MODULES {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    std::fs::create_dir(folder.join("empty")).unwrap();
    let pack = "import zipfile; z = zipfile.ZipFile('place.zip', 'w'); z.write('place/__main__.py', '__main__.py'); z.write('place/helper.py', 'helper.py'); z.close()";
    assert!(judge.args(["-c", pack]).current_dir(&folder).status().unwrap().success());
    for line in [
        "-m pack a -b",
        "-m pack.part",
        "-m pack.bare",
        "-m single x",
        "-m broken",
        "-m missing",
        "-m pack.missing",
        "place 1 2",
        "place.zip",
        "empty",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let wanted = python().unwrap().args(&words).current_dir(&folder).output().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pvmscope"));
        let got = command.arg("run").args(&words).stdin(Stdio::null()).current_dir(&folder).output().unwrap();
        // Only the interpreter's own name differs.
        let told = |output: &Output| {
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            let errors: Vec<String> = errors
                .lines()
                .map(|l| match l.split_once(": No module").or(l.split_once(": can't find")) {
                    Some((_, rest)) => rest.to_string(),
                    None => l.to_string(),
                })
                .collect();
            (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), errors)
        };
        assert_eq!(told(&got), told(&wanted), "run {line}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn programs_see_the_events_that_cpython_sees() {
    let Some(mut judge) = python() else { return };
    let samples = std::fs::read_dir(root().join("samples")).unwrap();
    let mut files: Vec<_> = samples.map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "py") && !f.ends_with("_shapes.py"));
    files.sort();
    let tool = root().join("tests/tools/events.py");
    let output = judge.arg(tool).arg(env!("CARGO_BIN_EXE_pvmscope")).args(files).output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    let differ: Vec<&str> =
        report.lines().filter(|l| !l.ends_with("25 of 25 programs see the same events")).collect();
    assert!(output.status.success() && differ.is_empty(), "{report}");
}
