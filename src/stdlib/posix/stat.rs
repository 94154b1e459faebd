//! `os.stat_result`.

use crate::heap::{ObjId, Owned};
use crate::vm::{Res, Vm};
use crate::world::Stat;
use num_bigint::BigInt;

/// The places of the sequence; the last three have no name there.
const ITEMS: [&str; 10] =
    ["st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "_atime", "_mtime", "_ctime"];
const EXTRA: [&str; 9] = [
    "st_atime",
    "st_mtime",
    "st_ctime",
    "st_atime_ns",
    "st_mtime_ns",
    "st_ctime_ns",
    "st_blksize",
    "st_blocks",
    "st_rdev",
];

/// The class, made when it is first wanted.
pub fn class(vm: &mut Vm) -> Res<ObjId> {
    const NAME: &str = "os.stat_result";
    if let Some(class) = vm.late_class(NAME) {
        return Ok(class);
    }
    let class = vm.new_struct_class_with("os", "stat_result", &ITEMS, &EXTRA, 3)?;
    let dict = vm.type_obj(class).dict;
    for name in &ITEMS[7..] {
        let name = vm.intern(name);
        vm.dict_del(dict, name)?;
    }
    let named: Vec<ObjId> = ITEMS[..7].iter().map(|name| vm.intern(name)).collect();
    let named = vm.new_tuple(named);
    vm.dict_put(dict, "__match_args__", named);
    vm.open_struct_class(class);
    vm.keep_late_class(NAME, class);
    Ok(class)
}

fn seconds(vm: &mut Vm, nanos: i128) -> Owned {
    let (whole, rest) = (nanos.div_euclid(1_000_000_000), nanos.rem_euclid(1_000_000_000));
    vm.new_float(whole as f64 + 1e-9 * rest as f64)
}

pub fn result(vm: &mut Vm, stat: &Stat) -> Res {
    let class = class(vm)?;
    let times = [stat.atime, stat.mtime, stat.ctime];
    let numbers = [
        i64::from(stat.mode),
        stat.ino as i64,
        stat.dev as i64,
        stat.nlink as i64,
        stat.uid.into(),
        stat.gid.into(),
        stat.size as i64,
    ];
    let whole = times.map(|t| t.div_euclid(1_000_000_000) as i64);
    let items: Vec<ObjId> = numbers.iter().chain(&whole).map(|&n| vm.new_int(n).into_id()).collect();
    let mut extra = Vec::new();
    for time in times {
        extra.push(Some(seconds(vm, time).into_id()));
    }
    for time in times {
        extra.push(Some(vm.new_bigint(BigInt::from(time)).into_id()));
    }
    for number in [stat.blksize, stat.blocks, stat.rdev] {
        extra.push(Some(vm.new_int(number as i64).into_id()));
    }
    Ok(vm.new_struct_with(class, items, extra))
}
