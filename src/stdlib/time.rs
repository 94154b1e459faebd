//! `time`: the clocks, and sleeping.

use crate::heap::ObjId;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};
use crate::world::Duration;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("time"),
    defs: &[
        function("time", NoArgs(|vm, _| wall(vm, seconds))),
        function("time_ns", NoArgs(|vm, _| wall(vm, nanoseconds))),
        function("monotonic", NoArgs(|vm, _| running(vm, seconds))),
        function("monotonic_ns", NoArgs(|vm, _| running(vm, nanoseconds))),
        function("perf_counter", NoArgs(|vm, _| running(vm, seconds))),
        function("perf_counter_ns", NoArgs(|vm, _| running(vm, nanoseconds))),
        function("process_time", NoArgs(|vm, _| running(vm, seconds))),
        function("process_time_ns", NoArgs(|vm, _| running(vm, nanoseconds))),
        function("sleep", One(sleep)),
    ],
};

type Show = fn(&mut Vm, Duration) -> Res;

fn seconds(vm: &mut Vm, time: Duration) -> Res {
    Ok(vm.new_float(time.as_secs_f64()))
}
fn nanoseconds(vm: &mut Vm, time: Duration) -> Res {
    Ok(vm.new_int(time.as_nanos() as i64))
}
fn wall(vm: &mut Vm, show: Show) -> Res {
    let time = vm.world.wall_clock();
    show(vm, time)
}
fn running(vm: &mut Vm, show: Show) -> Res {
    let time = vm.world.monotonic();
    show(vm, time)
}
fn sleep(vm: &mut Vm, _: ObjId, time: ObjId) -> Res {
    let length = match vm.as_float(time) {
        Some(length) => length,
        None => vm.as_index(time)? as f64,
    };
    if length.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if length < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    match Duration::try_from_secs_f64(length) {
        Ok(time) => vm.sleep(time)?,
        Err(_) => return Err(vm.overflow_error("timestamp too large to convert to C PyTime_t")),
    }
    Ok(vm.none())
}
