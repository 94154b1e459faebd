//! States of hash functions, and of the streams of `zlib`.

use blake2::digest::core_api::{Buffer, UpdateCore, VariableOutputCore};
use blake2::{Blake2bVarCore, Blake2sVarCore};
use md5::Digest;
use sha3::digest::{ExtendableOutput, Update, XofReader};

macro_rules! hashers {
    (fixed { $($name:ident = $text:literal, $ty:ty, $block:literal, $size:literal;)* } free { $($xof:ident = $xtext:literal, $xty:ty, $xblock:literal;)* }) => {
        /// A hash function at work.
        #[derive(Clone)]
        pub enum Hash {
            $($name($ty),)*
            $($xof($xty),)*
            Blake2b(Box<Blake2b>),
            Blake2s(Box<Blake2s>),
        }

        impl Hash {
            /// A fresh one by name; BLAKE2 has parameters and is not made here.
            pub fn by_name(name: &str) -> Option<Hash> {
                match name {
                    $($text => Some(Hash::$name(<$ty>::default())),)*
                    $($xtext => Some(Hash::$xof(<$xty>::default())),)*
                    _ => None,
                }
            }
            pub fn name(&self) -> &'static str {
                match self {
                    $(Hash::$name(_) => $text,)*
                    $(Hash::$xof(_) => $xtext,)*
                    Hash::Blake2b(_) => "blake2b",
                    Hash::Blake2s(_) => "blake2s",
                }
            }
            pub fn block_size(&self) -> usize {
                match self {
                    $(Hash::$name(_) => $block,)*
                    $(Hash::$xof(_) => $xblock,)*
                    Hash::Blake2b(_) => 128,
                    Hash::Blake2s(_) => 64,
                }
            }
            /// Does the collector look at it?
            pub fn is_container(&self) -> bool {
                matches!(self.name(), "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512")
            }
            /// 0 where the caller says how much is wanted.
            pub fn digest_size(&self) -> usize {
                match self {
                    $(Hash::$name(_) => $size,)*
                    $(Hash::$xof(_) => 0,)*
                    Hash::Blake2b(state) => state.size,
                    Hash::Blake2s(state) => state.size,
                }
            }
            pub fn update(&mut self, data: &[u8]) {
                match self {
                    $(Hash::$name(state) => Digest::update(state, data),)*
                    $(Hash::$xof(state) => Update::update(state, data),)*
                    Hash::Blake2b(state) => state.update(data),
                    Hash::Blake2s(state) => state.update(data),
                }
            }
            /// The digest of what came so far; of that length where the length is free.
            pub fn digest(&self, length: usize) -> Vec<u8> {
                match self.clone() {
                    $(Hash::$name(state) => state.finalize().to_vec(),)*
                    $(Hash::$xof(state) => {
                        let mut out = vec![0; length];
                        state.finalize_xof().read(&mut out);
                        out
                    })*
                    Hash::Blake2b(state) => state.digest(),
                    Hash::Blake2s(state) => state.digest(),
                }
            }
        }
    };
}
hashers! {
    fixed {
    Md5 = "md5", md5::Md5, 64, 16;
    Sha1 = "sha1", sha1::Sha1, 64, 20;
    Sha224 = "sha224", sha2::Sha224, 64, 28;
    Sha256 = "sha256", sha2::Sha256, 64, 32;
    Sha384 = "sha384", sha2::Sha384, 128, 48;
    Sha512 = "sha512", sha2::Sha512, 128, 64;
    Sha3x224 = "sha3_224", sha3::Sha3_224, 144, 28;
    Sha3x256 = "sha3_256", sha3::Sha3_256, 136, 32;
    Sha3x384 = "sha3_384", sha3::Sha3_384, 104, 48;
    Sha3x512 = "sha3_512", sha3::Sha3_512, 72, 64;
    } free {
    Shake128 = "shake_128", sha3::Shake128, 168;
    Shake256 = "shake_256", sha3::Shake256, 136;
    }
}

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}({:02x?})", self.name(), self.digest(16))
    }
}

macro_rules! blake2_state {
    ($name:ident, $core:ty, $block:literal) => {
        /// BLAKE2 with a key, a salt and a person, and what has not filled a block yet.
        #[derive(Clone)]
        pub struct $name {
            core: $core,
            rest: Buffer<$core>,
            size: usize,
        }
        impl $name {
            pub fn new(size: usize, key: &[u8], salt: &[u8], person: &[u8]) -> Self {
                let core = <$core>::new_with_params(salt, person, key.len(), size);
                let mut state = $name { core, rest: Buffer::<$core>::default(), size };
                if !key.is_empty() {
                    let mut block = [0; $block];
                    block[..key.len()].copy_from_slice(key);
                    state.update(&block);
                }
                state
            }
            fn update(&mut self, data: &[u8]) {
                let core = &mut self.core;
                self.rest.digest_blocks(data, |blocks| core.update_blocks(blocks));
            }
            fn digest(mut self) -> Vec<u8> {
                let mut full = Default::default();
                self.core.finalize_variable_core(&mut self.rest, &mut full);
                full[..self.size].to_vec()
            }
        }
    };
}
blake2_state!(Blake2b, Blake2bVarCore, 128);
blake2_state!(Blake2s, Blake2sVarCore, 64);
