//! The generator's expressions: literals, variables, operations, calls, comprehensions.

use super::generate::{Generator, Type};

impl Generator<'_> {
    /// An expression whose value stays small where it is built on again.
    pub(super) fn small(&mut self, kind: Type, depth: usize) -> String {
        let value = self.expr(kind, depth);
        match kind {
            Type::Int => format!("({value}) % 1009"),
            Type::Str | Type::Bytes | Type::List | Type::Tuple
                if self.inside > 0 || self.rng.chance(3, 4) =>
            {
                format!("({value})[:9]")
            }
            _ => value,
        }
    }

    pub(super) fn any_expr(&mut self, depth: usize) -> String {
        let kind = self.any_type();
        self.expr(kind, depth)
    }

    pub(super) fn literal(&mut self, kind: Type) -> String {
        let items = |generator: &mut Self, least: usize| -> Vec<String> {
            let count = least + generator.rng.below(4);
            (0..count).map(|_| generator.literal(Type::Int)).collect()
        };
        match kind {
            Type::Int => match self.rng.below(12) {
                0 => "0".into(),
                1 => self
                    .rng
                    .pick(&[
                        "12345678901234567890",
                        "2147483648",
                        "0xff",
                        "0b101",
                        "1_000",
                        "4611686018427387904",
                    ])
                    .into(),
                _ => self.rng.range(-9, 30).to_string(),
            },
            Type::Float => self
                .rng
                .pick(&[
                    "0.0",
                    "1.5",
                    "-2.25",
                    "1e10",
                    "1e-7",
                    "3.14159",
                    "1e300",
                    "0.1",
                    "-0.0",
                    "float('inf')",
                    "2.5",
                    "100.0",
                ])
                .into(),
            Type::Bool => self.rng.pick(&["True", "False"]).into(),
            Type::Str => self
                .rng
                .pick(&[
                    "''",
                    "'a'",
                    "'Hello, World'",
                    "'\\n\\t'",
                    "'\u{e4}\u{f6}\u{fc}'",
                    "'x' 'y'",
                    "'a,b,,c'",
                    "'\u{1f600}!'",
                    "'42'",
                    "'  pad '",
                    "'k1'",
                    "\"it's\"",
                ])
                .into(),
            Type::Bytes => self.rng.pick(&["b''", "b'abc'", "b'\\x00\\xff'", "b'a,b'", "b' x '"]).into(),
            Type::List => format!("[{}]", items(self, 0).join(", ")),
            Type::Tuple => match items(self, 0) {
                one if one.len() == 1 => format!("({},)", one[0]),
                more => format!("({})", more.join(", ")),
            },
            Type::Dict => {
                let count = self.rng.below(4);
                let pairs: Vec<String> =
                    (0..count).map(|i| format!("'k{i}': {}", self.literal(Type::Int))).collect();
                format!("{{{}}}", pairs.join(", "))
            }
            Type::Set => format!("{{{}}}", items(self, 1).join(", ")),
        }
    }

    pub(super) fn variable(&mut self, kind: Type) -> Option<String> {
        let known: Vec<&String> = self.vars.iter().filter(|(_, k)| *k == kind).map(|(n, _)| n).collect();
        let at = self.rng.below(known.len());
        known.get(at).map(|name| name.to_string())
    }

    pub(super) fn comprehension(&mut self, depth: usize) -> (Type, String) {
        let items = self.small(Type::List, depth + 1);
        let condition = if self.rng.chance(1, 3) { " if q % 2" } else { "" };
        let value = self.rng.pick(&[
            "q",
            "q * 2",
            "(q, 1)",
            "str(q)",
            "q % 3",
            "-q",
            "[q for _ in range(2)]",
            "(lambda: q)()",
        ]);
        match self.rng.below(4) {
            0 => (Type::List, format!("[q * 2 for q in {items}{condition}]")),
            1 => (Type::Set, format!("{{q % 5 for q in {items}{condition}}}")),
            2 => (Type::Dict, format!("{{'k' + str(q): q for q in {items}{condition}}}")),
            _ => (Type::Tuple, format!("tuple({value} for q in {items}{condition})")),
        }
    }

    pub(super) fn expr(&mut self, wanted: Type, depth: usize) -> String {
        let kind = if self.rng.chance(1, 40) { self.any_type() } else { wanted };
        if kind != wanted {
            return format!("({})", self.expr(kind, depth + 1));
        }
        if depth > 3 || self.rng.chance(1, 5) {
            return match self.variable(kind) {
                Some(name) if self.rng.chance(3, 4) => name,
                _ => self.literal(kind),
            };
        }
        if self.rng.chance(1, 10)
            && let Some(call) = self.call(kind, depth)
        {
            return call;
        }
        if self.rng.chance(1, 15) {
            let (a, b, c) =
                (self.expr(kind, depth + 1), self.expr(Type::Bool, depth + 1), self.expr(kind, depth + 1));
            return format!("({a} if {b} else {c})");
        }
        let d = depth + 1;
        fill(kind, self.rng.next() as usize, &mut |kind| self.expr(kind, d))
    }

    pub(super) fn call(&mut self, kind: Type, depth: usize) -> Option<String> {
        let known: Vec<usize> =
            (0..self.functions.len()).filter(|&i| self.functions[i].gives == kind).collect();
        // Calls in loops in called functions would take long.
        if self.function && self.rng.chance(2, 3) {
            return None;
        }
        let at = *known.get(self.rng.below(known.len()))?;
        let (name, takes) = (self.functions[at].name.clone(), self.functions[at].takes.clone());
        let wrong = usize::from(self.rng.chance(1, 20));
        let values: Vec<String> = takes.iter().skip(wrong).map(|&t| self.small(t, depth + 2)).collect();
        let call = format!("{name}({})", values.join(", "));
        Some(if self.functions[at].generator { format!("list({call})") } else { call })
    }
}

/// An operation whose result has type `kind`; `part` makes its operands.
fn fill(kind: Type, random: usize, part: &mut dyn FnMut(Type) -> String) -> String {
    use super::templates as t;
    let forms = match kind {
        Type::Int => t::INT,
        Type::Float => t::FLOAT,
        Type::Bool => t::BOOL,
        Type::Str => t::STR,
        Type::Bytes => t::BYTES,
        Type::List => t::LIST,
        Type::Tuple => t::TUPLE,
        Type::Dict => t::DICT,
        Type::Set => t::SET,
    };
    let form = forms[random % forms.len()];
    let mut out = String::new();
    // Where an operator may be the outermost thing, brackets keep it together.
    let bare = form.contains(' ') && !form.ends_with(']') && !form.ends_with('}');
    out.push_str(if bare { "(" } else { "" });
    for c in form.chars() {
        // A capital letter behind a dollar sign stands for an operand of that type.
        match (out.pop(), c) {
            (Some('$'), c) => {
                let kind = match c {
                    'F' => Type::Float,
                    'B' => Type::Bool,
                    'S' => Type::Str,
                    'Y' => Type::Bytes,
                    'L' => Type::List,
                    'T' => Type::Tuple,
                    'D' => Type::Dict,
                    'E' => Type::Set,
                    _ => Type::Int,
                };
                out.push_str(&part(kind));
            }
            (before, c) => {
                out.extend(before);
                out.push(c);
            }
        }
    }
    out + if bare { ")" } else { "" }
}
