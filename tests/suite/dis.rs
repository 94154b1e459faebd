//! Disassembly, held against CPython's `dis`.

use crate::python::{python, scratch, stride};
use pvmscope::bytecode::{dis, marshal};

/// Writes n.marshal and n.dis for every n-th standard library file, addresses left out.
const DISASSEMBLE: &str = r#"
import dis, io, marshal, os, re, sys, sysconfig, warnings
warnings.simplefilter("ignore")

out, stride = sys.argv[1], int(sys.argv[2])
lib = sysconfig.get_path("stdlib")
files = sorted(os.path.join(d, f) for d, _, fs in os.walk(lib) for f in fs
               if f.endswith(".py") and "site-packages" not in d)
for n, file in enumerate(files[::stride]):
    try:
        data = marshal.dumps(compile(open(file, "rb").read(), file, "exec"))
    except Exception:
        continue
    text = io.StringIO()
    dis.dis(marshal.loads(data), file=text)
    open(f"{out}/{n}.marshal", "wb").write(data)
    open(f"{out}/{n}.dis", "w").write(re.sub(" at 0x[0-9a-f]+, file", " at 0x, file", text.getvalue()))
"#;

fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" at 0x7f");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        out += " at 0x";
        out += part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    out
}

#[test]
fn text_is_that_of_dis() {
    let Some(mut python) = python() else { return };
    let dir = scratch("dis");
    let status = python.args(["-c", DISASSEMBLE]).arg(&dir).arg(stride(50).to_string()).status();
    assert!(status.unwrap().success());
    let mut count = 0;
    for entry in std::fs::read_dir(&dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "marshal") {
            let code = marshal::read(&std::fs::read(&path).unwrap()).unwrap();
            let expected = std::fs::read_to_string(path.with_extension("dis")).unwrap();
            let found = without_addresses(&dis::text(&code));
            for (line, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
                assert_eq!(found, expected, "{:?} line {}", code.filename, line + 1);
            }
            assert_eq!(found.lines().count(), expected.lines().count(), "{:?}", code.filename);
            count += 1;
        }
    }
    std::fs::remove_dir_all(dir).unwrap();
    assert!(count > 25);
    println!("{count} files equal");
}
