//! Opcodes as data: what a row of [`super::opcode_table`] means, and questions a row answers.

/// How many values one item of a stack effect stands for, given the instruction's operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    One,
    /// As many as the operand says.
    Oparg,
    /// One fewer than the operand.
    Less1,
    /// Two fewer than the operand.
    Less2,
    /// One if the operand is 3.
    IfThree,
    /// Two for each unit of the operand (keys and values).
    Twice,
    /// One if the operand's lowest bit is set.
    LowBit,
    /// The operand's lowest eight bits.
    LowByte,
    /// The operand above its lowest eight bits.
    HighByte,
}

impl Count {
    pub const fn of(self, oparg: u32) -> u32 {
        match self {
            Count::One => 1,
            Count::Oparg => oparg,
            Count::Less1 => oparg.saturating_sub(1),
            Count::Less2 => oparg.saturating_sub(2),
            Count::IfThree => (oparg == 3) as u32,
            Count::Twice => oparg.saturating_mul(2),
            Count::LowBit => oparg & 1,
            Count::LowByte => oparg & 0xFF,
            Count::HighByte => oparg >> 8,
        }
    }
}

/// One named value (or run of values) that an instruction takes from or leaves on the stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item {
    pub name: &'static str,
    pub count: Count,
}

/// What the operand of an instruction means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// The opcode takes none.
    None,
    /// A plain number: how many, which one.
    Count,
    /// Index into `co_consts`.
    Const,
    /// Index into `co_names`.
    Name,
    /// Index into `co_names` times two; bit 0: also push a NULL.
    GlobalName,
    /// Index into `co_names` times two; bit 0: load as method.
    AttrName,
    /// Index into `co_names` times four; bit 0: load as method, bit 1: two-argument `super`.
    SuperName,
    /// Index into the fast locals.
    Local,
    /// Two indices into the fast locals, four bits each, the first in the high bits.
    LocalPair,
    /// Index into the fast locals of a cell or free variable.
    Free,
    /// Distance in code units to the target, from the instruction's end.
    JumpForward,
    /// Distance in code units back to the target, from the instruction's end.
    JumpBackward,
    /// A label, before jumps are resolved.
    Label,
    /// Comparison operator times 32, with the coercion bit and mask below.
    Compare,
    /// Index into [`BINARY_OPS`].
    BinaryOp,
    /// Bit 0 inverts the test.
    Invert,
    Intrinsic1,
    Intrinsic2,
    /// 1 `str`, 2 `repr`, 3 `ascii`.
    Convert,
    /// Which attribute of the function is set: 1 defaults, 2 kwdefaults, 4 annotations, 8 closure.
    FunctionAttr,
    /// Where execution resumes: 0 start, 1 after yield, 2 after yield from, 3 after await.
    Resume,
    /// What is awaited: 0 an expression, 1 `__aenter__`, 2 `__aexit__`.
    Awaitable,
}

/// Where control goes after an instruction (an exception apart).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    Next,
    /// Always to the target.
    Jump,
    /// To the next instruction or to the target.
    Branch,
    /// Out of the code object.
    Exit,
    /// Pseudo-instructions that open a protected region; the label is its handler.
    Protect,
}

impl Flow {
    /// Does a basic block end after the instruction?
    pub fn ends_block(self) -> bool {
        matches!(self, Flow::Jump | Flow::Branch | Flow::Exit)
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct OpcodeInfo {
    pub opcode: Opcode,
    pub name: &'static str,
    pub number: u16,
    pub operand: Operand,
    /// Inline cache entries (code units) that follow the instruction.
    pub caches: u8,
    pub flow: Flow,
    pub pops: &'static [Item],
    pub pushes: &'static [Item],
    /// The sentence a student reads.
    pub sentence: &'static str,
}

pub use super::opcode_table::Opcode;

/// The first pseudo-opcode; real opcodes are below 256.
pub const MIN_PSEUDO: u16 = 256;
/// Opcodes above this one take an operand (real ones).
pub const HAVE_ARGUMENT: u16 = 44;

impl Opcode {
    pub fn name(self) -> &'static str {
        self.info().name
    }
    pub const fn number(self) -> u16 {
        self as u16
    }
    pub fn operand(self) -> Operand {
        self.brief().operand
    }
    #[inline(always)]
    pub fn caches(self) -> usize {
        self.cache_units() as usize
    }
    /// Does the (plain) instruction specialise? Others have a cache for other ends, or none.
    pub fn adapts(self) -> bool {
        use Opcode::*;
        let counts = matches!(
            self,
            JUMP_BACKWARD | POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | POP_JUMP_IF_NONE | POP_JUMP_IF_NOT_NONE
        );
        self.caches() > 0 && !counts
    }
    /// Does the (specialised) instruction have the number of a type in its cache, which it takes for unchanged?
    pub fn guards_type(self) -> bool {
        use Opcode::*;
        matches!(
            self,
            LOAD_ATTR_INSTANCE_VALUE
                | LOAD_ATTR_SLOT
                | LOAD_ATTR_WITH_HINT
                | LOAD_ATTR_PROPERTY
                | LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN
                | LOAD_ATTR_METHOD_WITH_VALUES
                | LOAD_ATTR_METHOD_NO_DICT
                | LOAD_ATTR_METHOD_LAZY_DICT
                | LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES
                | LOAD_ATTR_NONDESCRIPTOR_NO_DICT
                | STORE_ATTR_INSTANCE_VALUE
                | STORE_ATTR_SLOT
                | STORE_ATTR_WITH_HINT
                | BINARY_SUBSCR_GETITEM
                | TO_BOOL_ALWAYS_TRUE
                | FAST_ATTR_INSTANCE_VALUE
                | FAST_ATTR_SLOT
                | FAST_ATTR_METHOD_WITH_VALUES
                | FAST_ATTR_METHOD_NO_DICT
        )
    }
    pub fn flow(self) -> Flow {
        self.brief().flow
    }
    pub fn has_arg(self) -> bool {
        self.operand() != Operand::None
    }
    /// Has the instruction a jump target (a label before, a distance after assembly)?
    pub fn has_target(self) -> bool {
        matches!(self.operand(), Operand::JumpForward | Operand::JumpBackward | Operand::Label)
    }
    /// Does the instruction look whether something (a signal, another thread) waits to be served?
    pub fn has_eval_break(self) -> bool {
        use Opcode::*;
        matches!(self, CALL | CALL_KW | CALL_FUNCTION_EX | JUMP | JUMP_BACKWARD | RESUME)
    }
    /// How many values the instruction takes from the stack.
    pub fn pops(self, oparg: u32) -> u32 {
        self.info().pops.iter().map(|i| i.count.of(oparg)).sum()
    }
    /// How many values the instruction leaves on the stack.
    pub fn pushes(self, oparg: u32) -> u32 {
        self.info().pushes.iter().map(|i| i.count.of(oparg)).sum()
    }
    /// Change of the stack's depth; `jump` says whether the jump is taken (`dis.stack_effect`).
    pub fn stack_effect(self, oparg: u32, jump: bool) -> i32 {
        let protect = match self {
            Opcode::SETUP_FINALLY | Opcode::SETUP_WITH if jump => 1,
            Opcode::SETUP_CLEANUP if jump => 2,
            _ => 0,
        };
        let plain = match self.brief().effect {
            Some(effect) => effect.of(oparg),
            None => self.pushes(oparg) as i32 - self.pops(oparg) as i32,
        };
        protect + plain
    }
}

/// What the compiler's passes ask for all the time, in few bytes.
#[derive(Clone, Copy)]
pub struct Brief {
    pub operand: Operand,
    pub caches: u8,
    pub flow: Flow,
    /// Change of the stack's depth when no jump is taken, where it is this simple.
    effect: Option<Effect>,
}

impl Brief {
    pub const fn of(info: &OpcodeInfo) -> Brief {
        let none = Effect { fixed: 0, each: 0, low_bit: 0 };
        let effect = match none.and(info.pushes, 1) {
            Some(pushed) => pushed.and(info.pops, -1),
            None => None,
        };
        Brief { operand: info.operand, caches: info.caches, flow: info.flow, effect }
    }
}

/// A number of values: some, some for each unit of the operand, some if its lowest bit is set.
#[derive(Clone, Copy)]
struct Effect {
    fixed: i8,
    each: i8,
    low_bit: i8,
}

impl Effect {
    const fn of(self, oparg: u32) -> i32 {
        let each = (oparg as i32).wrapping_mul(self.each as i32);
        each.wrapping_add(self.fixed as i32 + self.low_bit as i32 * (oparg & 1) as i32)
    }

    /// With these items, too, times `sign`; `None` where an item's count is not so simple.
    const fn and(mut self, items: &[Item], sign: i8) -> Option<Effect> {
        let mut i = 0;
        while i < items.len() {
            match items[i].count {
                Count::One => self.fixed += sign,
                Count::Oparg => self.each += sign,
                Count::Twice => self.each += 2 * sign,
                Count::LowBit => self.low_bit += sign,
                _ => return None,
            }
            i += 1;
        }
        Some(self)
    }
}

/// Expands the table into the enum `Opcode`, its rows and its look-ups.
macro_rules! opcodes {
    (
        real { $($r:ident = $rn:literal, $ro:ident, $rc:literal, $rf:ident,
            [$($rp:ident $(* $rpc:ident)?),*] => [$($rq:ident $(* $rqc:ident)?),*], $rs:literal;)* }
        pseudo { $($p:ident = $pn:literal, $po:ident, $pc:literal, $pf:ident,
            [$($pp:ident $(* $ppc:ident)?),*] => [$($pq:ident $(* $pqc:ident)?),*], $ps:literal;)* }
        specialized { $($s:ident = $sn:literal, $sb:ident;)* }
        instrumented { $($i:ident = $in:literal, $ib:ident;)* }
        fused { $($u:ident = $un:literal, [$($uh:ident),+], $ut:ident;)* }
    ) => {
        use super::opcode::{Brief, Count, Flow, Item, OpcodeInfo, Operand};

        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "CPython's names, as `dis` prints them")]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u16)]
        pub enum Opcode {
            $($r = $rn,)*
            $($s = $sn,)*
            $($i = $in,)*
            $($p = $pn,)*
            $($u = $un,)*
        }

        const fn one() -> Count { Count::One }

        static ROWS: &[OpcodeInfo] = &[
            $(OpcodeInfo {
                opcode: Opcode::$r, name: stringify!($r), number: $rn, operand: Operand::$ro, caches: $rc,
                flow: Flow::$rf,
                pops: &[$(Item { name: stringify!($rp), count: opcodes!(@count $($rpc)?) }),*],
                pushes: &[$(Item { name: stringify!($rq), count: opcodes!(@count $($rqc)?) }),*],
                sentence: $rs,
            },)*
            $(OpcodeInfo {
                opcode: Opcode::$p, name: stringify!($p), number: $pn, operand: Operand::$po, caches: $pc,
                flow: Flow::$pf,
                pops: &[$(Item { name: stringify!($pp), count: opcodes!(@count $($ppc)?) }),*],
                pushes: &[$(Item { name: stringify!($pq), count: opcodes!(@count $($pqc)?) }),*],
                sentence: $ps,
            },)*
        ];

        static SPECIALIZED: &[(Opcode, Opcode, &str)] = &[$((Opcode::$s, Opcode::$sb, stringify!($s)),)*];

        static BASE: [Opcode; 512] = {
            let mut all = [Opcode::CACHE; 512];
            $(all[$rn] = Opcode::$r;)*
            $(all[$sn] = Opcode::$sb;)*
            $(all[$in] = Opcode::$i;)*
            $(all[$pn] = Opcode::$p;)*
            $(all[$un] = [$(Opcode::$uh),+][0];)*
            all
        };

        static FUSED: &[(Opcode, &[Opcode], Opcode)] =
            &[$((Opcode::$u, &[$(Opcode::$uh),+], Opcode::$ut),)*];

        static LOADS_FUSED: [u8; 512] = {
            let mut all = [0; 512];
            $(all[$un] = [$(Opcode::$uh),+].len() as u8;)*
            all
        };

        static INSTRUMENTED: &[(Opcode, Opcode)] = &[$((Opcode::$i, Opcode::$ib),)*];

        /// Row index by opcode number; `u16::MAX` where the number has no row of its own.
        static ROW_OF: [u16; 512] = {
            let mut rows = [u16::MAX; 512];
            let mut i = 0;
            while i < ROWS.len() {
                rows[ROWS[i].number as usize] = i as u16;
                i += 1;
            }
            let mut i = 0;
            while i < SPECIALIZED.len() {
                rows[SPECIALIZED[i].0 as usize] = rows[SPECIALIZED[i].1 as usize];
                i += 1;
            }
            let mut i = 0;
            while i < INSTRUMENTED.len() {
                rows[INSTRUMENTED[i].0 as usize] = rows[INSTRUMENTED[i].1 as usize];
                i += 1;
            }
            let mut i = 0;
            while i < FUSED.len() {
                rows[FUSED[i].0 as usize] = rows[FUSED[i].1[0] as usize];
                i += 1;
            }
            rows
        };

        static BRIEF: [Brief; 512] = {
            let mut all = [Brief::of(&ROWS[0]); 512];
            let mut i = 0;
            while i < all.len() {
                if ROW_OF[i] != u16::MAX {
                    all[i] = Brief::of(&ROWS[ROW_OF[i] as usize]);
                }
                i += 1;
            }
            all
        };

        static CACHES: [u8; 512] = {
            let mut all = [0; 512];
            let mut i = 0;
            while i < all.len() {
                all[i] = BRIEF[i].caches;
                i += 1;
            }
            all
        };

        static BY_NUMBER: [Option<Opcode>; 512] = {
            let mut all = [None; 512];
            $(all[$rn] = Some(Opcode::$r);)*
            $(all[$sn] = Some(Opcode::$s);)*
            $(all[$in] = Some(Opcode::$i);)*
            $(all[$pn] = Some(Opcode::$p);)*
            all
        };

        impl Opcode {
            /// The opcode of that number, if there is one.
            pub fn from_number(number: u16) -> Option<Opcode> {
                BY_NUMBER.get(number as usize).copied().flatten()
            }
            /// The row; a specialised or instrumented opcode shares that of its plain form, a fused one
            /// that of the first instruction that it stands for.
            pub fn info(self) -> &'static OpcodeInfo {
                &ROWS[ROW_OF[self as usize] as usize]
            }
            #[inline(always)]
            pub(super) fn cache_units(self) -> u8 {
                CACHES[self as usize]
            }
            #[inline(always)]
            pub(super) fn brief(self) -> Brief {
                BRIEF[self as usize]
            }
            /// The adaptive opcode that this one is a specialised form of, the first one that a fused
            /// one stands for, or itself.
            #[inline]
            pub fn base(self) -> Opcode {
                BASE.get(self as usize).copied().unwrap_or(self)
            }
            /// The opcode's own name, also where it is a specialised or instrumented form.
            pub fn own_name(self) -> &'static str {
                match self {
                    $(Opcode::$s => stringify!($s),)*
                    $(Opcode::$i => stringify!($i),)*
                    other => other.info().name,
                }
            }
            /// All rows: real opcodes by number, then pseudo-opcodes.
            pub fn rows() -> &'static [OpcodeInfo] {
                ROWS
            }
            /// All specialised forms: (form, its adaptive base, name).
            pub fn specialized() -> &'static [(Opcode, Opcode, &'static str)] {
                SPECIALIZED
            }
            /// Of a fused form: how many instructions it stands for besides the last one; otherwise 0.
            #[inline]
            pub fn loads_fused(self) -> usize {
                LOADS_FUSED.get(self as usize).map_or(0, |&n| n as usize)
            }
            /// All fused forms: (form, the instructions that load, the one that uses what they loaded).
            pub fn fused() -> &'static [(Opcode, &'static [Opcode], Opcode)] {
                FUSED
            }
        }
    };
    (@count) => { one() };
    (@count $c:ident) => { Count::$c };
}
pub(crate) use opcodes;

/// `BINARY_OP`'s operators by operand; from 13 on the in-place forms.
pub const BINARY_OPS: [&str; 26] = [
    "+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^", "+=", "&=", "//=", "<<=", "@=",
    "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=",
];

/// `COMPARE_OP`'s operators by operand >> 5.
pub const COMPARE_OPS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];

/// `CALL_INTRINSIC_1`'s functions by operand.
pub const INTRINSICS_1: [&str; 12] = [
    "INTRINSIC_1_INVALID",
    "INTRINSIC_PRINT",
    "INTRINSIC_IMPORT_STAR",
    "INTRINSIC_STOPITERATION_ERROR",
    "INTRINSIC_ASYNC_GEN_WRAP",
    "INTRINSIC_UNARY_POSITIVE",
    "INTRINSIC_LIST_TO_TUPLE",
    "INTRINSIC_TYPEVAR",
    "INTRINSIC_PARAMSPEC",
    "INTRINSIC_TYPEVARTUPLE",
    "INTRINSIC_SUBSCRIPT_GENERIC",
    "INTRINSIC_TYPEALIAS",
];

/// `CALL_INTRINSIC_2`'s functions by operand.
pub const INTRINSICS_2: [&str; 6] = [
    "INTRINSIC_2_INVALID",
    "INTRINSIC_PREP_RERAISE_STAR",
    "INTRINSIC_TYPEVAR_WITH_BOUND",
    "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
    "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
    "INTRINSIC_SET_TYPEPARAM_DEFAULT",
];
