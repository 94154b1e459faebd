//! lru_cache's wrapper: results of calls, remembered by their arguments.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types as core};
use crate::object::native_data::{LruCache, LruNode};
use crate::object::{Derived, NativeData, Payload};
use crate::vm::call::Held;
use crate::vm::{Args, Res, Vm};

/// Stands between positional and keyword arguments in keys: an immortal object that no program
/// passes by chance.
const MARK: ObjId = core::COROUTINE_WRAPPER;

fn lru(vm: &mut Vm, id: ObjId) -> Option<&mut LruCache> {
    match vm.payload_mut(id).base_mut() {
        Payload::Data(data) => match &mut **data {
            NativeData::LruCache(cache) => Some(cache),
            _ => None,
        },
        _ => None,
    }
}
fn gone(vm: &mut Vm) -> crate::vm::Unwind {
    vm.type_error("the cache has been cleared by the garbage collector")
}

pub fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let names = ["user_function", "maxsize", "typed", "cache_info_type"];
    let [func, size, typed, info] = vm.bind("lru_cache", args, names, 4, 4)?.map(|a| a.unwrap_or(ids::NONE));
    let typed = vm.truth(typed)?;
    if !vm.is_callable(func) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let maxsize = match size {
        ids::NONE => None,
        size if vm.has_index(size) => Some(vm.as_index(size)?.max(0) as usize),
        _ => return Err(vm.type_error("maxsize should be integer or None")),
    };
    let cache = vm.new_dict().into_id();
    vm.incref(func);
    vm.incref(info);
    let mut data = LruCache {
        func: Some(func),
        cache: Some(cache),
        info_type: Some(info),
        maxsize,
        typed,
        hits: 0,
        misses: 0,
        nodes: Vec::new(),
        free: Vec::new(),
    };
    data.take_calls();
    let base = Payload::Data(Box::new(NativeData::LruCache(data)));
    let derived = Derived { base, attrs: vm.new_attrs(class), order: None };
    Ok(vm.alloc(class, Payload::Derived(Box::new(derived))))
}

/// The key of a call: the tuple of arguments itself, or a lone str or int, where that will do.
fn make_key(vm: &mut Vm, tuple: ObjId, args: Args<'_>, typed: bool) -> Owned {
    if !typed && args.kw.is_empty() {
        return match *args.pos {
            [only] if matches!(vm.type_of(only), core::STR | core::INT) => vm.own(only),
            _ => vm.own(tuple),
        };
    }
    let mut parts = args.pos.to_vec();
    if !args.kw.is_empty() {
        parts.push(MARK);
        parts.extend(args.kw.iter().flat_map(|&(name, value)| [name, value]));
    }
    if typed {
        parts.extend(args.pos.iter().map(|&a| vm.type_of(a)));
        parts.extend(args.kw.iter().map(|&(_, value)| vm.type_of(value)));
    }
    vm.tuple_of(&parts)
}

pub fn call(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let Some(&mut LruCache { func: Some(func), cache: Some(cache), maxsize, typed, .. }) = lru(vm, this)
    else {
        return Err(gone(vm));
    };
    let tuple = vm.tuple_of(args.pos);
    let dict = (!args.kw.is_empty()).then(|| vm.keywords_dict(args.kw));
    let held = Held::Tuple(Some(tuple.id()));
    let result = if maxsize == Some(0) {
        count_miss(vm, this);
        vm.call_held(func, args, held)
    } else {
        let key = make_key(vm, tuple.id(), args, typed);
        let result = vm.hash(key.id()).and_then(|hash| {
            let places = Places { this, cache, key: key.id(), hash };
            cached(vm, &places, maxsize, |vm| vm.call_held(func, args, held))
        });
        vm.release(key);
        result
    };
    vm.release_opt(dict);
    vm.release(tuple);
    result
}
fn count_miss(vm: &mut Vm, this: ObjId) {
    if let Some(data) = lru(vm, this) {
        data.misses += 1;
    }
}

/// Where a call's result is looked for.
struct Places {
    this: ObjId,
    cache: ObjId,
    key: ObjId,
    hash: i64,
}

/// What the cache's dict has for the key: a result or a node's number.
fn find(vm: &mut Vm, p: &Places) -> Res<Option<ObjId>> {
    let found = vm.dict_find(p.cache, p.key, p.hash)?;
    Ok(found.and_then(|i| vm.as_dict(p.cache)?.entry(i)).map(|e| e.1))
}
fn cached(vm: &mut Vm, p: &Places, maxsize: Option<usize>, compute: impl FnOnce(&mut Vm) -> Res) -> Res {
    if let Some(found) = find(vm, p)? {
        let number = vm.as_i64(found).unwrap_or(0) as usize;
        let Some(data) = lru(vm, p.this) else { return Err(gone(vm)) };
        data.hits += 1;
        if maxsize.is_none() {
            return Ok(vm.own(found));
        }
        if let Some(LruNode { call: Some((_, result)), .. }) = data.nodes.get(number).copied() {
            data.unlink(number);
            data.append(number);
            return Ok(vm.own(result));
        }
    }
    count_miss(vm, p.this);
    let result = compute(vm)?;
    let stored = match maxsize {
        None => vm.dict_set_hashed(p.cache, p.key, p.hash, result.id()),
        Some(maxsize) => remember(vm, p, maxsize, result.id()),
    };
    match stored {
        Ok(()) => Ok(result),
        Err(e) => {
            vm.release(result);
            Err(e)
        }
    }
}
/// Puts a new result into a bounded cache; the one used longest ago makes room.
fn remember(vm: &mut Vm, p: &Places, maxsize: usize, result: ObjId) -> Res<()> {
    if find(vm, p)?.is_some() {
        // The call itself has put it there.
        return Ok(());
    }
    let size = vm.as_dict(p.cache).map_or(0, |d| d.len());
    let Some(data) = lru(vm, p.this) else { return Err(gone(vm)) };
    let oldest = data.nodes[0].next;
    let mut old = Vec::new();
    let place = if size < maxsize || oldest == 0 {
        match data.free.pop() {
            Some(place) => place,
            None => {
                data.nodes.push(LruNode { call: None, hash: 0, prev: 0, next: 0 });
                data.nodes.len() - 1
            }
        }
    } else {
        data.unlink(oldest);
        let LruNode { call, hash, .. } = data.nodes[oldest];
        data.nodes[oldest].call = None;
        old.extend(call.into_iter().flat_map(|(key, result)| [key, result]));
        let known = call.and_then(|(key, _)| vm.as_dict(p.cache).and_then(|d| d.find_identical(key, hash)));
        match known {
            Some(index) => {
                if let Some(d) = vm.as_dict_mut(p.cache) {
                    let (key, number) = d.remove(index);
                    old.extend([key, number]);
                }
                oldest
            }
            None => {
                // Somebody has taken it out of the dict: the node goes, the new result is not kept.
                if let Some(data) = lru(vm, p.this) {
                    data.free.push(oldest);
                }
                vm.decref_all(old);
                return Ok(());
            }
        }
    };
    let number = vm.new_int(place as i64);
    let stored = vm.dict_set_hashed(p.cache, p.key, p.hash, number.id());
    vm.release(number);
    if stored.is_ok() {
        vm.incref(p.key);
        vm.incref(result);
    }
    if let Some(data) = lru(vm, p.this) {
        if stored.is_ok() {
            let node = LruNode { call: Some((p.key, result)), hash: p.hash, prev: 0, next: 0 };
            data.nodes[place] = node;
            data.append(place);
        } else {
            data.free.push(place);
        }
    }
    vm.decref_all(old);
    stored
}

pub fn get(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    match args[0] {
        ids::NONE => Ok(vm.own(this)),
        instance => Ok(vm.bind_method(this, instance)),
    }
}

pub fn cache_info(vm: &mut Vm, this: ObjId) -> Res {
    let Some(&mut LruCache { cache: Some(cache), info_type: Some(info), maxsize, hits, misses, .. }) =
        lru(vm, this)
    else {
        return Err(gone(vm));
    };
    let size = vm.as_dict(cache).map_or(0, |d| d.len());
    let parts = [
        vm.new_int(hits as i64),
        vm.new_int(misses as i64),
        match maxsize {
            Some(maxsize) => vm.new_int(maxsize as i64),
            None => vm.none(),
        },
        vm.new_int(size as i64),
    ];
    let args: Vec<ObjId> = parts.iter().map(Owned::id).collect();
    let result = vm.call(info, &args);
    parts.into_iter().for_each(|p| vm.release(p));
    result
}
pub fn cache_clear(vm: &mut Vm, this: ObjId) -> Res {
    let Some(data) = lru(vm, this) else { return Err(gone(vm)) };
    (data.hits, data.misses) = (0, 0);
    let calls = data.take_calls();
    if let Some(cache) = data.cache {
        vm.dict_clear(cache);
    }
    vm.decref_all(calls);
    Ok(vm.none())
}
