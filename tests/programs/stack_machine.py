"""A stack machine: an assembler, its interpreter as a dispatch table, and its errors."""


class MachineError(Exception):
    pass


class Machine:
    ops = {}

    def op(name, arity=0, ops=ops):
        def register(function):
            ops[name] = function, arity
            return function

        return register

    @op("push", 1)
    def push(self, x):
        self.stack.append(int(x) if x.lstrip("-").isdigit() else self.vars[x])

    @op("store", 1)
    def store(self, name):
        self.vars[name] = self.stack.pop()

    @op("add")
    def add(self):
        self.stack.append(self.stack.pop() + self.stack.pop())

    @op("sub")
    def sub(self):
        b, a = self.stack.pop(), self.stack.pop()
        self.stack.append(a - b)

    @op("mul")
    def mul(self):
        self.stack[-2:] = [self.stack[-2] * self.stack[-1]]

    @op("jump", 1)
    def jump(self, label):
        self.pc = self.labels[label]

    @op("jz", 1)
    def jz(self, label):
        if not self.stack.pop():
            self.jump(label)

    @op("print")
    def show(self):
        self.out.append(self.stack.pop())

    del op

    def __init__(self, source):
        self.code, self.labels = [], {}
        for line in source.split(";"):
            match line.split():
                case [label] if label.endswith(":"):
                    self.labels[label[:-1]] = len(self.code)
                case [name, *args] if name in self.ops:
                    function, arity = self.ops[name]
                    if len(args) != arity:
                        raise MachineError(f"{name} takes {arity} operands, not {len(args)}")
                    self.code.append((function, args))
                case [name, *_]:
                    raise MachineError(f"no such instruction: {name}")

    def run(self, **variables):
        self.stack, self.out, self.pc, self.vars = [], [], 0, variables
        while self.pc < len(self.code):
            function, args = self.code[self.pc]
            self.pc += 1
            try:
                function(self, *args)
            except (IndexError, KeyError) as error:
                raise MachineError(f"at {self.pc - 1}: {function.__name__}") from error
        return self.out


factorial = Machine("push 1; store r; loop:; push n; jz end; push r; push n; mul; store r; push n; push 1; sub; store n; jump loop; end:; push r; print")
print(factorial.run(n=3), factorial.run(n=0), factorial.labels, sorted(Machine.ops))
for source in ("add", "fly", "push", "push x", "jump nowhere"):
    try:
        Machine(source).run()
    except MachineError as error:
        print(error, "<-", repr(error.__cause__))
