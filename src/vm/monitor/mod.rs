//! Events of a run that a program can listen to: `sys.monitoring`, and on the same footing
//! `sys.settrace` and `sys.setprofile`. While nobody listens this costs nothing: the loops ask one flag.

mod code;
mod events;
mod jump;
mod legacy;

pub(super) use events::Before;

pub use crate::object::code_monitor::{EVENT_NAMES, EVENTS, Event, LOCAL_EVENTS, ToolSet};

use super::Vm;
use crate::heap::ObjId;
use crate::object::Payload;

/// Tools by number: six that programs may use, and one each for `setprofile` and `settrace`.
pub const TOOLS: usize = 8;
pub const PROFILE: usize = 6;
pub const TRACE: usize = 7;
/// These can be set on their own; the others come with CALL.
pub const SETTABLE_EVENTS: usize = 15;

/// What belongs to one thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThreadHooks {
    /// The functions given to `sys.settrace` and `sys.setprofile` (owned).
    pub trace: Option<ObjId>,
    pub profile: Option<ObjId>,
    /// Callbacks that are running: while one does, nothing is told.
    tracing: u32,
    /// What the innermost callback was told.
    told: Option<Told>,
}

impl ThreadHooks {
    pub(super) fn held(&self) -> impl Iterator<Item = ObjId> + use<> {
        [self.trace, self.profile].into_iter().flatten()
    }
}

/// An event that a callback is being told.
#[derive(Clone, Copy, Debug)]
struct Told {
    event: Event,
    /// The number of the frame that it happened in.
    frame: usize,
    /// Where that frame's stack ends after a jump, once the callback is done.
    height: Option<usize>,
}

/// Who listens to what.
#[derive(Clone, Debug, Default)]
pub struct Monitoring {
    /// Must the loop ask at every instruction? Kept up to date by [`Vm::refresh_hooks`].
    pub hot: bool,
    pub thread: ThreadHooks,
    /// The instruction before the one that the observer is being asked about, as a program index.
    pub came_from: Option<u32>,
    /// Names of the tools in use, and their callbacks (owned).
    names: [Option<ObjId>; PROFILE],
    callbacks: [[Option<ObjId>; EVENTS]; PROFILE],
    /// Who listens to an event in all code.
    everywhere: [ToolSet; SETTABLE_EVENTS],
    /// Counts the changes; code that was brought up to date holds the same number.
    version: u32,
    /// The version of the last `restart_events()`.
    restarted: u32,
    /// Code objects that know who listens in them (borrowed), and how many were chosen one by one.
    codes: Vec<ObjId>,
    local_codes: usize,
    /// Threads with a function from `settrace` or `setprofile`.
    tracing_threads: u32,
    profiling_threads: u32,
    /// `sys.monitoring.DISABLE` and `MISSING` (immortal).
    pub disable: Option<ObjId>,
    pub missing: Option<ObjId>,
}

fn bits(sets: &[ToolSet], tool: usize) -> u32 {
    sets.iter().enumerate().map(|(event, set)| u32::from(set >> tool & 1) << event).sum()
}
fn set_bits(sets: &mut [ToolSet], tool: usize, events: u32) {
    for (event, set) in sets.iter_mut().enumerate() {
        *set = *set & !(1 << tool) | ((events >> event & 1) as u8) << tool;
    }
}

impl Monitoring {
    pub fn tool_name(&self, tool: usize) -> Option<ObjId> {
        self.names[tool]
    }
    /// Gives a tool a name, or takes it away; what it was (owned).
    pub fn set_tool_name(&mut self, tool: usize, name: Option<ObjId>) -> Option<ObjId> {
        std::mem::replace(&mut self.names[tool], name)
    }
    /// Sets a callback (owned); what it was.
    pub fn set_callback(&mut self, tool: usize, event: usize, callback: Option<ObjId>) -> Option<ObjId> {
        std::mem::replace(&mut self.callbacks[tool][event], callback)
    }
    /// The events that a tool listens to in all code, one bit each.
    pub fn events_of(&self, tool: usize) -> u32 {
        bits(&self.everywhere, tool)
    }
    /// Who listens to an event in all code.
    pub fn listeners(&self, event: usize) -> ToolSet {
        self.everywhere[event]
    }
    /// The references that it holds: names, callbacks, and the functions of the running thread.
    pub(super) fn held(&self) -> impl Iterator<Item = ObjId> + '_ {
        let tools = self.callbacks.iter().flatten().chain(&self.names);
        tools.copied().flatten().chain(self.thread.held())
    }
    /// May the tool listen: is it in use?
    pub fn in_use(&self, tool: usize) -> bool {
        tool >= PROFILE || self.names[tool].is_some()
    }
}

impl Vm {
    /// Brings the flag up to date that the loops ask.
    pub(super) fn refresh_hooks(&mut self) {
        let m = &mut self.state.monitor;
        let listened = m.local_codes > 0 || m.everywhere.iter().any(|&set| set != 0);
        m.hot = listened && m.thread.tracing == 0;
    }
    /// The same after a change: the fast loop leaves at its next look at the eval breaker.
    fn hooks_changed(&mut self) {
        self.refresh_hooks();
        self.state.gc.due |= self.state.monitor.hot;
    }
    /// Sets the events that a tool listens to in all code.
    pub fn set_events(&mut self, tool: usize, events: u32) {
        let m = &mut self.state.monitor;
        if m.events_of(tool) == events {
            return;
        }
        set_bits(&mut m.everywhere, tool, events);
        m.version += 1;
        self.code_is_stale();
    }
    /// What was disabled by callbacks is told again.
    pub fn restart_events(&mut self) {
        let m = &mut self.state.monitor;
        m.restarted = m.version + 1;
        m.version += 2;
        self.code_is_stale();
    }
    /// After a change of the version: code that runs is brought up to date at once, other code at its
    /// next `RESUME`, which must not be taken for one that has been looked at.
    fn code_is_stale(&mut self) {
        for index in 0..self.state.monitor.codes.len() {
            let code = self.state.monitor.codes[index];
            self.reopen_code(code);
        }
        let mut running: Vec<ObjId> = self.state.frames.iter().map(|f| f.code).collect();
        self.state.threads.each_frame(|frame| running.push(frame.code));
        running.sort_unstable_by_key(|id| id.number());
        running.dedup();
        for code in running {
            self.update_code(code);
        }
        self.hooks_changed();
    }
    /// The events that a tool listens to in one code object.
    pub fn local_events(&self, tool: usize, code: ObjId) -> u32 {
        self.code_monitor(code).map_or(0, |m| bits(&m.local, tool))
    }
    pub fn set_local_events(&mut self, tool: usize, code: ObjId, events: u32) {
        if self.local_events(tool, code) == events {
            return;
        }
        self.make_code_monitor(code);
        let Some(own) = self.code_monitor_mut(code) else { return };
        let before = own.local.iter().any(|&set| set != 0);
        set_bits(&mut own.local, tool, events);
        let after = own.local.iter().any(|&set| set != 0);
        let m = &mut self.state.monitor;
        m.local_codes = m.local_codes + usize::from(after) - usize::from(before);
        self.force_update(code);
        self.hooks_changed();
    }
    /// A code object dies.
    pub(super) fn forget_code_monitor(&mut self, id: ObjId) {
        let Payload::Code(code) = self.state.heap.get(id) else { return };
        let Some(own) = &code.monitor else { return };
        let local = own.local.iter().any(|&set| set != 0);
        self.state.monitor.local_codes -= usize::from(local);
        self.state.monitor.codes.retain(|&c| c != id);
        if local {
            self.refresh_hooks();
        }
    }
    /// Lets go of all callbacks, at the end of the run.
    pub(super) fn drop_hooks(&mut self) {
        let m = std::mem::take(&mut self.state.monitor);
        self.state.monitor.version = m.version + 1;
        let held: Vec<ObjId> = m.held().collect();
        self.state.monitor.codes = m.codes;
        self.decref_all(held);
    }
}
