//! `unicodedata`: what is known of each character. Names, categories and normal forms come from crates,
//! the rest from `tables.txt`, which `tests/tools/unicode_tables.py` writes.

use crate::constant::unicode::{category, character};
use crate::heap::ObjId;
use crate::object::ids::module_types;
use crate::object::{Payload, Str};
use crate::types::str_unicode;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_general_category::GeneralCategory as G;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

static MODULE: NativeTable = NativeTable {
    owner: Owner::Module("unicodedata"),
    defs: &[
        function("decimal", Pos(1, 2, |vm, _, args| number(vm, args, "decimal", "a decimal", decimal))),
        function("digit", Pos(1, 2, |vm, _, args| number(vm, args, "digit", "a digit", digit))),
        function(
            "numeric",
            Pos(1, 2, |vm, _, args| number(vm, args, "numeric", "a numeric character", numeric)),
        ),
        function(
            "category",
            One(|vm, _, c| {
                let p = point(vm, "category", c)?;
                Ok(vm.new_str(category_name(p)))
            }),
        ),
        function(
            "bidirectional",
            One(|vm, _, c| {
                let p = point(vm, "bidirectional", c)?;
                Ok(vm.new_str(look("bidi", p)))
            }),
        ),
        function("combining", One(combining)),
        function(
            "mirrored",
            One(|vm, _, c| {
                let p = point(vm, "mirrored", c)?;
                Ok(vm.new_int(i64::from(look("mirrored", p) == "1")))
            }),
        ),
        function(
            "east_asian_width",
            One(|vm, _, c| {
                let p = point(vm, "east_asian_width", c)?;
                Ok(vm.new_str(look("width", p)))
            }),
        ),
        function(
            "decomposition",
            One(|vm, _, c| {
                let p = point(vm, "decomposition", c)?;
                let text = decomposition(p);
                Ok(vm.new_str(&text))
            }),
        ),
        function("name", Pos(1, 2, name)),
        function("lookup", One(lookup)),
        function("normalize", Pos(2, 2, |vm, _, args| normalize(vm, args, false))),
        function("is_normalized", Pos(2, 2, |vm, _, args| normalize(vm, args, true))),
    ],
};
/// The same for another version of Unicode; the machine has one.
static UCD: NativeTable = NativeTable { owner: Owner::Type(module_types::UCD), defs: &[] };
pub static TABLES: &[&NativeTable] = &[&MODULE, &UCD];

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let version = vm.new_str("15.1.0");
    vm.dict_put(dict, "unidata_version", version);
}

/// Ranges of code points with their values, and the value of all others.
struct Table {
    ranges: Vec<(u32, u32, &'static str)>,
    other: &'static str,
}
static DATA: LazyLock<FxHashMap<&'static str, Table>> = LazyLock::new(|| {
    let hex = |text: &str| u32::from_str_radix(text, 16).unwrap_or(0);
    let range = |part: &'static str| {
        let (points, value) = part.split_once('=')?;
        let (first, last) = points.split_once('-').unwrap_or((points, points));
        Some((hex(first), hex(last), value))
    };
    let table = |line: &'static str| {
        let (name, rest) = line.split_once(' ')?;
        let (other, rest) = rest.split_once(' ')?;
        let other = if other == "-" { "" } else { other };
        Some((name, Table { ranges: rest.split(',').filter_map(range).collect(), other }))
    };
    include_str!("tables.txt").lines().filter_map(table).collect()
});
fn look(name: &str, point: u32) -> &'static str {
    let Some(table) = DATA.get(name) else { return "" };
    let at = table.ranges.partition_point(|r| r.1 < point);
    match table.ranges.get(at) {
        Some(&(first, _, value)) if first <= point => value,
        _ => table.other,
    }
}

/// The one character of an argument.
fn point(vm: &mut Vm, function: &str, text: ObjId) -> Res<u32> {
    point_of(vm, function, "argument", text)
}
fn point_of(vm: &mut Vm, function: &str, argument: &str, text: ObjId) -> Res<u32> {
    match vm.as_str(text).map(|s| (s.len(), s.points().next())) {
        Some((1, Some(point))) => Ok(point),
        _ => {
            let class = vm.class_name(text);
            Err(vm.type_error(format!("{function}() {argument} must be a unicode character, not {class}")))
        }
    }
}
type Value = fn(u32) -> Option<f64>;
fn decimal(point: u32) -> Option<f64> {
    str_unicode::decimal(point).map(f64::from)
}
fn digit(point: u32) -> Option<f64> {
    decimal(point).or_else(|| look("digit", point).parse().ok())
}
fn numeric(point: u32) -> Option<f64> {
    decimal(point).or_else(|| match look("numeric", point).split_once('/') {
        Some((top, bottom)) => Some(top.parse::<f64>().ok()? / bottom.parse::<f64>().ok()?),
        None => look("numeric", point).parse().ok(),
    })
}
fn number(vm: &mut Vm, args: &[ObjId], function: &str, what: &str, value: Value) -> Res {
    let point = point_of(vm, function, "argument 1", args[0])?;
    match (value(point), args.get(1)) {
        (Some(value), _) if function == "numeric" => Ok(vm.new_float(value)),
        (Some(value), _) => Ok(vm.new_int(value as i64)),
        (None, Some(&default)) => Ok(vm.own(default)),
        (None, None) => Err(vm.value_error(format!("not {what}"))),
    }
}
fn category_name(point: u32) -> &'static str {
    let Some(c) = char::from_u32(point) else { return "Cs" };
    match category(c) {
        G::UppercaseLetter => "Lu",
        G::LowercaseLetter => "Ll",
        G::TitlecaseLetter => "Lt",
        G::ModifierLetter => "Lm",
        G::OtherLetter => "Lo",
        G::NonspacingMark => "Mn",
        G::SpacingMark => "Mc",
        G::EnclosingMark => "Me",
        G::DecimalNumber => "Nd",
        G::LetterNumber => "Nl",
        G::OtherNumber => "No",
        G::ConnectorPunctuation => "Pc",
        G::DashPunctuation => "Pd",
        G::OpenPunctuation => "Ps",
        G::ClosePunctuation => "Pe",
        G::InitialPunctuation => "Pi",
        G::FinalPunctuation => "Pf",
        G::OtherPunctuation => "Po",
        G::MathSymbol => "Sm",
        G::CurrencySymbol => "Sc",
        G::ModifierSymbol => "Sk",
        G::OtherSymbol => "So",
        G::SpaceSeparator => "Zs",
        G::LineSeparator => "Zl",
        G::ParagraphSeparator => "Zp",
        G::Control => "Cc",
        G::Format => "Cf",
        G::Surrogate => "Cs",
        G::PrivateUse => "Co",
        _ => "Cn",
    }
}
/// A character that Unicode 15.1 has.
fn known(point: u32) -> Option<char> {
    char::from_u32(point).filter(|&c| category(c) != G::Unassigned)
}
fn combining(vm: &mut Vm, _: ObjId, c: ObjId) -> Res {
    let point = point(vm, "combining", c)?;
    let class = known(point).map_or(0, canonical_combining_class);
    Ok(vm.new_int(class.into()))
}
fn hexes(points: impl Iterator<Item = char>) -> String {
    points.map(|c| format!("{:04X}", c as u32)).collect::<Vec<_>>().join(" ")
}
fn decomposition(point: u32) -> String {
    const HANGUL: std::ops::RangeInclusive<u32> = 0xAC00..=0xD7A3;
    let Some(c) = known(point).filter(|_| !HANGUL.contains(&point)) else { return String::new() };
    let tag = look("tag", point);
    let tag = if tag.is_empty() { String::new() } else { format!("<{tag}> ") };
    let listed = look("decomposition", point);
    if !listed.is_empty() {
        return tag + &listed.replace('+', " ");
    }
    let full: Vec<char> = c.nfd().collect();
    match full[..] {
        [only] if only == c => {}
        [.., last] if full.len() > 1 => {
            let head = full[..full.len() - 1].iter().copied().nfc();
            return hexes(head.chain([last]));
        }
        _ => return hexes(full.into_iter()),
    }
    let full: Vec<char> = c.nfkd().collect();
    if full == [c] { String::new() } else { tag + &hexes(full.into_iter()) }
}
fn name(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let point = point_of(vm, "name", "argument 1", args[0])?;
    let found = known(point).and_then(unicode_names2::name).map(|name| name.to_string());
    match (found, args.get(1)) {
        (Some(name), _) => Ok(vm.new_str(&name)),
        (None, Some(&default)) => Ok(vm.own(default)),
        (None, None) => Err(vm.value_error("no such name")),
    }
}
fn lookup(vm: &mut Vm, _: ObjId, name: ObjId) -> Res {
    let text = match (vm.as_str(name), vm.as_bytes(name)) {
        (Some(_), _) => vm.str_lossy(name).into_owned(),
        (_, Some(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => {
            let class = vm.class_name(name);
            return Err(vm.type_error(format!("lookup() argument must be str, not {class}")));
        }
    };
    match character(&text) {
        Some(c) => Ok(vm.new_str(&c.to_string())),
        None => {
            Err(vm.raise(crate::object::ids::types::KEY_ERROR, format!("undefined character name '{text}'")))
        }
    }
}

/// A normal form of a text; lone surrogates, and what 15.1 does not know, stay as they are.
fn normalize(vm: &mut Vm, args: &[ObjId], ask: bool) -> Res {
    let function = if ask { "is_normalized" } else { "normalize" };
    for (i, &arg) in args.iter().enumerate() {
        if vm.as_str(arg).is_none() {
            let class = vm.class_name(arg);
            return Err(vm.type_error(format!("{function}() argument {} must be str, not {class}", i + 1)));
        }
    }
    let form = vm.str_lossy(args[0]).into_owned();
    let text = vm.string(args[1]);
    let points: Vec<u32> = text.points().collect();
    let mut out: Vec<u32> = Vec::with_capacity(points.len());
    for run in points.chunk_by(|&a, &b| known(a).is_some() && known(b).is_some()) {
        let chars = run.iter().filter_map(|&p| known(p));
        match form.as_str() {
            _ if run.len() == 1 && known(run[0]).is_none() => out.extend(run),
            "NFC" => out.extend(chars.nfc().map(u32::from)),
            "NFD" => out.extend(chars.nfd().map(u32::from)),
            "NFKC" => out.extend(chars.nfkc().map(u32::from)),
            "NFKD" => out.extend(chars.nfkd().map(u32::from)),
            _ => return Err(vm.value_error("invalid normalization form")),
        }
    }
    if points.is_empty() && !["NFC", "NFD", "NFKC", "NFKD"].contains(&form.as_str()) && ask {
        return Err(vm.value_error("invalid normalization form"));
    }
    match (ask, out == points) {
        (true, same) => Ok(vm.new_bool(same)),
        (false, true) if matches!(vm.payload(args[1]), Payload::Str(_)) => Ok(vm.own(args[1])),
        (false, _) => Ok(vm.new_string(Str::from_points(&out))),
    }
}
