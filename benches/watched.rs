//! What watching costs: each program in benches/programs/ run in a machine of this process by nobody's
//! eyes, with an observer that wants nothing, and as the screen runs it to its end, with checkpoints.
//!
//! `cargo bench --bench watched` runs all of them, `cargo bench --bench watched -- dict` those with `dict`
//! in their name. The three take turns, and the best of the rounds counts.

use pvmscope::time::{self, Arrival, Client, Job};
use pvmscope::vm::{Control, Observer, Vm};
use pvmscope::world::World;
use pvmscope::{machine, program};
use std::path::PathBuf;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Unwatched,
    Idle,
    Screen,
}
const WAYS: [(&str, Way); 3] = [("nobody", Way::Unwatched), ("idle", Way::Idle), ("screen", Way::Screen)];

/// Watches, and wants nothing.
struct Idle;

impl Observer for Idle {
    fn before(&mut self, _: &mut Vm) -> Control {
        Control::Go
    }
    fn instruments(&self) -> bool {
        false
    }
    fn next_step(&self) -> u64 {
        u64::MAX
    }
}

/// Goes to the end and quits.
struct Straight;

impl Client<Vm> for Straight {
    fn look(&mut self, _: &Vm) {}
    fn arrived(&mut self, _: &mut Vm, arrival: Arrival) -> Job<Vm> {
        if arrival == Arrival::Ended { Job::Quit } else { Job::Seek(u64::MAX) }
    }
    fn cancels(&mut self) -> bool {
        false
    }
    fn cut_short(&mut self, _: &Vm) -> Arrival {
        Arrival::Ended
    }
    fn progress(&mut self, _: u64) {}
}

/// Seconds for one run; steps where they were counted.
fn run(path: &str, way: Way) -> (f64, u64) {
    let bytes = std::fs::read(path).expect("a program");
    let loaded = program::load(path, &bytes);
    let code = loaded.code.as_ref().expect("a program that compiles");
    let world = if way == Way::Screen { World::screen() } else { World::captured([]) };
    let mut vm = machine::new(world);
    let program = machine::prepare(&mut vm, code, &[path.to_string()], loaded.compiled);
    let start = Instant::now();
    match way {
        Way::Unwatched => drop(machine::run(&mut vm, &program)),
        Way::Idle => {
            vm.observe(Some(Box::new(Idle)));
            machine::run(&mut vm, &program);
        }
        Way::Screen => {
            machine::start(&mut vm, &program);
            time::drive(&mut vm, Straight);
        }
    }
    (start.elapsed().as_secs_f64(), vm.state.steps)
}

fn compare(filter: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/programs");
    let mut programs: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("programs").map(|entry| entry.expect("an entry").path()).collect();
    programs.retain(|p| p.extension().is_some_and(|e| e == "py") && p.to_string_lossy().contains(filter));
    programs.sort();
    println!("{:<18} {:>12} {:>8} {:>8} {:>8}", "program", "steps", "nobody s", "idle", "screen");
    let mut logs = [0.0; 3];
    for path in &programs {
        let name = path.to_string_lossy();
        let mut best = [f64::INFINITY; 3];
        let mut steps = 0;
        for _ in 0..ROUNDS {
            for (best, (_, way)) in best.iter_mut().zip(WAYS) {
                let (seconds, counted) = run(&name, way);
                *best = best.min(seconds);
                steps = steps.max(counted);
            }
        }
        let ratio = best.map(|seconds| seconds / best[0]);
        println!(
            "{:<18} {steps:>12} {:>8.3} {:>8.3} {:>8.3}",
            path.file_stem().unwrap_or_default().to_string_lossy(),
            best[0],
            ratio[1],
            ratio[2]
        );
        logs = std::array::from_fn(|i| logs[i] + ratio[i].ln());
    }
    let mean = logs.map(|log| (log / programs.len() as f64).exp());
    println!("{:<40} {:>8.3} {:>8.3}", "geometric mean", mean[1], mean[2]);
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|a| a == "--test") {
        return;
    }
    let filter = arguments.iter().find(|a| !a.starts_with('-')).cloned().unwrap_or_default();
    let machine = std::thread::Builder::new().stack_size(machine::STACK_SIZE);
    machine.spawn(move || compare(&filter)).expect("a thread").join().expect("no panic");
}
