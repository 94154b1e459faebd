//! `time`: the clocks, dates and their text, and sleeping.

mod calendar;
mod format;

use crate::heap::{ObjId, Owned};
use crate::object::ids;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Unwind, Vm};
use crate::world::Duration;
use calendar::Tm;

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
        function("thread_time", NoArgs(|vm, _| running(vm, seconds))),
        function("thread_time_ns", NoArgs(|vm, _| running(vm, nanoseconds))),
        function("clock_gettime", One(|vm, _, clock| clock_time(vm, clock, seconds))),
        function("clock_gettime_ns", One(|vm, _, clock| clock_time(vm, clock, nanoseconds))),
        function("clock_getres", One(|vm, _, _| Ok(vm.new_float(1e-9)))),
        function("get_clock_info", One(clock_info)),
        function("sleep", One(sleep)),
        function("localtime", Pos(0, 1, |vm, _, args| broken_down(vm, args, local))),
        function("gmtime", Pos(0, 1, |vm, _, args| broken_down(vm, args, |_, moment| greenwich(moment)))),
        function("mktime", One(mktime)),
        function("asctime", Pos(0, 1, asctime)),
        function("ctime", Pos(0, 1, ctime)),
        function("strftime", Pos(1, 2, strftime)),
        function("strptime", Full(strptime)),
        function("tzset", NoArgs(|vm, _| Ok(vm.none()))),
    ],
};

/// The clocks of `clock_gettime`.
const REALTIME: i64 = 0;
const CLOCKS: [(&str, i64); 7] = [
    ("CLOCK_REALTIME", REALTIME),
    ("CLOCK_MONOTONIC", 1),
    ("CLOCK_PROCESS_CPUTIME_ID", 2),
    ("CLOCK_THREAD_CPUTIME_ID", 3),
    ("CLOCK_MONOTONIC_RAW", 4),
    ("CLOCK_BOOTTIME", 7),
    ("CLOCK_TAI", 11),
];
/// Seconds from the epoch that a date can be made of: beyond them a year does not fit a C int.
const MOST: f64 = 67_767_976_233_532_799.0;

/// Adds the class and what the time zone says.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    if let Ok(class) = class(vm) {
        vm.dict_put(dict, "struct_time", Owned::new(class));
    }
    vm.put_ints(dict, &CLOCKS);
    vm.put_ints(dict, &[("_STRUCT_TM_ITEMS", 11)]);
    let now = vm.world.wall_clock().as_secs() as i64;
    let year = Tm::of(now, 0).year;
    let winter_and_summer = [1, 7].map(|month| calendar::days_before(year, month, 1) * calendar::DAY);
    let [mut standard, mut summer] = winter_and_summer.map(|moment| vm.world.local_time(moment));
    if standard.offset > summer.offset {
        std::mem::swap(&mut standard, &mut summer);
    }
    let observed = i64::from(standard.offset != summer.offset);
    vm.put_ints(dict, &[("timezone", -standard.offset), ("altzone", -summer.offset), ("daylight", observed)]);
    let names = [standard.zone, summer.zone].map(|zone| vm.new_str(&zone));
    let names = vm.pack(names.into());
    vm.dict_put(dict, "tzname", names);
}

/// `time.struct_time`
fn class(vm: &mut Vm) -> Res<ObjId> {
    const NAME: &str = "time.struct_time";
    if let Some(class) = vm.late_class(NAME) {
        return Ok(class);
    }
    let items =
        ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];
    let class = vm.new_struct_class_with("time", "struct_time", &items, &["tm_zone", "tm_gmtoff"], 0)?;
    vm.open_struct_class(class);
    vm.keep_late_class(NAME, class);
    Ok(class)
}
fn struct_time(vm: &mut Vm, tm: &Tm) -> Res {
    let class = class(vm)?;
    let items =
        [tm.year, tm.month, tm.day, tm.hour, tm.minute, tm.second, tm.weekday, tm.yearday, tm.is_summer];
    let items = items.map(|n| vm.new_int(n).into_id()).into();
    let zone = match &tm.zone {
        Some(zone) => vm.new_str(zone).into_id(),
        None => ids::NONE,
    };
    let offset = match tm.offset {
        Some(offset) => vm.new_int(offset).into_id(),
        None => ids::NONE,
    };
    Ok(vm.new_struct_with(class, items, vec![Some(zone), Some(offset)]))
}

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
fn clock_time(vm: &mut Vm, clock: ObjId, show: Show) -> Res {
    match vm.as_index(clock)? {
        REALTIME => wall(vm, show),
        clock if CLOCKS.iter().any(|&(_, number)| number == clock) => running(vm, show),
        _ => Err(vm.os_error(22, "Invalid argument", None)),
    }
}
fn clock_info(vm: &mut Vm, _: ObjId, name: ObjId) -> Res {
    let name = vm.str_lossy(name).into_owned();
    let (source, steady) = match name.as_str() {
        "time" => ("clock_gettime(CLOCK_REALTIME)", false),
        "monotonic" | "perf_counter" => ("clock_gettime(CLOCK_MONOTONIC)", true),
        "process_time" => ("clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true),
        "thread_time" => ("clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true),
        _ => return Err(vm.value_error("unknown clock")),
    };
    let info = vm.call(ids::types::SIMPLE_NAMESPACE, &[])?;
    let (source, resolution) = (vm.new_str(source), vm.new_float(1e-9));
    let parts = [
        ("implementation", source),
        ("monotonic", vm.new_bool(steady)),
        ("adjustable", vm.new_bool(name == "time")),
        ("resolution", resolution),
    ];
    for (name, value) in parts {
        let name = vm.intern(name);
        let stored = vm.set_attr(info.id(), name, Some(value.id()));
        vm.release(value);
        stored?;
    }
    Ok(info)
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

/// The moment that a function was given in seconds; now, without one.
fn moment(vm: &mut Vm, given: Option<ObjId>) -> Res<i64> {
    let Some(given) = given.filter(|&g| g != ids::NONE) else {
        return Ok(vm.world.wall_clock().as_secs() as i64);
    };
    let seconds = match vm.as_float(given) {
        Some(seconds) if seconds.is_nan() => {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        Some(seconds) => seconds.floor(),
        None => {
            let number = vm.index_value(given)?;
            match i64::try_from(&number) {
                Ok(number) => number as f64,
                Err(_) => f64::INFINITY,
            }
        }
    };
    match seconds.abs() {
        size if size >= 9.3e18 => Err(vm.overflow_error("timestamp out of range for platform time_t")),
        size if size > MOST => Err(too_large(vm)),
        _ => Ok(seconds as i64),
    }
}
fn too_large(vm: &mut Vm) -> Unwind {
    vm.os_error(75, "Value too large for defined data type", None)
}
fn local(vm: &mut Vm, moment: i64) -> Tm {
    let zone = vm.world.local_time(moment);
    let mut tm = Tm::of(moment, zone.offset);
    (tm.is_summer, tm.offset, tm.zone) = (zone.is_summer.into(), Some(zone.offset), Some(zone.zone));
    tm
}
fn greenwich(moment: i64) -> Tm {
    Tm { offset: Some(0), zone: Some("GMT".into()), ..Tm::of(moment, 0) }
}
fn broken_down(vm: &mut Vm, args: &[ObjId], place: fn(&mut Vm, i64) -> Tm) -> Res {
    let moment = moment(vm, args.first().copied())?;
    let tm = place(vm, moment);
    struct_time(vm, &tm)
}

/// The fields of a tuple of nine; more that a `struct_time` says, too.
fn fields(vm: &mut Vm, function: &str, time: ObjId) -> Res<Tm> {
    let Some(items) = vm.as_tuple(time).map(<[ObjId]>::to_vec) else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    let mut numbers = [0; 9];
    if items.len() != numbers.len() {
        return Err(vm.type_error(format!("{function}(): illegal time tuple argument")));
    }
    for (number, &item) in numbers.iter_mut().zip(&items) {
        *number = vm.parsed_c_int(item)?.into();
    }
    let [year, month, day, hour, minute, second, weekday, yearday, is_summer] = numbers;
    let mut tm = Tm {
        year,
        month,
        day,
        hour,
        minute,
        second,
        is_summer,
        weekday: if weekday < 0 { weekday } else { weekday % 7 },
        yearday,
        ..Tm::default()
    };
    if Some(vm.type_of(time)) == vm.late_class("time.struct_time") {
        let slots = vm.payload(time).attrs().map(|a| a.slots.to_vec()).unwrap_or_default();
        if let [Some(zone), Some(offset)] = slots[..] {
            tm.zone = vm.as_str(zone).map(|_| vm.str_lossy(zone).into_owned());
            tm.offset = vm.as_i64(offset);
        }
    }
    Ok(tm)
}
/// ValueError for fields that no date has; zeros stand for the first.
fn check(vm: &mut Vm, tm: &mut Tm) -> Res<()> {
    let message = match () {
        () if !(0..=12).contains(&tm.month) => "month out of range",
        () if !(0..=31).contains(&tm.day) => "day of month out of range",
        () if !(0..=23).contains(&tm.hour) => "hour out of range",
        () if !(0..=59).contains(&tm.minute) => "minute out of range",
        () if !(0..=61).contains(&tm.second) => "seconds out of range",
        () if tm.weekday < 0 => "day of week out of range",
        () if !(0..=366).contains(&tm.yearday) => "day of year out of range",
        () => {
            (tm.month, tm.day, tm.yearday) = (tm.month.max(1), tm.day.max(1), tm.yearday.max(1));
            return Ok(());
        }
    };
    Err(vm.value_error(message))
}
/// The fields given, or those of now.
fn fields_or_now(vm: &mut Vm, function: &str, given: Option<ObjId>) -> Res<Tm> {
    match given {
        Some(time) => {
            let mut tm = fields(vm, function, time)?;
            check(vm, &mut tm)?;
            if tm.zone.is_none() {
                let now = vm.world.wall_clock().as_secs() as i64;
                let zone = local(vm, now);
                (tm.zone, tm.offset) = (zone.zone, zone.offset);
            }
            Ok(tm)
        }
        None => {
            let now = moment(vm, None)?;
            Ok(local(vm, now))
        }
    }
}
fn mktime(vm: &mut Vm, _: ObjId, time: ObjId) -> Res {
    let tm = fields(vm, "mktime", time)?;
    // The offset in force depends on the moment, which depends on the offset.
    let wanted = tm.seconds();
    let mut moment = wanted;
    for _ in 0..2 {
        moment = wanted - vm.world.local_time(moment).offset;
    }
    Ok(vm.new_float(moment as f64))
}
fn asctime(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let tm = fields_or_now(vm, "asctime", args.first().copied())?;
    Ok(vm.new_str(&format::asctime(&tm)))
}
fn ctime(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let moment = moment(vm, args.first().copied())?;
    let tm = local(vm, moment);
    Ok(vm.new_str(&format::asctime(&tm)))
}
fn strftime(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    if vm.as_str(args[0]).is_none() {
        let class = vm.class_name(args[0]);
        return Err(vm.type_error(format!("strftime() argument 1 must be str, not {class}")));
    }
    let tm = fields_or_now(vm, "strftime", args.get(1).copied())?;
    let format = vm.str_lossy(args[0]).into_owned();
    Ok(vm.new_str(&format::strftime(&format, &tm)))
}
/// The library reads dates: in `_strptime`.
fn strptime(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let module = vm.import_by_name("_strptime")?;
    let function = vm.get_attr_str(module.id(), "_strptime_time");
    vm.release(module);
    let function = function?;
    let result = vm.call_with(function.id(), args);
    vm.release(function);
    result
}
