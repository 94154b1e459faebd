//! The constructors of most of `itertools`, and what little the iterators have besides stepping.

use super::types;
use crate::heap::{ObjId, Owned};
use crate::object::ids;
use crate::object::typ::Slot;
use crate::object::{Payload, Tool};
use crate::vm::{Args, Res, Vm};

impl Vm {
    /// Checks arguments that are positional only; a subclass with an `__init__` of its own may take
    /// keywords that `__new__` ignores.
    pub fn only_positional(
        &mut self,
        class: ObjId,
        exact: ObjId,
        args: Args<'_>,
        min: usize,
        max: usize,
    ) -> Res<()> {
        let name = self.short_type_name(exact);
        if self.type_obj(class).slot(Slot::Init) == self.type_obj(exact).slot(Slot::Init) {
            self.refuse_keywords(&name, args)?;
        }
        self.check_positional(&name, args, min, max)
    }
    /// `type.__name__`
    pub fn short_type_name(&self, ty: ObjId) -> String {
        self.str_lossy(self.type_obj(ty).name).into_owned()
    }
}

pub fn accumulate(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [iterable, func, initial] = vm.bind("accumulate", args, ["iterable", "func", "initial"], 1, 2)?;
    let iter = vm.iter(iterable.unwrap_or(ids::NONE))?.into_id();
    let func = func.filter(|&f| f != ids::NONE);
    let initial = initial.filter(|&i| i != ids::NONE);
    vm.incref_opt(func);
    vm.incref_opt(initial);
    Ok(vm.new_tool(class, types::ACCUMULATE, Tool::Accumulate { iter, func, total: None, initial }))
}

pub fn batched(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [iterable, n, strict] = vm.bind("batched", args, ["iterable", "n", "strict"], 2, 2)?;
    let size = vm.word_argument(n.unwrap_or(ids::NONE))?;
    let strict = match strict {
        Some(strict) => vm.truth(strict)?,
        None => false,
    };
    if size < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let iter = Some(vm.iter(iterable.unwrap_or(ids::NONE))?.into_id());
    Ok(vm.new_tool(class, types::BATCHED, Tool::Batched { iter, size: size as usize, strict }))
}

pub fn chain(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let most = usize::MAX;
    vm.only_positional(class, types::CHAIN, args, 0, most)?;
    let all = vm.tuple_of(args.pos);
    let source = vm.iter(all.id());
    vm.release(all);
    let source = Some(source?.into_id());
    Ok(vm.new_tool(class, types::CHAIN, Tool::Chain { source, active: None }))
}
pub fn chain_from_iterable(vm: &mut Vm, class: ObjId, iterables: ObjId) -> Res {
    let source = Some(vm.iter(iterables)?.into_id());
    Ok(vm.new_tool(class, types::CHAIN, Tool::Chain { source, active: None }))
}

pub fn compress(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [data, selectors] = vm.bind("compress", args, ["data", "selectors"], 2, 2)?;
    let data = vm.iter(data.unwrap_or(ids::NONE))?;
    let selectors = match vm.iter(selectors.unwrap_or(ids::NONE)) {
        Ok(selectors) => selectors,
        Err(e) => {
            vm.release(data);
            return Err(e);
        }
    };
    let (data, selectors) = (data.into_id(), selectors.into_id());
    Ok(vm.new_tool(class, types::COMPRESS, Tool::Compress { data, selectors }))
}

/// Does the object offer a conversion to a number?
fn is_number(vm: &Vm, id: ObjId) -> bool {
    vm.is_int(id)
        || matches!(vm.payload(id).base(), Payload::Float(_) | Payload::Complex(_))
        || [Slot::Index, Slot::Int, Slot::Float].iter().any(|&s| vm.slot_of(id, s).is_some())
}
pub fn count(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [start, step] = vm.bind("count", args, ["start", "step"], 0, 2)?;
    if [start, step].into_iter().flatten().any(|n| !is_number(vm, n)) {
        return Err(vm.type_error("a number is required"));
    }
    let start = start.unwrap_or(ids::small_int(0));
    let step = step.unwrap_or(ids::small_int(1));
    let fast = vm.is_int(step) && vm.as_i64(step) == Some(1);
    let (number, big) = match vm.as_i64(start) {
        Some(number) if fast => (number, None),
        _ => (i64::MAX, Some(start)),
    };
    vm.incref_opt(big);
    vm.incref(step);
    Ok(vm.new_tool(class, types::COUNT, Tool::Count { number, big, step }))
}
pub fn count_repr(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.short_type_name(vm.type_of(this));
    let &Tool::Count { number, big, step } = vm.tool(this) else { return vm.default_repr(this) };
    let text = match big {
        None => number.to_string(),
        Some(big) => {
            let start = vm.repr_text(big)?;
            if vm.is_int(step) && vm.as_i64(step) == Some(1) {
                start
            } else {
                format!("{start}, {}", vm.repr_text(step)?)
            }
        }
    };
    Ok(vm.new_str(&format!("{name}({text})")))
}

pub fn cycle(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    vm.only_positional(class, types::CYCLE, args, 1, 1)?;
    let iter = Some(vm.iter(args.pos[0])?.into_id());
    let saved = vm.new_list(Vec::new()).into_id();
    Ok(vm.new_tool(class, types::CYCLE, Tool::Cycle { iter, saved, index: 0, first_pass: false }))
}

/// Function and iterator of `dropwhile(f, it)` and its like, a reference each.
fn func_and_iter(vm: &mut Vm, class: ObjId, exact: ObjId, args: Args<'_>) -> Res<(ObjId, ObjId)> {
    vm.only_positional(class, exact, args, 2, 2)?;
    let iter = vm.iter(args.pos[1])?.into_id();
    vm.incref(args.pos[0]);
    Ok((args.pos[0], iter))
}
pub fn dropwhile(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let (func, iter) = func_and_iter(vm, class, types::DROPWHILE, args)?;
    Ok(vm.new_tool(class, types::DROPWHILE, Tool::Dropwhile { func, iter, started: false }))
}
pub fn takewhile(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let (func, iter) = func_and_iter(vm, class, types::TAKEWHILE, args)?;
    Ok(vm.new_tool(class, types::TAKEWHILE, Tool::Takewhile { func, iter, stopped: false }))
}
pub fn filterfalse(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let (func, iter) = func_and_iter(vm, class, types::FILTERFALSE, args)?;
    Ok(vm.new_tool(class, types::FILTERFALSE, Tool::Filterfalse { func, iter }))
}
pub fn starmap(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let (func, iter) = func_and_iter(vm, class, types::STARMAP, args)?;
    Ok(vm.new_tool(class, types::STARMAP, Tool::Starmap { func, iter }))
}

const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const STEP: &str = "Step for islice() must be a positive integer or None.";

/// One of islice's numbers; `None` where it is none that fits.
fn slice_number(vm: &mut Vm, id: ObjId) -> Res<Option<i64>> {
    match vm.as_index(id) {
        Ok(number) => Ok(Some(number)),
        Err(e) => vm.swallow(e, ids::types::BASE_EXCEPTION).map(|()| None),
    }
}
pub fn islice(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    vm.only_positional(class, types::ISLICE, args, 2, 4)?;
    let given = |id: Option<&ObjId>| id.copied().filter(|&id| id != ids::NONE);
    let (start, stop) = match *args.pos {
        [_, ref stop] => (None, given(Some(stop))),
        _ => (given(args.pos.get(1)), given(args.pos.get(2))),
    };
    let start = match start {
        Some(start) => slice_number(vm, start)?.unwrap_or(-1),
        None => 0,
    };
    let stop = match stop {
        Some(stop) => match slice_number(vm, stop)? {
            Some(-1) | None => return Err(vm.value_error(STOP)),
            Some(stop) => stop,
        },
        None => -1,
    };
    if start < 0 || stop < -1 {
        return Err(vm.value_error(INDICES));
    }
    let step = match given(args.pos.get(3)) {
        Some(step) => slice_number(vm, step)?.unwrap_or(-1),
        None => 1,
    };
    if step < 1 {
        return Err(vm.value_error(STEP));
    }
    let iter = Some(vm.iter(args.pos[0])?.into_id());
    Ok(vm.new_tool(class, types::ISLICE, Tool::Islice { iter, next: start, stop, step, count: 0 }))
}

pub fn pairwise(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    vm.only_positional(class, types::PAIRWISE, args, 1, 1)?;
    let iter = Some(vm.iter(args.pos[0])?.into_id());
    let tool = Tool::Pairwise { iter, old: None, result: ids::EMPTY_TUPLE };
    let pairwise = vm.new_tool(class, types::PAIRWISE, tool);
    let pair = vm.new_tuple(vec![ids::NONE; 2]).into_id();
    if let Some(Tool::Pairwise { result, .. }) = vm.tool_mut(pairwise.id()) {
        *result = pair;
    }
    Ok(pairwise)
}

pub fn repeat(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [element, times] = vm.bind("repeat", args, ["object", "times"], 1, 2)?;
    let left = match times {
        Some(times) => vm.word_argument(times)?.max(0),
        None => -1,
    };
    let element = element.unwrap_or(ids::NONE);
    vm.incref(element);
    Ok(vm.new_tool(class, types::REPEAT, Tool::Repeat { element, left }))
}
pub fn repeat_repr(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.short_type_name(vm.type_of(this));
    let &Tool::Repeat { element, left } = vm.tool(this) else { return vm.default_repr(this) };
    let mut out = crate::types::support::Writer::new(&format!("{name}("));
    out.push_repr(vm, element)?;
    if left >= 0 {
        out.push(&format!(", {left}"));
    }
    out.push(")");
    Ok(out.finish(vm))
}
pub fn repeat_length(vm: &mut Vm, this: ObjId) -> Res {
    match *vm.tool(this) {
        Tool::Repeat { left, .. } if left >= 0 => Ok(vm.new_int(left)),
        _ => Err(vm.type_error("len() of unsized object")),
    }
}

pub fn zip_longest(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let fill = match *args.kw {
        [] => ids::NONE,
        [(name, value)] if vm.str_lossy(name) == "fillvalue" => value,
        _ => return Err(vm.type_error("zip_longest() got an unexpected keyword argument")),
    };
    let iters: Owned = crate::types::zip::iterators(vm, args.pos)?;
    let active = args.pos.len();
    let result = vm.new_tuple(vec![ids::NONE; active]).into_id();
    vm.incref(fill);
    let tool = Tool::ZipLongest { iters: iters.into_id(), active, result, fill };
    Ok(vm.new_tool(class, types::ZIP_LONGEST, tool))
}
