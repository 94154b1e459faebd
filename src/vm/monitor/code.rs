//! Code objects that know who listens in them.

use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::code_monitor::CodeMonitor;
use crate::vm::Vm;

impl Vm {
    pub(super) fn code_monitor(&self, code: ObjId) -> Option<&CodeMonitor> {
        match self.payload(code) {
            Payload::Code(code) => code.monitor.as_deref(),
            _ => None,
        }
    }
    pub(super) fn code_monitor_mut(&mut self, code: ObjId) -> Option<&mut CodeMonitor> {
        match self.payload_mut(code) {
            Payload::Code(code) => code.monitor.as_deref_mut(),
            _ => None,
        }
    }
    pub(super) fn make_code_monitor(&mut self, id: ObjId) {
        let Payload::Code(code) = self.payload(id) else { return };
        if code.monitor.is_some() {
            return;
        }
        let program = &self.state.program[code.start as usize..(code.start + code.units) as usize];
        let units: Vec<_> = program.iter().map(|i| (i.op.base(), i.arg)).collect();
        let monitor = CodeMonitor::new(&code.code, &units);
        if let Payload::Code(code) = self.payload_mut(id) {
            code.monitor = Some(Box::new(monitor));
        }
        self.state.monitor.codes.push(id);
        self.reopen_code(id);
    }
    /// A `RESUME` that was looked at is to be looked at again.
    pub(super) fn reopen_code(&mut self, id: ObjId) {
        let start = self.state.code_of(id).start;
        let Some(own) = self.code_monitor(id) else { return };
        for unit in own.resumes().to_vec() {
            self.state.program[(start + unit) as usize].op = Opcode::RESUME;
        }
    }
    /// Brings code up to date with who listens. Called where it runs, and by its `RESUME`.
    #[inline]
    pub(in crate::vm) fn update_code(&mut self, code: ObjId) {
        let version = self.state.monitor.version;
        match self.code_monitor(code) {
            Some(own) if own.version == version => {}
            None if !self.state.monitor.everywhere.iter().any(|&set| set != 0) => {}
            _ => self.force_update(code),
        }
    }
    #[cold]
    pub(super) fn force_update(&mut self, code: ObjId) {
        self.make_code_monitor(code);
        let m = &self.state.monitor;
        let (everywhere, version, restarted) = (m.everywhere, m.version, m.restarted);
        if let Some(own) = self.code_monitor_mut(code) {
            own.update(&everywhere, version, restarted);
        }
    }
    /// The line that tracing sees at a program index.
    pub(super) fn traced_line(&self, code: ObjId, pc: usize) -> i32 {
        let unit = pc as u32 - self.state.code_of(code).start;
        self.code_monitor(code).map_or(-1, |m| m.line(unit))
    }
}
