//! Random programs that run, end soon and print the same each time: numbers, texts, containers, functions,
//! classes, generators, exceptions.
//!
//! Expressions are made for a wanted type, with a wrong one now and then, so that the words of exceptions are
//! compared, too. Values that loops build on are kept small.

use super::rng::Rng;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Type {
    Int,
    Float,
    Bool,
    Str,
    Bytes,
    List,
    Tuple,
    Dict,
    Set,
}

const TYPES: [Type; 9] = [
    Type::Int,
    Type::Float,
    Type::Bool,
    Type::Str,
    Type::Bytes,
    Type::List,
    Type::Tuple,
    Type::Dict,
    Type::Set,
];

const ERRORS: &[&str] = &[
    "ValueError",
    "TypeError",
    "KeyError",
    "IndexError",
    "ZeroDivisionError",
    "AttributeError",
    "LookupError",
    "Exception",
    "StopIteration",
    "Oops",
];

pub(super) struct Function {
    pub(super) name: String,
    pub(super) takes: Vec<Type>,
    pub(super) gives: Type,
    pub(super) generator: bool,
}

pub(super) struct Class {
    pub(super) name: String,
    pub(super) fields: usize,
}

pub(super) struct Generator<'a> {
    pub(super) rng: &'a mut Rng,
    pub(super) out: String,
    pub(super) indent: usize,
    pub(super) vars: Vec<(String, Type)>,
    pub(super) functions: Vec<Function>,
    pub(super) classes: Vec<Class>,
    pub(super) next: usize,
    /// Loops and functions around: values made here must stay small.
    pub(super) inside: usize,
    pub(super) loops: usize,
    pub(super) function: bool,
}

pub fn program(rng: &mut Rng) -> String {
    let mut generator = Generator {
        rng,
        out: String::new(),
        indent: 0,
        vars: Vec::new(),
        functions: Vec::new(),
        classes: Vec::new(),
        next: 0,
        inside: 0,
        loops: 0,
        function: false,
    };
    generator.whole();
    generator.out
}

impl Generator<'_> {
    fn line(&mut self, text: &str) {
        for _ in 0..self.indent {
            self.out.push_str("    ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    pub(super) fn name(&mut self, prefix: &str) -> String {
        self.next += 1;
        format!("{prefix}{}", self.next)
    }

    fn whole(&mut self) {
        self.line("class Oops(Exception):");
        self.line("    pass");
        for _ in 0..self.rng.below(3) {
            self.class();
        }
        for _ in 0..1 + self.rng.below(4) {
            self.function();
        }
        for kind in TYPES {
            let name = self.name("v");
            let value = self.literal(kind);
            self.line(&format!("{name} = {value}"));
            self.vars.push((name, kind));
        }
        for _ in 0..4 + self.rng.below(10) {
            if self.rng.chance(5, 6) {
                self.line("try:");
                self.indent += 1;
                self.block(1);
                self.indent -= 1;
                self.line("except Exception as e:");
                self.line("    print(type(e).__name__, e, type(e.__cause__).__name__, type(e.__context__).__name__)");
            } else {
                self.statement(1);
            }
            let shown: Vec<String> = self.vars.iter().map(|(name, _)| name.clone()).collect();
            let at = self.rng.below(shown.len());
            self.line(&format!("print({:?}, {})", shown[at], shown[at]));
        }
    }

    fn function(&mut self) {
        let name = self.name("f");
        let generator = self.rng.chance(1, 4);
        let outer = std::mem::take(&mut self.vars);
        let mut takes = Vec::new();
        let mut written = Vec::new();
        for _ in 0..self.rng.below(4) {
            let kind = self.any_type();
            let parameter = self.name("a");
            takes.push(kind);
            let default = if written.iter().any(|w: &String| w.contains('=')) || self.rng.chance(1, 4) {
                format!("={}", self.literal(kind))
            } else {
                String::new()
            };
            written.push(format!("{parameter}{default}"));
            self.vars.push((parameter, kind));
        }
        if self.rng.chance(1, 6) {
            written.push("*rest".into());
            self.vars.push(("rest".into(), Type::Tuple));
        }
        if self.rng.chance(1, 6) {
            written.push("**named".into());
            self.vars.push(("named".into(), Type::Dict));
        }
        if self.rng.chance(1, 8) {
            self.line("@decorate");
            // Made once, before its first use.
            if !self.out.contains("def decorate(") {
                let at = self.out.rfind("@decorate").unwrap_or(0);
                let text = "def decorate(f):\n    def inner(*args, **kwargs):\n        print('call', f.__name__, len(args))\n        return f(*args, **kwargs)\n    return inner\n";
                self.out.insert_str(at, text);
            }
        }
        let gives = self.any_type();
        self.line(&format!("def {name}({}):", written.join(", ")));
        self.indent += 1;
        self.inside += 1;
        let loops = std::mem::take(&mut self.loops);
        let was = std::mem::replace(&mut self.function, true);
        if self.rng.chance(1, 4) {
            self.line("'''What it does.'''");
        }
        self.block(2);
        if generator {
            let items = self.expr(Type::List, 1);
            self.line(&format!("for item in {items}:"));
            self.line("    yield item");
            if self.rng.chance(1, 3) {
                let more = self.expr(Type::Tuple, 1);
                self.line(&format!("yield from {more}"));
            }
        } else {
            let value = self.small(gives, 2);
            self.line(&format!("return {value}"));
        }
        self.loops = loops;
        self.function = was;
        self.inside -= 1;
        self.indent -= 1;
        self.vars = outer;
        self.functions.push(Function {
            name,
            takes,
            gives: if generator { Type::List } else { gives },
            generator,
        });
    }

    fn class(&mut self) {
        let name = self.name("C");
        let base = match self.classes.len() {
            0 => String::new(),
            n if self.rng.chance(1, 2) => format!("({})", self.classes[self.rng.below(n)].name),
            _ => String::new(),
        };
        let fields = 1 + self.rng.below(3);
        self.line(&format!("class {name}{base}:"));
        self.indent += 1;
        if base.is_empty() && self.rng.chance(1, 4) {
            let slots: Vec<String> = (0..fields).map(|i| format!("'x{i}'")).collect();
            self.line(&format!("__slots__ = ({},)", slots.join(", ")));
        } else if self.rng.chance(1, 2) {
            let value = self.literal(Type::Int);
            self.line(&format!("shared = {value}"));
        }
        let parameters: Vec<String> = (0..fields).map(|i| format!("x{i}=0")).collect();
        self.line(&format!("def __init__(self, {}):", parameters.join(", ")));
        for i in 0..fields {
            self.line(&format!("    self.x{i} = x{i}"));
        }
        let methods: &[&str] = &[
            "def __repr__(self):\n    return f'{type(self).__name__}({self.x0!r})'",
            "def __eq__(self, other):\n    return isinstance(other, type(self)) and self.x0 == other.x0",
            "def __hash__(self):\n    return hash(self.x0)",
            "def __add__(self, other):\n    return type(self)(self.x0 + getattr(other, 'x0', other))",
            "def __radd__(self, other):\n    return type(self)(other + self.x0)",
            "def __lt__(self, other):\n    return self.x0 < other.x0",
            "def __len__(self):\n    return self.x0",
            "def __bool__(self):\n    print('bool')\n    return bool(self.x0)",
            "def __getitem__(self, i):\n    if i > 3:\n        raise IndexError('end of it')\n    return self.x0",
            "def __iter__(self):\n    yield self.x0\n    yield self",
            "def __contains__(self, item):\n    return item == self.x0",
            "def __call__(self, *args, **kwargs):\n    return (self.x0, args, kwargs)",
            "def __getattr__(self, name):\n    if name.startswith('_'):\n        raise AttributeError(name)\n    return name",
            "def __enter__(self):\n    print('enter')\n    return self",
            "def __exit__(self, kind, value, tb):\n    print('exit', kind and kind.__name__)\n    return self.x0 == 1",
            "@property\ndef doubled(self):\n    return self.x0 * 2",
            "@classmethod\ndef make(cls):\n    return cls(7)",
            "@staticmethod\ndef plain(a=1):\n    return a",
            "def __format__(self, spec):\n    return f'<{spec}>'",
            "def __index__(self):\n    return 3",
            "def __missing(self):\n    return self.__missing.__name__",
        ];
        self.line(&methods[0].replace('\n', "\n    "));
        for _ in 0..self.rng.below(7) {
            let method = self.rng.pick(methods).replace('\n', "\n    ");
            self.line(&method);
        }
        self.indent -= 1;
        self.classes.push(Class { name, fields });
    }

    pub(super) fn any_type(&mut self) -> Type {
        TYPES[self.rng.below(TYPES.len())]
    }

    fn block(&mut self, depth: usize) {
        let vars = self.vars.len();
        for _ in 0..1 + self.rng.below(3) {
            self.statement(depth);
        }
        // What a branch defined may not be there.
        if self.indent > 0 && self.rng.chance(19, 20) {
            self.vars.truncate(vars);
        }
    }

    fn inner(&mut self, depth: usize) {
        self.indent += 1;
        self.block(depth + 1);
        self.indent -= 1;
    }

    fn statement(&mut self, depth: usize) {
        let choice = if depth > 3 { self.rng.below(6) } else { self.rng.below(22) };
        match choice {
            0 | 1 => self.print(),
            2 | 3 => self.assign(),
            4 => self.augment(),
            5 => self.mutate(),
            6 => {
                let condition = self.expr(Type::Bool, 1);
                self.line(&format!("if {condition}:"));
                self.inner(depth);
                if self.rng.chance(1, 3) {
                    let condition = self.expr(Type::Int, 1);
                    self.line(&format!("elif {condition}:"));
                    self.inner(depth);
                }
                if self.rng.chance(1, 2) {
                    self.line("else:");
                    self.inner(depth);
                }
            }
            7 | 8 => self.for_loop(depth),
            9 => {
                let counter = self.name("w");
                let rounds = 1 + self.rng.below(4);
                self.line(&format!("{counter} = {rounds}"));
                self.line(&format!("while {counter} > 0:"));
                self.line(&format!("    {counter} -= 1"));
                self.vars.push((counter, Type::Int));
                self.looped(depth);
                if self.rng.chance(1, 4) {
                    self.line("else:");
                    self.inner(depth);
                }
            }
            10 | 11 => self.try_statement(depth),
            12 => {
                let error = self.rng.pick(ERRORS);
                let value = self.any_expr(1);
                let from = if self.rng.chance(1, 5) { " from KeyError('cause')" } else { "" };
                let condition = self.expr(Type::Bool, 1);
                self.line(&format!("if {condition}:"));
                self.line(&format!("    raise {error}({value}){from}"));
            }
            13 => {
                let subject = self.any_expr(1);
                self.line(&format!("match {subject}:"));
                self.indent += 1;
                for _ in 0..1 + self.rng.below(3) {
                    let pattern = self.pattern(2);
                    let guard = if self.rng.chance(1, 4) {
                        format!(" if {}", self.expr(Type::Bool, 1))
                    } else {
                        String::new()
                    };
                    self.line(&format!("case {pattern}{guard}:"));
                    self.inner(depth);
                }
                self.line("case _:");
                self.line("    print('nothing fits')");
                self.indent -= 1;
            }
            14 => {
                let names: Vec<String> = (0..2 + self.rng.below(2)).map(|_| self.name("u")).collect();
                let mut targets = names.clone();
                let starred = self.rng.chance(1, 3);
                if starred {
                    let at = self.rng.below(targets.len());
                    targets[at] = format!("*{}", targets[at]);
                }
                let value = if self.rng.chance(2, 3) {
                    let items: Vec<String> = names.iter().map(|_| self.expr(Type::Int, 1)).collect();
                    items.join(", ")
                } else {
                    self.expr(Type::List, 1)
                };
                self.line(&format!("{} = {value}", targets.join(", ")));
                if !starred {
                    self.vars.extend(names.into_iter().map(|name| (name, Type::Int)));
                }
            }
            15 if self.rng.chance(1, 2) => {
                let value = self.any_expr(1);
                self.line(&format!("print((n := {value}), n)"));
            }
            15 => {
                let condition = self.expr(Type::Bool, 1);
                self.line(&format!("assert {condition}, 'assertion'"));
            }
            16 => {
                let at = self.rng.below(self.vars.len());
                if let Some((name, kind)) = self.vars.get(at).cloned() {
                    let index = self.expr(Type::Int, 2);
                    match kind {
                        Type::List => self.line(&format!("del {name}[{index}]")),
                        Type::Dict => {
                            let key = self.rng.below(4);
                            self.line(&format!("del {name}['k{key}']"));
                        }
                        _ => self.line("pass"),
                    }
                } else {
                    self.line("pass");
                }
            }
            17 if self.function => {
                let condition = self.expr(Type::Bool, 1);
                let value = self.any_expr(2);
                self.line(&format!("if {condition}:"));
                self.line(&format!("    return {value}"));
            }
            18 if !self.classes.is_empty() => {
                let object = self.object();
                let name = self.name("o");
                self.line(&format!("with {object} as {name}:"));
                self.inner(depth);
            }
            19 if !self.classes.is_empty() => {
                let name = self.name("o");
                let object = self.object();
                self.line(&format!("{name} = {object}"));
                let uses = [
                    "{o}.x0",
                    "{o}.doubled",
                    "{o}.make()",
                    "{o}.plain()",
                    "{o} + 1",
                    "1 + {o}",
                    "{o} == {o}",
                    "{o} < {o}",
                    "len({o})",
                    "bool({o})",
                    "{o}[0]",
                    "list({o})[:1]",
                    "3 in {o}",
                    "{o}(1, k=2)",
                    "{o}.nothing",
                    "f'{{o}:>5}'",
                    "[10, 20, 30, 40][{o}]",
                    "{o}.shared",
                    "sorted([{o}, {o}])",
                    "hasattr({o}, 'x1')",
                    "setattr({o}, 'x9', 1)",
                    "vars({o})",
                    "{o}.x0.missing",
                    "isinstance({o}, Oops)",
                    "{o} @ {o}",
                    "-{o}",
                    "{o}[1:2]",
                    "hash({o}) == hash({o}.x0)",
                    "str({o})",
                    "{o}._hidden",
                    "next({o})",
                    "{o}.__missing",
                    "iter({o}).__next__()",
                    "format({o}, 'x')",
                    "dir({o})[-1]",
                    "type({o}).__mro__[-1]",
                    "{o}.x0()",
                ];
                let used = self.rng.pick(&uses).replace("{o}", &name);
                self.line(&format!("print({used})"));
            }
            20 if !self.function && self.indent == 0 => self.function(),
            21 => {
                let target = self.name("c");
                let (kind, value) = self.comprehension(1);
                self.line(&format!("{target} = {value}"));
                self.vars.push((target, kind));
            }
            _ => self.print(),
        }
    }

    fn object(&mut self) -> String {
        let at = self.rng.below(self.classes.len());
        let (name, fields) = (self.classes[at].name.clone(), self.classes[at].fields);
        let count = self.rng.below(fields + 1) + usize::from(self.rng.chance(1, 20));
        let values: Vec<String> = (0..count).map(|_| self.expr(Type::Int, 2)).collect();
        format!("{name}({})", values.join(", "))
    }

    fn for_loop(&mut self, depth: usize) {
        let item = self.name("i");
        let kind = match self.rng.below(6) {
            0 | 1 => {
                let count = 1 + self.rng.below(5);
                self.line(&format!("for {item} in range({count}):"));
                Type::Int
            }
            2 => {
                let text = self.small(Type::Str, 1);
                self.line(&format!("for {item} in {text}:"));
                Type::Str
            }
            3 => {
                let items = self.small(Type::List, 1);
                let index = self.name("i");
                self.line(&format!("for {index}, {item} in enumerate({items}):"));
                Type::Int
            }
            4 => {
                let items = self.small(Type::Dict, 1);
                self.line(&format!("for {item} in list({items}.items()):"));
                Type::Tuple
            }
            _ => {
                let items = self.small(Type::List, 1);
                self.line(&format!("for {item} in {items}:"));
                Type::Int
            }
        };
        let vars = self.vars.len();
        self.vars.push((item, kind));
        self.looped(depth);
        self.vars.truncate(vars);
        if self.rng.chance(1, 5) {
            self.line("else:");
            self.inner(depth);
        }
    }

    /// The body of a loop, perhaps with a way out.
    fn looped(&mut self, depth: usize) {
        self.inside += 1;
        self.loops += 1;
        // Loops in loops take long.
        self.inner(depth + self.loops);
        if self.rng.chance(1, 4) {
            self.indent += 1;
            let condition = self.expr(Type::Bool, 2);
            self.line(&format!("if {condition}:"));
            let way = self.rng.pick(&["break", "continue"]);
            self.line(&format!("    {way}"));
            self.indent -= 1;
        }
        self.loops -= 1;
        self.inside -= 1;
    }

    fn try_statement(&mut self, depth: usize) {
        let star = if self.rng.chance(1, 8) { "*" } else { "" };
        self.line("try:");
        self.inner(depth);
        let handlers = self.rng.below(3);
        for _ in 0..handlers {
            let error = self.rng.pick(ERRORS);
            self.line(&format!("except{star} {error} as e:"));
            self.line("    print(repr(e), e.args)");
            if self.rng.chance(1, 6) && self.loops == 0 {
                self.line("    raise");
            }
        }
        if handlers > 0 && self.rng.chance(1, 3) {
            self.line("else:");
            self.inner(depth);
        }
        if handlers == 0 || self.rng.chance(1, 3) {
            self.line("finally:");
            self.inner(depth);
        }
    }

    fn pattern(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.rng.pick(&["_", "0", "'a'", "None", "True", "-1", "1.5"]).to_string();
        }
        let name = self.name("p");
        match self.rng.below(8) {
            0 => self.rng.range(-3, 9).to_string(),
            1 => format!("[{}, *_]", self.pattern(depth - 1)),
            2 => format!("({}, {})", self.pattern(depth - 1), self.pattern(depth - 1)),
            3 => format!("{{'k{}': {}, **{name}}}", self.rng.below(3), self.pattern(depth - 1)),
            4 => {
                let class =
                    self.rng.pick(&["int()", "str()", "list()", "dict()", "float(_)", "tuple()", "bytes()"]);
                class.replace('_', &name)
            }
            5 => format!("{} | {}", self.rng.pick(&["0", "'x'", "None"]), self.rng.pick(&["1", "[]", "{}"])),
            6 => format!("[{}] as {name}", self.pattern(depth - 1)),
            _ => format!("(str() | int()) as {name}"),
        }
    }

    fn print(&mut self) {
        let count = 1 + self.rng.below(3);
        let values: Vec<String> = (0..count).map(|_| self.any_expr(1)).collect();
        let tail = if self.rng.chance(1, 8) { ", sep='|'" } else { "" };
        self.line(&format!("print({}{tail})", values.join(", ")));
    }

    fn assign(&mut self) {
        let kind = self.any_type();
        let value = self.small(kind, 1);
        let known: Vec<String> =
            self.vars.iter().filter(|(_, k)| *k == kind).map(|(n, _)| n.clone()).collect();
        let name = if known.is_empty() || self.rng.chance(1, 3) {
            self.name("v")
        } else {
            known[self.rng.below(known.len())].clone()
        };
        self.line(&format!("{name} = {value}"));
        if !known.contains(&name) {
            self.vars.push((name, kind));
        }
    }

    fn augment(&mut self) {
        let at = self.rng.below(self.vars.len());
        let Some((name, kind)) = self.vars.get(at).cloned() else { return self.print() };
        let op = match kind {
            Type::Int => self.rng.pick(&["+", "-", "*", "//", "%", "|", "&", "^", "/"]),
            Type::Float => self.rng.pick(&["+", "-", "*", "/", "//", "%"]),
            Type::Set => self.rng.pick(&["|", "&", "-", "^"]),
            Type::Dict => "|",
            _ => "+",
        };
        let other = if self.rng.chance(1, 15) { self.any_type() } else { kind };
        let value = self.small(other, 1);
        self.line(&format!("{name} {op}= {value}"));
        match kind {
            Type::Int => self.line(&format!("{name} = {name} % 10007")),
            Type::Str | Type::Bytes | Type::List | Type::Tuple => self.line(&format!("{name} = {name}[:12]")),
            _ => {}
        }
    }

    fn mutate(&mut self) {
        let at = self.rng.below(self.vars.len());
        let Some((name, kind)) = self.vars.get(at).cloned() else { return self.print() };
        let (i, j) = (self.expr(Type::Int, 2), self.expr(Type::Int, 2));
        let key = format!("'k{}'", self.rng.below(4));
        let text = match kind {
            Type::List => match self.rng.below(10) {
                0 => format!("{name}.append({i})"),
                1 => format!("{name}.insert({i}, {j})"),
                2 => format!("print({name}.pop())"),
                3 => format!("{name}.reverse()"),
                4 => format!("{name}.sort(key=lambda q: -q)"),
                5 => format!("{name}.remove({i})"),
                6 => format!("{name}[{i}] = {j}"),
                7 => format!("{name}[1:3] = [{i}, {j}]"),
                8 => format!("print({name}.index({i}))"),
                _ => format!("{name}.extend(range(2))"),
            },
            Type::Dict => match self.rng.below(7) {
                0 => format!("{name}[{key}] = {i}"),
                1 => format!("{name}.update({}={i})", key.trim_matches('\'')),
                2 => format!("print({name}.pop({key}))"),
                3 => format!("print({name}.setdefault({key}, {i}))"),
                4 => format!("print({name}.popitem())"),
                5 => format!("del {name}[{key}]"),
                _ => format!("print({name}.get({key}, {i}))"),
            },
            Type::Set => match self.rng.below(5) {
                0 => format!("{name}.add({i})"),
                1 => format!("{name}.discard({i})"),
                2 => format!("{name}.remove({i})"),
                3 => format!("{name}.update([{i}, {j}])"),
                _ => format!("print({name}.isdisjoint([{i}]))"),
            },
            _ => format!("print({name})"),
        };
        self.line(&text);
    }
}
