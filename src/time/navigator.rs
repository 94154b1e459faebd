//! Going to a moment: the machine is run, watched and restored until it stands there.

use super::{Control, Machine, Stopped, Timeline, Watch};
use std::cell::RefCell;
use std::rc::Rc;

/// What a search looks for.
pub trait Test<M> {
    /// The machine was put somewhere: what comes next does not follow what came before.
    fn reset(&mut self);
    /// Asked at every step in order, and at the end of the run. Answers the step that the search
    /// has found: this one, or the one before.
    fn check(&mut self, machine: &mut M, ended: bool) -> Option<u64>;
}

/// Looks at a stretch of the run, step by step.
pub trait Survey<M> {
    /// The machine was put somewhere: what comes next does not follow what came before.
    fn reset(&mut self);
    /// Asked at every step of the stretch in order, and at the end of the run. False: nothing more is
    /// to be seen.
    fn see(&mut self, machine: &mut M, ended: bool) -> bool;
}

/// Where to go next.
pub enum Job<M> {
    /// To a step, or to the end of the run if that comes first.
    Seek(u64),
    /// To the first step after this one that the test finds.
    Forward(Box<dyn Test<M>>),
    /// To the last step before this one that the test finds.
    Backward(Box<dyn Test<M>>),
    /// Through the steps from one to another and back to this one: what is seen there is the survey's.
    Survey { from: u64, to: u64, survey: Box<dyn Survey<M>> },
    /// Nowhere: the machine is no longer needed.
    Quit,
}

/// Why the machine has come to a halt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrival {
    Reached,
    /// The survey has been made; the machine is where it was before.
    Surveyed,
    /// The search found nothing; the machine is where it was before.
    NotFound,
    /// The client cancelled the job; the machine is where it was at that time.
    Cancelled,
    /// The run is over.
    Ended,
    /// The instruction at this step needs something that is not there.
    Stuck,
}

/// Decides where to go, and looks at the machine when it is there.
pub trait Client<M> {
    /// The machine stands one step before the goal.
    fn look(&mut self, machine: &M);
    /// The machine stands still. May block until there is something to do.
    fn arrived(&mut self, machine: &mut M, arrival: Arrival) -> Job<M>;
    /// Asked often: does it want the machine to halt where it is?
    fn cancels(&mut self) -> bool;
    /// The instruction begun last was cut short: the machine will halt before it. Why?
    fn cut_short(&mut self, machine: &M) -> Arrival;
    /// Told now and then how far a job has come.
    fn progress(&mut self, step: u64);
}

/// The job at work.
enum Active<M> {
    Seek {
        target: u64,
        arrival: Arrival,
    },
    Forward {
        test: Box<dyn Test<M>>,
        origin: u64,
    },
    /// One stretch between checkpoints, from `from` to `end`; `found` is the latest find.
    Backward {
        test: Box<dyn Test<M>>,
        origin: u64,
        from: u64,
        end: u64,
        found: Option<u64>,
    },
    Survey {
        survey: Box<dyn Survey<M>>,
        origin: u64,
        from: u64,
        to: u64,
    },
}

struct Navigator<M: Machine, C> {
    client: C,
    timeline: Timeline<M::Snapshot>,
    active: Active<M>,
    /// The step to be restored, or one shortly before it, when the run is given up.
    restore: u64,
    quit: bool,
    /// The cancelling of this job was seen; it is not looked at again until the machine halts.
    cancelled: bool,
    /// No checkpoint is due before this step.
    due: u64,
    next_report: u64,
    /// The first step before which there is something to do.
    next_step: u64,
}

/// Steps between two reports of progress.
const REPORT: u64 = 1 << 18;
/// Steps after which the client is asked whether it cancels the job: some milliseconds of a slow machine.
const POLL: u64 = 1 << 16;
/// Steps after which a snapshot is tried again, where native code waited for a call.
const RETRY: u64 = 64;

/// Runs a machine from its first step, as its client wishes, until the client quits.
pub fn drive<M: Machine, C: Client<M> + 'static>(machine: &mut M, client: C) {
    let navigator = Rc::new(RefCell::new(Navigator {
        client,
        timeline: Timeline::default(),
        active: Active::Seek { target: 0, arrival: Arrival::Reached },
        restore: 0,
        quit: false,
        cancelled: false,
        due: 0,
        next_report: REPORT,
        next_step: 0,
    }));
    loop {
        let stopped = machine.run(navigator.clone());
        let mut n = navigator.borrow_mut();
        match stopped {
            Stopped::Ended => n.ended(machine),
            Stopped::CutShort => n.cut_short(machine),
            Stopped::Abandoned => {}
        }
        if n.quit {
            return;
        }
        n.restore(machine);
    }
}

impl<M: Machine, C: Client<M>> Watch<M> for Navigator<M, C> {
    fn before(&mut self, machine: &mut M) -> Control {
        let step = machine.step();
        let control = if self.client.cancels() && !self.cancelled {
            self.cancelled = true;
            // A survey leaves everything as it was.
            let target = match self.active {
                Active::Survey { origin, .. } => origin,
                _ => step,
            };
            self.go_to(machine, target, Arrival::Cancelled)
        } else {
            if step >= self.due {
                self.record(machine, step);
            }
            if step >= self.next_report {
                self.next_report = step + REPORT;
                self.client.progress(step);
            }
            self.work(machine, step, false)
        };
        self.next_step = match self.active {
            // It is looked at one step before the goal.
            Active::Seek { target, .. } => {
                target.saturating_sub(1).min(self.due).min(self.next_report).min(step + POLL)
            }
            // Every step is looked at.
            Active::Forward { .. } | Active::Backward { .. } | Active::Survey { .. } => 0,
        };
        control
    }
    fn next_step(&self) -> u64 {
        self.next_step
    }
    fn interrupted(&mut self) -> Control {
        if self.client.cancels() { Control::Abandon } else { Control::Go }
    }
}

impl<M: Machine, C: Client<M>> Navigator<M, C> {
    fn record(&mut self, machine: &M, step: u64) {
        if !machine.can_snapshot() {
            self.due = step + RETRY;
            return;
        }
        let size = machine.size();
        self.timeline.record(step, machine.snapshot(), size, step);
        self.due = step + Timeline::<M::Snapshot>::spacing(size);
    }

    fn restore(&mut self, machine: &mut M) {
        let Some((step, snapshot)) = self.timeline.at_or_before(self.restore) else {
            // Not even the first step was reached.
            self.quit = true;
            return;
        };
        machine.restore(snapshot);
        let spacing = Timeline::<M::Snapshot>::spacing(machine.size());
        // On the way to a moment only its neighbourhood is worth a checkpoint.
        let near = match &self.active {
            Active::Seek { target, .. } => target.saturating_sub(4 * spacing),
            _ => 0,
        };
        self.due = (step + spacing).max(near);
        self.next_report = step + REPORT;
        match &mut self.active {
            Active::Seek { .. } => {}
            Active::Forward { test, .. } => test.reset(),
            Active::Backward { test, from, .. } => {
                *from = step;
                test.reset();
            }
            Active::Survey { survey, .. } => survey.reset(),
        }
    }

    /// One step of the active job.
    fn work(&mut self, machine: &mut M, step: u64, ended: bool) -> Control {
        match &mut self.active {
            Active::Survey { survey, origin, from, to } => {
                let origin = *origin;
                if step + 1 == origin {
                    self.client.look(machine);
                }
                if step < *from && !ended {
                    return Control::Go;
                }
                if survey.see(machine, ended) && step < *to && !ended {
                    return Control::Go;
                }
                if step == origin && !ended {
                    return self.halt(machine, Arrival::Surveyed);
                }
                self.go_to(machine, origin, Arrival::Surveyed)
            }
            Active::Seek { target, arrival } => {
                if step == *target {
                    let arrival = *arrival;
                    return self.halt(machine, arrival);
                }
                if step > *target {
                    self.restore = target.saturating_sub(1);
                    return Control::Abandon;
                }
                if step + 1 == *target {
                    self.client.look(machine);
                }
                Control::Go
            }
            Active::Forward { test, origin } => match test.check(machine, ended) {
                Some(found) if found > *origin => self.go_to(machine, found, Arrival::Reached),
                _ => Control::Go,
            },
            Active::Backward { test, origin, from, end, found } => {
                if let Some(hit) = test.check(machine, ended).filter(|hit| *hit < *origin) {
                    *found = Some(hit);
                }
                if step < *end && !ended {
                    return Control::Go;
                }
                match (*found, *from) {
                    (Some(hit), _) => self.go_to(machine, hit, Arrival::Reached),
                    (None, 0) => {
                        let origin = *origin;
                        self.go_to(machine, origin, Arrival::NotFound)
                    }
                    (None, start) => {
                        *end = start;
                        self.restore = start - 1;
                        Control::Abandon
                    }
                }
            }
        }
    }

    /// Makes `target` the goal, by way of the step before it.
    fn go_to(&mut self, machine: &mut M, target: u64, arrival: Arrival) -> Control {
        self.active = Active::Seek { target, arrival };
        if target == 0 && machine.step() == 0 {
            return self.halt(machine, arrival);
        }
        if target > machine.step() {
            if target == machine.step() + 1 {
                self.client.look(machine);
            }
            return Control::Go;
        }
        self.restore = target.saturating_sub(1);
        Control::Abandon
    }

    /// The machine stands where it should: the client says what is next.
    fn halt(&mut self, machine: &mut M, arrival: Arrival) -> Control {
        let step = machine.step();
        let mut arrival = arrival;
        loop {
            let job = self.client.arrived(machine, arrival);
            self.cancelled = false;
            self.next_report = step + REPORT;
            match job {
                Job::Quit => {
                    self.quit = true;
                    return Control::Abandon;
                }
                Job::Seek(target) if target == step => arrival = stays(arrival, Arrival::Reached),
                Job::Seek(target) => return self.go_to(machine, target, Arrival::Reached),
                Job::Forward(mut test) => {
                    test.reset();
                    let _ = test.check(machine, false);
                    self.active = Active::Forward { test, origin: step };
                    return Control::Go;
                }
                Job::Survey { from, to, mut survey } => {
                    survey.reset();
                    // From here on, if that is where it begins.
                    let here = from == step && arrival != Arrival::Ended;
                    let more = !here || (survey.see(machine, false) && step < to);
                    self.active = Active::Survey { survey, origin: step, from, to };
                    if here && more {
                        return Control::Go;
                    }
                    if here {
                        arrival = Arrival::Surveyed;
                        continue;
                    }
                    self.restore = from;
                    return Control::Abandon;
                }
                Job::Backward(_) if step == 0 => arrival = stays(arrival, Arrival::NotFound),
                Job::Backward(test) => {
                    self.active = Active::Backward { test, origin: step, from: 0, end: step, found: None };
                    self.restore = step - 1;
                    return Control::Abandon;
                }
            }
        }
    }

    /// The run is over: the machine stands after its last instruction.
    fn ended(&mut self, machine: &mut M) {
        let step = machine.step();
        let control = match &self.active {
            // A search may end at the last instruction, or at the end itself.
            Active::Forward { .. } | Active::Backward { .. } | Active::Survey { .. } => {
                self.work(machine, step, true)
            }
            Active::Seek { target, .. } if *target < step => {
                self.restore = target.saturating_sub(1);
                Control::Abandon
            }
            Active::Seek { .. } => Control::Go,
        };
        if control == Control::Abandon {
            return;
        }
        // The machine cannot go on: until the client goes back it stays here.
        while !self.quit && self.halt(machine, Arrival::Ended) == Control::Go {}
    }

    /// Goes back before the instruction that was begun last.
    fn cut_short(&mut self, machine: &M) {
        let arrival = self.client.cut_short(machine);
        let target = machine.step().saturating_sub(1);
        self.cancelled = true;
        self.active = Active::Seek { target, arrival };
        self.restore = target.saturating_sub(1);
    }
}

/// A machine at its end stays there.
fn stays(before: Arrival, new: Arrival) -> Arrival {
    if before == Arrival::Ended { before } else { new }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    /// Counts, and mixes a value that only the right history gives.
    struct Toy {
        step: u64,
        value: u64,
        length: u64,
        /// Steps at which no snapshot can be taken.
        native: std::ops::Range<u64>,
        /// The step that cannot be executed.
        stuck: Option<u64>,
        executed: Rc<RefCell<u64>>,
    }

    impl Machine for Toy {
        type Snapshot = (u64, u64);
        fn step(&self) -> u64 {
            self.step
        }
        fn can_snapshot(&self) -> bool {
            !self.native.contains(&self.step)
        }
        fn snapshot(&self) -> (u64, u64) {
            (self.step, self.value)
        }
        fn size(&self) -> usize {
            16
        }
        fn restore(&mut self, snapshot: &(u64, u64)) {
            (self.step, self.value) = *snapshot;
        }
        fn run(&mut self, watch: Rc<RefCell<dyn Watch<Toy>>>) -> Stopped {
            let mut next = 0;
            while self.step < self.length {
                if self.step >= next {
                    if watch.borrow_mut().before(self) == Control::Abandon {
                        return Stopped::Abandoned;
                    }
                    next = watch.borrow().next_step();
                }
                self.step += 1;
                if self.stuck == Some(self.step - 1) {
                    return Stopped::CutShort;
                }
                self.value = mix(self.value, self.step - 1);
                *self.executed.borrow_mut() += 1;
            }
            Stopped::Ended
        }
    }

    fn mix(value: u64, step: u64) -> u64 {
        value.wrapping_mul(6364136223846793005).wrapping_add(step)
    }

    fn value_at(step: u64) -> u64 {
        (0..step).fold(0, mix)
    }

    type Seen = Rc<RefCell<Vec<(u64, Arrival)>>>;

    struct Script {
        jobs: VecDeque<Job<Toy>>,
        seen: Seen,
        looked: Option<u64>,
        /// The job at work is cancelled when it has been asked so many times whether it is.
        cancel_at: Option<u64>,
        progress: u64,
        asked: u64,
    }

    impl Client<Toy> for Script {
        fn look(&mut self, machine: &Toy) {
            self.looked = Some(machine.step);
        }
        fn arrived(&mut self, machine: &mut Toy, arrival: Arrival) -> Job<Toy> {
            assert_eq!(machine.value, value_at(machine.step), "at {}", machine.step);
            if machine.step > 0 && arrival != Arrival::Ended && arrival != Arrival::Reached {
                assert_eq!(self.looked, Some(machine.step - 1), "{arrival:?}");
            }
            self.seen.borrow_mut().push((machine.step, arrival));
            self.asked = 0;
            self.jobs.pop_front().unwrap_or(Job::Quit)
        }
        fn cancels(&mut self) -> bool {
            self.asked += 1;
            Some(self.asked) == self.cancel_at
        }
        fn cut_short(&mut self, _: &Toy) -> Arrival {
            Stuck
        }
        fn progress(&mut self, step: u64) {
            self.progress = step;
        }
    }

    /// Finds multiples.
    struct Multiple(u64);

    impl Test<Toy> for Multiple {
        fn reset(&mut self) {}
        fn check(&mut self, machine: &mut Toy, _: bool) -> Option<u64> {
            machine.step.is_multiple_of(self.0).then_some(machine.step)
        }
    }

    fn forward(n: u64) -> Job<Toy> {
        Job::Forward(Box::new(Multiple(n)))
    }
    fn backward(n: u64) -> Job<Toy> {
        Job::Backward(Box::new(Multiple(n)))
    }

    fn toy(length: u64) -> Toy {
        Toy { step: 0, value: 0, length, native: 0..0, stuck: None, executed: Rc::default() }
    }

    fn check(mut toy: Toy, cancel_at: Option<u64>, jobs: Vec<Job<Toy>>, expected: &[(u64, Arrival)]) {
        let seen = Seen::default();
        let jobs = jobs.into();
        drive(&mut toy, Script { jobs, seen: seen.clone(), looked: None, cancel_at, progress: 0, asked: 0 });
        assert_eq!(*seen.borrow(), expected);
    }

    use Arrival::*;

    #[test]
    fn forth_and_back() {
        check(
            toy(100_000),
            None,
            vec![
                Job::Seek(20),
                Job::Seek(13),
                Job::Seek(13),
                Job::Seek(0),
                Job::Seek(99_999),
                Job::Seek(70_001),
            ],
            &[
                (0, Reached),
                (20, Reached),
                (13, Reached),
                (13, Reached),
                (0, Reached),
                (99_999, Reached),
                (70_001, Reached),
            ],
        );
    }

    #[test]
    fn the_end_is_a_place_to_go_back_from() {
        check(
            toy(50_000),
            None,
            vec![Job::Seek(u64::MAX), Job::Seek(60_000), Job::Seek(49_999), forward(7_000), backward(7_000)],
            &[
                (0, Reached),
                (50_000, Ended),
                (50_000, Ended),
                (49_999, Reached),
                (50_000, Ended),
                (49_000, Reached),
            ],
        );
        check(toy(0), None, vec![Job::Seek(1), backward(2)], &[(0, Ended), (0, Ended), (0, Ended)]);
    }

    #[test]
    fn searches_go_both_ways() {
        check(
            toy(200_000),
            None,
            vec![forward(70_000), forward(70_000), backward(90_000), backward(90_000), backward(90_000)],
            &[
                (0, Reached),
                (70_000, Reached),
                (140_000, Reached),
                (90_000, Reached),
                (0, Reached),
                (0, NotFound),
            ],
        );
        check(
            toy(200_000),
            None,
            vec![Job::Seek(150_000), Job::Backward(Box::new(Never)), Job::Seek(150_001)],
            &[(0, Reached), (150_000, Reached), (150_000, NotFound), (150_001, Reached)],
        );
    }

    struct Never;
    impl Test<Toy> for Never {
        fn reset(&mut self) {}
        fn check(&mut self, _: &mut Toy, _: bool) -> Option<u64> {
            None
        }
    }

    #[test]
    fn native_stretches_hold_no_checkpoints() {
        let machine = Toy { native: 10..90_000, ..toy(100_000) };
        check(
            machine,
            None,
            vec![Job::Seek(80_000), Job::Seek(79_999), backward(30_000)],
            &[(0, Reached), (80_000, Reached), (79_999, Reached), (60_000, Reached)],
        );
    }

    #[test]
    fn a_job_can_be_cancelled_anywhere() {
        check(
            toy(u64::MAX),
            // It is asked before each checkpoint.
            Some(10),
            vec![Job::Seek(u64::MAX), Job::Seek(199_000)],
            &[(0, Reached), (200_000, Cancelled), (199_000, Reached)],
        );
    }

    #[test]
    fn a_step_that_waits_is_shown() {
        let machine = Toy { stuck: Some(500), ..toy(1000) };
        check(
            machine,
            None,
            vec![Job::Seek(900), Job::Seek(501), Job::Seek(20)],
            &[(0, Reached), (500, Stuck), (500, Stuck), (20, Reached)],
        );
    }

    #[test]
    fn a_step_back_replays_little() {
        let machine = toy(2_000_000);
        let executed = machine.executed.clone();
        check(machine, None, vec![Job::Seek(1_000_000)], &[(0, Reached), (1_000_000, Reached)]);
        let there = *executed.borrow();
        let machine = toy(2_000_000);
        let executed = machine.executed.clone();
        check(
            machine,
            None,
            vec![Job::Seek(1_000_000), Job::Seek(999_999), Job::Seek(999_998)],
            &[(0, Reached), (1_000_000, Reached), (999_999, Reached), (999_998, Reached)],
        );
        let back = *executed.borrow() - there;
        assert!(back <= 100_000, "{back} steps were replayed for two steps back");
    }
}
