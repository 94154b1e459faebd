//! What protects from a program: the memory budget, and Ctrl-C inside long natives.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

fn start(options: &[&str], program: &str) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pvmscope"))
        .arg("run")
        .args(options)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(program.as_bytes()).unwrap();
    child
}

#[test]
fn too_much_memory_is_a_memory_error() {
    let program = "
def lists():
    kept = []
    while True:
        kept.append([None] * 1000)
def one():
    return bytearray(10**9)
def collected():
    return list(range(10**9))
for attempt in (lists, one, collected):
    try:
        attempt()
    except MemoryError:
        print(attempt.__name__)
print('still', len([0] * 1000))
";
    let done = start(&["--max-memory", "32M"], program).wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(said, "lists\none\ncollected\nstill 1000\n", "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_size_that_is_none_is_told() {
    let done = start(&["--max-memory", "much"], "").wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("--max-memory takes a size"));
}

#[test]
fn ctrl_c_reaches_long_natives() {
    for work in ["sum(range(10**12))", "10**10**8", "max(iter(int, 1))", "1 in iter(int, 1)"] {
        let program = format!(
            "try:\n    print('go', flush=True)\n    {work}\nexcept KeyboardInterrupt:\n    print('stopped')\n"
        );
        let mut child = start(&[], &program);
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(line, "go\n", "{work}");
        let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "stopped\n", "{work}");
        assert!(child.wait().unwrap().success(), "{work}");
    }
}

#[test]
fn a_thread_that_only_waits_lets_others_run() {
    let program = "
import threading
done = False
def work():
    global done
    for _ in range(1000):
        pass
    done = True
def spin(_):
    worker = threading.Thread(target=work)
    worker.start()
    while worker.is_alive():
        pass
    return 'spun'
threading.Thread(target=work).start()
while not done:
    pass
print(spin(0), list(map(spin, range(2))))
";
    let done = start(&[], program).wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(said, "spun ['spun', 'spun']\n", "{}", String::from_utf8_lossy(&done.stderr));
}
