//! Signals that the process is sent, and its timers. Only a run of its own hears of them; a program
//! that is watched or taken back does not.

use signal_hook::consts::{FORBIDDEN, SIGINT};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Numbers are below this.
const COUNT: usize = 65;
/// The signals of the three interval timers: SIGALRM, SIGVTALRM, SIGPROF.
pub const TIMERS: [usize; 3] = [14, 26, 27];

/// When a timer goes off next, and how often after that.
#[derive(Clone, Copy, Debug, Default)]
struct Timer {
    next: Option<Instant>,
    interval: Duration,
}
type Timers = Arc<(Mutex<[Timer; 3]>, Condvar)>;

/// What has come and what is to come.
#[derive(Debug)]
pub struct Signals {
    /// By number: it has come and nothing was done about it.
    pending: Vec<Arc<AtomicBool>>,
    /// Numbers that are listened for.
    caught: u128,
    /// Numbers that are not delivered for now.
    pub blocked: u128,
    /// Timers, once there was one: a thread of their own looks after them.
    timers: Option<Timers>,
}

impl Default for Signals {
    fn default() -> Signals {
        let pending = (0..COUNT).map(|_| Arc::default()).collect();
        Signals { pending, caught: 0, blocked: 0, timers: None }
    }
}

impl Signals {
    /// Listens for a signal from now on.
    pub fn listen(&mut self, number: usize, interrupt: &Arc<AtomicBool>) -> std::io::Result<()> {
        let number = number as i32;
        if self.caught & 1 << number == 0 && !FORBIDDEN.contains(&number) {
            let pending = self.pending[number as usize].clone();
            if number == SIGINT {
                // A second one, before the first was seen, ends the process.
                signal_hook::flag::register_conditional_default(number, pending.clone())?;
            }
            signal_hook::flag::register(number, pending)?;
            signal_hook::flag::register(number, interrupt.clone())?;
            self.caught |= 1 << number;
        }
        Ok(())
    }
    /// The next signal to do something about.
    pub fn take(&mut self) -> Option<usize> {
        self.take_of(!self.blocked)
    }
    /// The same of some signals only.
    pub fn take_of(&mut self, wanted: u128) -> Option<usize> {
        let came = |&n: &usize| wanted & 1 << n != 0 && self.pending[n].swap(false, Ordering::Relaxed);
        (1..COUNT).find(came)
    }
    /// All that have come.
    pub fn pending(&self) -> u128 {
        let came = (1..COUNT).filter(|&n| self.pending[n].load(Ordering::Relaxed));
        came.fold(0, |all, n| all | 1 << n)
    }
    /// Lets a signal have come.
    pub fn send(&self, number: usize, interrupt: &AtomicBool) {
        self.pending[number].store(true, Ordering::Relaxed);
        interrupt.store(true, Ordering::Relaxed);
    }

    /// What a timer has left, and its interval.
    pub fn timer(&self, which: usize) -> (Duration, Duration) {
        let Some(timers) = &self.timers else { return Default::default() };
        left(timers.0.lock().unwrap_or_else(PoisonError::into_inner)[which])
    }
    /// Sets a timer (nothing to wait for: stops it); what it had left.
    pub fn set_timer(
        &mut self,
        which: usize,
        delay: Duration,
        interval: Duration,
        interrupt: &Arc<AtomicBool>,
    ) -> std::io::Result<(Duration, Duration)> {
        let timers = match &self.timers {
            Some(timers) => timers.clone(),
            None => {
                let timers = Timers::default();
                let (theirs, interrupt) = (timers.clone(), interrupt.clone());
                let pending = TIMERS.map(|number| self.pending[number].clone());
                let watch = move || watch(&theirs, &pending, &interrupt);
                std::thread::Builder::new().name("timers".into()).spawn(watch)?;
                self.timers.insert(timers).clone()
            }
        };
        let mut all = timers.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = left(all[which]);
        let next = if delay.is_zero() { None } else { Instant::now().checked_add(delay) };
        all[which] = Timer { next, interval };
        timers.1.notify_all();
        Ok(before)
    }
}
fn left(timer: Timer) -> (Duration, Duration) {
    let left = timer.next.map_or(Duration::ZERO, |next| next.saturating_duration_since(Instant::now()));
    (left, timer.interval)
}
/// Looks after the timers for as long as the process lives.
fn watch(timers: &(Mutex<[Timer; 3]>, Condvar), pending: &[Arc<AtomicBool>; 3], interrupt: &AtomicBool) {
    /// Longer than any timer.
    const AGES: Duration = Duration::from_secs(1 << 30);
    let mut all = timers.0.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let now = Instant::now();
        for (timer, pending) in all.iter_mut().zip(pending) {
            if timer.next.is_some_and(|next| next <= now) {
                pending.store(true, Ordering::Relaxed);
                interrupt.store(true, Ordering::Relaxed);
                timer.next = (!timer.interval.is_zero()).then(|| now + timer.interval);
            }
        }
        let next = all.iter().filter_map(|t| t.next).min();
        let nap = next.map_or(AGES, |next| next.saturating_duration_since(Instant::now()));
        all = match timers.1.wait_timeout(all, nap) {
            Ok((all, _)) => all,
            Err(poisoned) => poisoned.into_inner().0,
        };
    }
}
/// Does what the system does about a signal that nobody handles. Returns where that is nothing.
pub fn act_as_default(number: usize) {
    // If the process cannot be ended so, it goes on.
    let _ = signal_hook::low_level::emulate_default_handler(number as i32);
}
