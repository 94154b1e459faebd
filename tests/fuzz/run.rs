//! A program run in a machine of its own, with limits.

use pvmscope::bytecode::Code;
use pvmscope::compile::{Options, compile};
use pvmscope::lex::Reader;
use pvmscope::machine;
use pvmscope::source::Source;
use pvmscope::vm::{Control, Observer, Vm};
use pvmscope::world::{Stream, World};
use std::sync::Arc;

/// Instructions, and objects alive at once, after which a run is given up.
const STEPS: u64 = 200_000;
const OBJECTS: usize = 1_000_000;

struct Limits;

impl Observer for Limits {
    fn before(&mut self, vm: &mut Vm) -> Control {
        if vm.state.steps > STEPS || vm.state.heap.slot_count() > OBJECTS {
            return Control::Abandon;
        }
        Control::Go
    }
}

/// What a run gave; `status` is `None` where it was given up.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub status: Option<i32>,
}

pub fn limited(code: &Arc<Code>, compiled: bool) -> Ran {
    let mut vm = machine::new(World::captured([]));
    vm.observe(Some(Box::new(Limits)));
    let file = String::from_utf8_lossy(code.filename.as_bytes()).into_owned();
    let program = machine::prepare(&mut vm, code, &[file], compiled);
    let status = machine::run(&mut vm, &program);
    let of = |wanted: Stream| {
        vm.world
            .output()
            .iter()
            .filter(|(stream, _)| *stream == wanted)
            .map(|(_, text)| text.as_str())
            .collect()
    };
    Ran { stdout: of(Stream::Stdout), stderr: of(Stream::Stderr), status }
}

pub fn to_an_end(input: &[u8]) -> Result<(), String> {
    let Ok(source) = Source::decode("case.py", input, Reader::File) else { return Ok(()) };
    if let Ok((code, _)) = compile(&source, &Options::default()) {
        limited(&code, true);
    }
    Ok(())
}
