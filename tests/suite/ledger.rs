//! The ledger: every count is what its holders hold, at every step.

use crate::goldens::{golden, programs, pvmscope, root};
use crate::session::Walk;
use pvmscope::heap::tokens;
use pvmscope::ledger::stress::{self, CollectAlways};
use pvmscope::session::{Command, Event, LedgerView, Status, Whose};
use pvmscope::vm::film::{List, Phase, Refs};
use pvmscope::vm::{Control, Observer, Vm};
use pvmscope::world::{Stream, World};
use pvmscope::{ledger, machine, program};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// What went wrong, at the first step where it did.
type Found = Rc<RefCell<Vec<String>>>;

/// Steps looked at, and those of them with native code at work.
static LOOKED_AT: AtomicU64 = AtomicU64::new(0);
static NATIVE: AtomicU64 = AtomicU64::new(0);

struct Auditor {
    found: Found,
    steps: u64,
    most: u64,
}

impl Observer for Auditor {
    fn before(&mut self, vm: &mut Vm) -> Control {
        self.steps += 1;
        if self.steps > self.most {
            return Control::Abandon;
        }
        let native = vm.state.native_at_work();
        let wrong = ledger::balance(vm);
        NATIVE.fetch_add(u64::from(native), Ordering::Relaxed);
        LOOKED_AT.fetch_add(1, Ordering::Relaxed);
        if wrong.is_empty() {
            return Control::Go;
        }
        for w in wrong.iter().take(3) {
            let holders: Vec<String> =
                ledger::holders(vm, w.id).iter().map(|h| format!("{}: {}", h.title, h.slot)).collect();
            self.found.borrow_mut().push(format!(
                "step {} (native {native}): {} counts {}, found {}: {holders:?}",
                vm.state.steps,
                vm.short_repr(w.id, 60),
                w.count,
                w.found
            ));
        }
        Control::Abandon
    }
}

/// Runs a program; the counts that are not what the ledger finds.
fn audit(name: &str, most: u64) -> Vec<String> {
    let bytes = std::fs::read(root().join(name)).expect("a program");
    let loaded = program::load(name, &bytes);
    let Ok(code) = &loaded.code else { return Vec::new() };
    tokens::count();
    let mut vm = machine::new(World::captured(Vec::new()));
    let found = Found::default();
    let program = machine::prepare(&mut vm, code, &[name.to_string()], loaded.compiled);
    vm.observe(Some(Box::new(Auditor { found: found.clone(), steps: 0, most })));
    machine::run(&mut vm, &program);
    found.take()
}

/// Programs that are watched to their end: those with the shortest walks. The others are watched for
/// some steps, or for as many as `PVMSCOPE_STEPS` says.
const WHOLE: usize = 60;
const SOME: u64 = 200;

#[test]
fn every_count_is_the_sum_of_its_holders() {
    let only = std::env::var("PVMSCOPE_ONLY").unwrap_or_default();
    let some = std::env::var("PVMSCOPE_STEPS").ok().and_then(|n| n.parse().ok()).unwrap_or(SOME);
    let length = |p: &String| golden(p, "walk").map_or(usize::MAX, |walk| walk.lines().count());
    let mut programs = programs();
    programs.retain(|p| p.contains(&only));
    programs.sort_by_cached_key(length);
    let failures = in_parallel(&programs, |i, name| audit(name, if i < WHOLE { 10_000 } else { some }));
    let [steps, native] = [&LOOKED_AT, &NATIVE].map(|n| n.load(Ordering::Relaxed));
    println!("{steps} steps; native code at work in {native}");
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}

/// Does something with each program on a thread with room for natives, some at a time; what went wrong.
pub fn in_parallel(programs: &[String], work: impl Fn(usize, &str) -> Vec<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let one = || {
        while let i = next.fetch_add(1, Ordering::Relaxed)
            && let Some(name) = programs.get(i)
        {
            let found = work(i, name);
            failures.lock().expect("no panic").extend(found.into_iter().map(|f| format!("{name}: {f}")));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            let thread = std::thread::Builder::new().stack_size(machine::STACK_SIZE);
            thread.spawn_scoped(scope, one).expect("a thread");
        }
    });
    failures.into_inner().expect("no panic")
}

const NODES: &str = "\
import gc
class Node:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print('bye', self.name)

def make():
    a = Node('a')
    b = Node('b')
    a.other, b.other = b, a
    return [a]

kept = make()
again = kept[0]
kept.clear()
del again
gc.collect()
text = 'x' * 100_000
del text
print('end')
";

/// The number of the object that a name is bound to in the innermost frame.
fn bound(walk: &Walk, name: &str) -> u32 {
    let local = walk.now.frames[0].locals.iter().find(|l| l.name == name).expect("a name");
    local.value.as_ref().expect("a value").id
}
fn ledger(walk: &Walk) -> &LedgerView {
    walk.now.ledger.as_ref().expect("a ledger")
}
fn slots(walk: &Walk) -> Vec<String> {
    let mut slots: Vec<String> =
        ledger(walk).holders.iter().map(|h| format!("{}: {}", h.title, h.slot)).collect();
    slots.sort();
    slots
}

#[test]
fn holders_and_history_of_an_object() {
    let mut walk = Walk::start("nodes.py", NODES);
    walk.go(Command::ToLine(12));
    let a = bound(&walk, "a");
    walk.go(Command::Watch(Some(a)));
    let b = bound(&walk, "b");
    assert_eq!(slots(&walk), [format!("Node #{b}: .other"), "frame 1 of make: local a".to_string()]);
    assert_eq!(ledger(&walk).value.as_ref().unwrap().count, Some(2));
    let here = walk.now.step;
    walk.go(Command::History { from: 0, to: u64::MAX });
    assert_eq!(walk.now.step, here, "a question moves nothing");
    let history = ledger(&walk).history.clone().expect("a history");
    let rows = &history.rows;
    assert_eq!(history.total as usize, rows.len());
    assert_eq!((rows[0].step, rows[0].before), (history.born.unwrap(), 0));
    assert_eq!(rows.last().map(|r| (r.step, r.after)), Some((history.died.unwrap(), 0)));
    assert!(rows.windows(2).all(|r| r[0].after == r[1].before), "{rows:#?}");
    for row in rows {
        let gained = row.gained.len() as i64 - row.lost.len() as i64;
        assert_eq!(gained, i64::from(row.after) - i64::from(row.before), "{row:#?}");
    }
    let stored = rows.iter().filter(|r| r.code == "make" && r.line == Some(11)).collect::<Vec<_>>();
    assert!(stored[0].gained.iter().any(|h| h.slot.starts_with("stack")), "{stored:#?}");
    assert!(rows.iter().any(|r| r.lost.iter().any(|h| h.slot == ".other")), "{rows:#?}");

    // The birth, the death, and each change are moments to go to.
    walk.go(Command::BackToEvent(Event::Birth(Whose::Class("Node".into()))));
    walk.go(Command::BackToEvent(Event::Birth(Whose::Class("Node".into()))));
    assert_eq!(walk.now.step, history.born.unwrap() + 1);
    walk.go(Command::ToEvent(Event::Count(a)));
    assert_eq!(walk.now.step, rows[1].step + 1);
    walk.go(Command::ToEvent(Event::Death(Whose::Object(a))));
    assert_eq!(walk.now.step, history.died.unwrap() + 1);
    assert!(ledger(&walk).value.is_none());
    walk.go(Command::BackToEvent(Event::Count(a)));
    assert_eq!(walk.now.step, rows[rows.len() - 2].step + 1);
    walk.go(Command::Start);
    walk.go(Command::ToEvent(Event::Death(Whose::Class("Node".into()))));
    assert!(walk.now.step <= history.died.unwrap() + 1);
}

#[test]
fn finalisers_collections_and_memory_stop_a_run() {
    let mut walk = Walk::start("nodes.py", NODES);
    walk.go(Command::ToEvent(Event::CollectionStart));
    let collection = walk.now.step;
    assert_eq!((walk.now.gc.collections, walk.now.frames[0].line()), (0, Some(18)));
    walk.go(Command::ToEvent(Event::Finalizer));
    assert_eq!(walk.now.frames[0].code.qualname, "Node.__del__");
    walk.go(Command::ToEvent(Event::Memory(100_000)));
    let large = walk.now.step;
    assert_eq!(walk.now.frames[0].line(), Some(19));
    walk.go(Command::End);
    walk.go(Command::BackToEvent(Event::Memory(100_000)));
    assert_eq!(walk.now.step, large);
    walk.go(Command::BackToEvent(Event::CollectionStart));
    assert_eq!(walk.now.step, collection);
}

#[test]
fn a_collection_is_a_film() {
    let mut walk = Walk::start("nodes.py", NODES);
    walk.go(Command::ToLine(15));
    walk.go(Command::Film);
    let film = walk.now.film.clone().expect("a film");
    assert_eq!(film.step, walk.now.step);
    assert_eq!(film.pictures.iter().map(|p| p.phase).collect::<Vec<_>>(), Phase::ALL);
    let nodes: Vec<_> =
        film.titles.iter().filter(|(_, (class, _))| class == "Node").map(|(id, _)| *id).collect();
    assert_eq!(nodes.len(), 2);
    let seen = |phase: Phase| {
        let picture = film.pictures.iter().find(|p| p.phase == phase).expect("every phase");
        let subjects = picture.subjects.iter().filter(|s| nodes.contains(&s.id));
        subjects.map(|s| (s.refs, s.list)).collect::<Vec<_>>()
    };
    assert_eq!(seen(Phase::Copied), [(Refs::Left(1), List::Generation(2)); 2]);
    assert_eq!(seen(Phase::Subtracted), [(Refs::Left(0), List::Generation(2)); 2]);
    assert_eq!(seen(Phase::Reached), [(Refs::Suspect, List::Unreachable); 2]);
    assert_eq!(seen(Phase::Separated), [(Refs::None, List::Unreachable); 2]);
    assert_eq!(seen(Phase::Cleared), []);
    // The end of the run has one too, or says that there is none.
    walk.go(Command::Step(1));
    assert!(walk.now.film.is_none());
    walk.go(Command::End);
    // The last one is the interpreter's own, at the exit.
    walk.go(Command::BackFilm);
    walk.go(Command::BackFilm);
    assert_eq!(walk.now.film.as_ref().map(|f| f.step), Some(film.step));
}

#[test]
fn a_census_counts_what_a_program_made() {
    let mut walk = Walk::start("nodes.py", NODES);
    walk.go(Command::ToLine(15));
    let since = walk.now.step;
    walk.go(Command::ToLine(20));
    walk.go(Command::Census { since });
    let census = walk.now.census.clone().expect("a census");
    assert_eq!((census.step, census.since), (walk.now.step, since));
    let of = |name: &str| census.types.iter().find(|t| t.name == name).cloned().unwrap_or_default();
    let nodes = of("Node");
    assert_eq!((nodes.objects, nodes.died, nodes.more_objects), (0, 2, -2));
    assert_eq!(census.largest[0].bytes, 100_041);
    assert_eq!(census.objects, census.types.iter().map(|t| t.objects).sum::<u64>());
    assert_eq!(census.bytes, census.types.iter().map(|t| t.bytes).sum::<u64>());
    let (born, died) = census.stretches.iter().fold((0, 0), |(b, d), s| (b + s.0, d + s.1));
    assert_eq!(born, census.types.iter().map(|t| t.born).sum::<u64>());
    assert_eq!(died, census.types.iter().map(|t| t.died).sum::<u64>());
    walk.go(Command::End);
    walk.go(Command::Census { since: 0 });
    assert!(matches!(walk.now.status, Status::Finished(0)), "{:?}", walk.now.status);
}

/// How a program is run.
#[derive(Clone, Copy)]
enum Way {
    Plain,
    CollectAlways,
    FromSnapshots,
}

/// What a program wrote, and its exit status.
fn outcome(name: &str, way: Way) -> (Option<i32>, Vec<(Stream, String)>) {
    let bytes = std::fs::read(root().join(name)).expect("a program");
    let loaded = program::load(name, &bytes);
    let Ok(code) = &loaded.code else { return (None, Vec::new()) };
    let mut vm = machine::new(World::captured(Vec::new()));
    let program = machine::prepare(&mut vm, code, &[name.to_string()], loaded.compiled);
    if matches!(way, Way::CollectAlways) {
        vm.observe(Some(Box::new(CollectAlways::default())));
    }
    let status = match way {
        Way::Plain | Way::CollectAlways => machine::run(&mut vm, &program),
        Way::FromSnapshots => stress::run_from_snapshots(&mut vm, &program),
    };
    let mut text: Vec<(Stream, String)> = Vec::new();
    for (stream, piece) in vm.world.output() {
        match text.last_mut() {
            Some((last, all)) if last == stream => all.push_str(piece),
            _ => text.push((*stream, piece.clone())),
        }
    }
    (status, text)
}

/// Programs in which it shows when cycles are collected: they ask the collector, or say what dies.
fn tells_of_collections(name: &str) -> bool {
    let text = std::fs::read_to_string(root().join(name)).expect("a program");
    ["import gc", "from gc", "weakref", "__del__"].iter().any(|word| text.contains(word))
}

/// Stress must not change what a program does. The shortest walks only, or all (`PVMSCOPE_STRESS=all`).
fn stressed(way: Way) {
    let only = std::env::var("PVMSCOPE_ONLY").unwrap_or_default();
    let most = match std::env::var("PVMSCOPE_STRESS") {
        Ok(_) => usize::MAX,
        Err(_) => 40,
    };
    let length = |p: &String| golden(p, "walk").map_or(usize::MAX, |walk| walk.lines().count());
    let mut programs = programs();
    programs.retain(|p| p.contains(&only) && golden(p, "walk").is_some());
    programs.retain(|p| matches!(way, Way::FromSnapshots) || !tells_of_collections(p));
    programs.sort_by_cached_key(length);
    programs.truncate(most);
    let failures = in_parallel(&programs, |_, name| {
        let (plain, other) = (outcome(name, Way::Plain), outcome(name, way));
        if plain == other { Vec::new() } else { vec![format!("{plain:?}\n  under stress {other:?}")] }
    });
    println!("{} of {} programs do the same", programs.len() - failures.len(), programs.len());
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_collection_at_every_birth_changes_nothing() {
    stressed(Way::CollectAlways);
}

#[test]
fn every_instruction_from_a_snapshot_changes_nothing() {
    stressed(Way::FromSnapshots);
}

/// Questions about memory are answered in JSON lines.
#[test]
fn memory_is_told_in_json_lines() {
    let ask = |arguments: &[&str]| -> Vec<serde_json::Value> {
        let done = pvmscope(arguments).expect("it ends");
        assert_eq!((done.status, done.stderr.as_str()), (0, ""), "{arguments:?}");
        done.stdout.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
    };
    let ledger = ask(&["ledger", "--step", "60", "samples/cycle.py", "ann"]);
    let holders = ledger.iter().filter(|l| l.get("holder").is_some()).count();
    assert_eq!(ledger[0]["count"], holders);
    let changes: Vec<_> = ledger.iter().filter_map(|l| l.get("change")).collect();
    assert_eq!(ledger.iter().find_map(|l| l.get("history")).expect("a history")["changes"], changes.len());
    assert_eq!(changes[0]["before"], 0);

    let census = ask(&["census", "samples/cycle.py"]);
    let sum: u64 = census.iter().filter_map(|l| l["type"]["objects"].as_u64()).sum();
    assert_eq!(census[0]["census"]["objects"], sum);

    let film = ask(&["film", "--limit", "1", "samples/cycle.py"]);
    assert_eq!(film.len(), 10);
    assert_eq!((&film[3]["lists"]["unreachable"], &film[9]["lists"]["unreachable"]), (&2.into(), &0.into()));

    let trace = ask_trace();
    assert!(trace.contains(r#""ledger":[{"object":"#), "{trace}");
    assert_eq!(pvmscope(&["ledger", "samples/cycle.py", "nobody"]).expect("it ends").status, 1);
}

fn ask_trace() -> String {
    let arguments = ["trace", "--limit", "47", "--ledger", "ann", "samples/cycle.py"];
    pvmscope(&arguments).expect("it ends").stdout.lines().last().unwrap_or_default().to_string()
}
