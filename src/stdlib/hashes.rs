//! `_md5`, `_sha1`, `_sha2`, `_sha3` and `_blake2`: what `hashlib` is made of.

use crate::heap::{ObjId, Owned};
use crate::object::digest::{Blake2b, Blake2s, Hash};
use crate::object::ids::{self, module_types as types};
use crate::object::{NativeData, Payload};
use crate::types::bytes;
use crate::vm::native::{
    Args, NativeCall::*, NativeDef, NativeTable, Owner, attribute, constructor, function, method,
};
use crate::vm::{Res, Vm};

macro_rules! hash_type {
    ($table:ident, $ty:ident, [$($more:expr),*]) => {
        static $table: NativeTable = NativeTable {
            owner: Owner::Type(types::$ty),
            defs: &[
                method("update", One(update)),
                method("copy", NoArgs(copy)),
                DIGEST,
                HEXDIGEST,
                attribute("name", |vm, this| { let name = hash(vm, this).name(); Ok(vm.new_str(name)) }, None),
                attribute("block_size", |vm, this| { let n = hash(vm, this).block_size(); Ok(vm.new_int(n as i64)) }, None),
                attribute("digest_size", |vm, this| { let n = hash(vm, this).digest_size(); Ok(vm.new_int(n as i64)) }, None),
                $($more),*
            ],
        };
    };
}
const DIGEST: NativeDef = method("digest", Full(|vm, this, args| digest(vm, this, "digest", args)));
const HEXDIGEST: NativeDef = method("hexdigest", Full(|vm, this, args| digest(vm, this, "hexdigest", args)));

macro_rules! sponge_type {
    ($table:ident, $ty:ident, $name:literal, $capacity:literal, $suffix:literal) => {
        hash_type!(
            $table,
            $ty,
            [
                constructor(|vm, _, args| make(vm, types::$ty, $name, args)),
                attribute("_capacity_bits", |vm, _| Ok(vm.new_int($capacity)), None),
                attribute("_rate_bits", |vm, _| Ok(vm.new_int(1600 - $capacity)), None),
                attribute("_suffix", |vm, _| Ok(vm.new_bytes(&[$suffix])), None)
            ]
        );
    };
}
hash_type!(MD5, MD5, []);
hash_type!(SHA1, SHA1, []);
hash_type!(SHA224, SHA224, []);
hash_type!(SHA256, SHA256, []);
hash_type!(SHA384, SHA384, []);
hash_type!(SHA512, SHA512, []);
sponge_type!(SHA3_224, SHA3_224, "sha3_224", 448, 6);
sponge_type!(SHA3_256, SHA3_256, "sha3_256", 512, 6);
sponge_type!(SHA3_384, SHA3_384, "sha3_384", 768, 6);
sponge_type!(SHA3_512, SHA3_512, "sha3_512", 1024, 6);
sponge_type!(SHAKE_128, SHAKE_128, "shake_128", 256, 0x1F);
sponge_type!(SHAKE_256, SHAKE_256, "shake_256", 512, 0x1F);
hash_type!(BLAKE2B, BLAKE2B, [constructor(|vm, class, args| new_blake2(vm, class, &BLAKE2B_SIZES, args))]);
hash_type!(BLAKE2S, BLAKE2S, [constructor(|vm, class, args| new_blake2(vm, class, &BLAKE2S_SIZES, args))]);

static MD5_MODULE: NativeTable = NativeTable {
    owner: Owner::Module("_md5"),
    defs: &[function("md5", Full(|vm, _, args| make(vm, types::MD5, "md5", args)))],
};
static SHA1_MODULE: NativeTable = NativeTable {
    owner: Owner::Module("_sha1"),
    defs: &[function("sha1", Full(|vm, _, args| make(vm, types::SHA1, "sha1", args)))],
};
static SHA2_MODULE: NativeTable = NativeTable {
    owner: Owner::Module("_sha2"),
    defs: &[
        function("sha256", Full(|vm, _, args| make(vm, types::SHA256, "sha256", args))),
        function("sha224", Full(|vm, _, args| make(vm, types::SHA224, "sha224", args))),
        function("sha512", Full(|vm, _, args| make(vm, types::SHA512, "sha512", args))),
        function("sha384", Full(|vm, _, args| make(vm, types::SHA384, "sha384", args))),
    ],
};
static SHA3_MODULE: NativeTable = NativeTable { owner: Owner::Module("_sha3"), defs: &[] };
static BLAKE2_MODULE: NativeTable = NativeTable { owner: Owner::Module("_blake2"), defs: &[] };
pub static TABLES: &[&NativeTable] = &[
    &MD5_MODULE,
    &SHA1_MODULE,
    &SHA2_MODULE,
    &SHA3_MODULE,
    &BLAKE2_MODULE,
    &MD5,
    &SHA1,
    &SHA224,
    &SHA256,
    &SHA384,
    &SHA512,
    &SHA3_224,
    &SHA3_256,
    &SHA3_384,
    &SHA3_512,
    &SHAKE_128,
    &SHAKE_256,
    &BLAKE2B,
    &BLAKE2S,
];

/// What BLAKE2b and BLAKE2s differ in.
struct Sizes {
    name: &'static str,
    digest: usize,
    /// Of salt and person.
    salt: usize,
    /// Of `node_offset`, in bits.
    offset_bits: u32,
}
static BLAKE2B_SIZES: Sizes = Sizes { name: "blake2b", digest: 64, salt: 16, offset_bits: 64 };
static BLAKE2S_SIZES: Sizes = Sizes { name: "blake2s", digest: 32, salt: 8, offset_bits: 48 };

/// Adds the constants, and the names of the types that are not called as they are named.
pub fn fill(vm: &mut Vm, name: &str, module: ObjId) {
    let dict = vm.module_dict(module);
    match name {
        "_md5" => vm.dict_put(dict, "MD5Type", Owned::new(types::MD5)),
        "_sha1" => vm.dict_put(dict, "SHA1Type", Owned::new(types::SHA1)),
        "_sha3" => {
            let words = vm.new_str("HACL");
            vm.dict_put(dict, "implementation", words);
        }
        "_blake2" => {
            for (class, sizes) in [(types::BLAKE2B, &BLAKE2B_SIZES), (types::BLAKE2S, &BLAKE2S_SIZES)] {
                let (salt, size) = (sizes.salt as i64, sizes.digest as i64);
                let parts = [
                    ("SALT_SIZE", salt),
                    ("PERSON_SIZE", salt),
                    ("MAX_KEY_SIZE", size),
                    ("MAX_DIGEST_SIZE", size),
                ];
                vm.put_ints(vm.type_obj(class).dict, &parts);
                let upper = sizes.name.to_uppercase();
                for (name, value) in parts {
                    vm.put_ints(dict, &[(&format!("{upper}_{name}"), value)]);
                }
            }
        }
        _ => {}
    }
}

fn hash(vm: &mut Vm, this: ObjId) -> &mut Hash {
    match vm.payload_mut(this).base_mut() {
        Payload::Data(data) => match &mut **data {
            NativeData::Hash(hash) => hash,
            other => unreachable!("{other:?} is no hash"),
        },
        other => unreachable!("{other:?} is no hash"),
    }
}
/// What is hashed: anything bytes-like, but no text.
fn input(vm: &mut Vm, data: ObjId) -> Res<Vec<u8>> {
    if vm.as_str(data).is_some() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    match bytes::buffer(vm, data)? {
        Some(data) => Ok(data),
        None => Err(vm.type_error("object supporting the buffer API required")),
    }
}
fn object(vm: &mut Vm, class: ObjId, hash: Hash) -> Owned {
    vm.new_native_instance(class, Payload::Data(Box::new(NativeData::Hash(Box::new(hash)))))
}
fn make(vm: &mut Vm, class: ObjId, name: &'static str, args: Args<'_>) -> Res {
    let [data, security] = vm.bind(name, args, ["string", "usedforsecurity"], 0, 1)?;
    if let Some(flag) = security {
        vm.truth(flag)?;
    }
    let data = data.map_or(Ok(Vec::new()), |d| input(vm, d))?;
    let Some(mut hash) = Hash::by_name(name) else { return Err(vm.not_supported(name)) };
    hash.update(&data);
    Ok(object(vm, class, hash))
}
fn update(vm: &mut Vm, this: ObjId, data: ObjId) -> Res {
    let data = input(vm, data)?;
    hash(vm, this).update(&data);
    Ok(vm.none())
}
fn copy(vm: &mut Vm, this: ObjId) -> Res {
    let hash = hash(vm, this).clone();
    let class = vm.type_of(this);
    Ok(object(vm, class, hash))
}
fn digest(vm: &mut Vm, this: ObjId, method: &str, args: Args<'_>) -> Res {
    const MOST: i64 = 1 << 29;
    let name = hash(vm, this).name();
    let mut length = hash(vm, this).digest_size();
    if length == 0 {
        let title = format!("{name}.{method}");
        if args.pos.len() + args.kw.len() != 1 {
            let given = args.pos.len() + args.kw.len();
            return Err(vm.type_error(format!("{title}() takes exactly one argument ({given} given)")));
        }
        let [wanted] = vm.bind(method, args, ["length"], 1, 1)?;
        length = match vm.as_index(wanted.unwrap_or(ids::NONE))? {
            n if n < 0 => return Err(vm.value_error("value must be positive")),
            n if n >= MOST => return Err(vm.value_error("length is too large")),
            n => n as usize,
        };
    } else if !args.pos.is_empty() || !args.kw.is_empty() {
        let class = vm.type_name(vm.type_of(this));
        let given = args.pos.len() + args.kw.len();
        return Err(vm.type_error(format!("{class}.{method}() takes no arguments ({given} given)")));
    }
    let digest = hash(vm, this).digest(length);
    if method == "digest" {
        return Ok(vm.new_bytes(&digest));
    }
    let text: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(vm.new_str(&text))
}

/// The parameters of a tree of hashes: name, least and greatest value, and the value of a plain hash.
const TREE: [(&str, i64, i64, i64); 4] =
    [("fanout", 0, 255, 1), ("depth", 1, 255, 1), ("node_depth", 0, 255, 0), ("inner_size", 0, 0, 0)];

fn new_blake2(vm: &mut Vm, class: ObjId, sizes: &Sizes, args: Args<'_>) -> Res {
    let names = [
        "",
        "digest_size",
        "key",
        "salt",
        "person",
        "fanout",
        "depth",
        "leaf_size",
        "node_offset",
        "node_depth",
        "inner_size",
        "last_node",
        "usedforsecurity",
    ];
    let bound = vm.bind(sizes.name, args, names, 0, 1)?;
    let data = bound[0].map_or(Ok(Vec::new()), |d| input(vm, d))?;
    let size = match bound[1] {
        Some(size) => vm.as_index(size)?,
        None => sizes.digest as i64,
    };
    if !(1..=sizes.digest as i64).contains(&size) {
        return Err(vm.value_error(format!("digest_size must be between 1 and {} bytes", sizes.digest)));
    }
    let mut parts = Vec::new();
    for (i, name, most) in [(3, "salt", sizes.salt), (4, "person", sizes.salt), (2, "key", sizes.digest)] {
        let part = bound[i].map_or(Ok(Vec::new()), |p| bytes::data(vm, p))?;
        if part.len() > most {
            return Err(vm.value_error(format!("maximum {name} length is {most} bytes")));
        }
        parts.push(part);
    }
    check_tree(vm, sizes, &bound)?;
    let (salt, person, key) = (&parts[0], &parts[1], &parts[2]);
    let size = size as usize;
    let mut hash = if sizes.name == "blake2b" {
        Hash::Blake2b(Box::new(Blake2b::new(size, key, salt, person)))
    } else {
        Hash::Blake2s(Box::new(Blake2s::new(size, key, salt, person)))
    };
    hash.update(&data);
    Ok(object(vm, class, hash))
}
/// The tree's parameters must be in range, and those of a plain hash.
fn check_tree(vm: &mut Vm, sizes: &Sizes, bound: &[Option<ObjId>; 13]) -> Res<()> {
    let mut plain = true;
    for ((name, least, most, usual), given) in TREE.into_iter().zip([bound[5], bound[6], bound[9], bound[10]])
    {
        let Some(given) = given else { continue };
        let most = if name == "inner_size" { sizes.digest as i64 } else { most };
        let value = vm.as_index(given)?;
        if !(least..=most).contains(&value) {
            let is = if name == "inner_size" { "is " } else { "" };
            return Err(vm.value_error(format!("{name} must be between {least} and {is}{most}")));
        }
        plain &= value == usual;
    }
    for (name, given, bits) in [("leaf_size", bound[7], 32), ("node_offset", bound[8], sizes.offset_bits)] {
        let Some(given) = given else { continue };
        let value = vm.index_value(given)?;
        if value.sign() == num_bigint::Sign::Minus {
            return Err(vm.value_error("value must be positive"));
        }
        if value.bits() > u64::from(bits) {
            return Err(vm.overflow_error(format!("{name} is too large")));
        }
        plain &= value.bits() == 0;
    }
    if let Some(last) = bound[11] {
        plain &= !vm.truth(last)?;
    }
    if plain { Ok(()) } else { Err(vm.not_supported("a tree of BLAKE2 hashes")) }
}
