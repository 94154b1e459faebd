"""An incremental one-way constraint solver: deep class trees, small methods, lists of objects."""


class Strength:
    def __init__(self, rank, name):
        self.rank = rank
        self.name = name

    def stronger(self, other):
        return self.rank < other.rank

    def weaker(self, other):
        return self.rank > other.rank

    @staticmethod
    def weakest(a, b):
        return a if a.weaker(b) else b


REQUIRED = Strength(0, "required")
PREFERRED = Strength(2, "preferred")
STRONG_DEFAULT = Strength(3, "strong default")
NORMAL = Strength(4, "normal")
WEAK_DEFAULT = Strength(5, "weak default")
WEAKEST = Strength(6, "weakest")


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAKEST
        self.stays = True
        self.mark = 0


class Constraint:
    def __init__(self, planner, strength):
        self.planner = planner
        self.strength = strength

    def attach(self):
        for variable in self.variables():
            variable.constraints.append(self)
        self.planner.add(self)

    def destroy(self):
        for variable in self.variables():
            variable.constraints.remove(self)
        if self.satisfied():
            self.planner.remove(self)

    def is_input(self):
        return False

    def satisfy(self, mark):
        """Takes the output over; answers the constraint that had it."""
        self.choose_method(mark)
        if not self.satisfied():
            if self.strength is REQUIRED:
                raise ValueError("a required constraint cannot be satisfied")
            return None
        for variable in self.inputs():
            variable.mark = mark
        out = self.output()
        beaten = out.determined_by
        if beaten is not None:
            beaten.unsatisfy()
        out.determined_by = self
        self.planner.propagate(self, mark)
        out.mark = mark
        return beaten

    def inputs_known(self, mark):
        for variable in self.inputs():
            if not (variable.mark == mark or variable.stays or variable.determined_by is None):
                return False
        return True


class Unary(Constraint):
    def __init__(self, planner, variable, strength):
        super().__init__(planner, strength)
        self.variable = variable
        self.on = False
        self.attach()

    def variables(self):
        return (self.variable,)

    def inputs(self):
        return ()

    def output(self):
        return self.variable

    def satisfied(self):
        return self.on

    def unsatisfy(self):
        self.on = False

    def choose_method(self, mark):
        free = self.variable.mark != mark
        self.on = free and self.strength.stronger(self.variable.strength)

    def recalculate(self):
        self.variable.strength = self.strength
        self.variable.stays = not self.is_input()
        if self.variable.stays:
            self.execute()

    def execute(self):
        pass


class Stay(Unary):
    pass


class Edit(Unary):
    def is_input(self):
        return True


NONE, FORWARD, BACKWARD = 0, 1, -1


class Binary(Constraint):
    def __init__(self, planner, first, second, strength):
        super().__init__(planner, strength)
        self.first = first
        self.second = second
        self.direction = NONE
        self.attach()

    def variables(self):
        return (self.first, self.second)

    def inputs(self):
        return (self.input(),)

    def input(self):
        return self.first if self.direction == FORWARD else self.second

    def output(self):
        return self.second if self.direction == FORWARD else self.first

    def satisfied(self):
        return self.direction != NONE

    def unsatisfy(self):
        self.direction = NONE

    def choose_method(self, mark):
        first, second, strength = self.first, self.second, self.strength
        self.direction = NONE
        if first.mark == mark:
            if second.mark != mark and strength.stronger(second.strength):
                self.direction = FORWARD
        elif second.mark == mark:
            if strength.stronger(first.strength):
                self.direction = BACKWARD
        elif first.strength.weaker(second.strength):
            if strength.stronger(first.strength):
                self.direction = BACKWARD
        elif strength.stronger(second.strength):
            self.direction = FORWARD

    def recalculate(self):
        source, out = self.input(), self.output()
        out.strength = Strength.weakest(self.strength, source.strength)
        out.stays = source.stays
        if out.stays:
            self.execute()


class Equal(Binary):
    def execute(self):
        self.output().value = self.input().value


class Scale(Binary):
    """second = first * scale + offset."""

    def __init__(self, planner, first, scale, offset, second, strength):
        self.scale = scale
        self.offset = offset
        super().__init__(planner, first, second, strength)

    def variables(self):
        return (self.first, self.second, self.scale, self.offset)

    def inputs(self):
        return (self.input(), self.scale, self.offset)

    def execute(self):
        if self.direction == FORWARD:
            self.second.value = self.first.value * self.scale.value + self.offset.value
        else:
            self.first.value = (self.second.value - self.offset.value) // self.scale.value

    def recalculate(self):
        source, out = self.input(), self.output()
        out.strength = Strength.weakest(self.strength, source.strength)
        out.stays = source.stays and self.scale.stays and self.offset.stays
        if out.stays:
            self.execute()


class Planner:
    def __init__(self):
        self.mark = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def add(self, constraint):
        mark = self.new_mark()
        while constraint is not None:
            constraint = constraint.satisfy(mark)

    def remove(self, constraint):
        out = constraint.output()
        constraint.unsatisfy()
        out.determined_by = None
        out.strength = WEAKEST
        out.stays = True
        freed = []
        todo = [out]
        while todo:
            variable = todo.pop()
            freed.extend(c for c in variable.constraints if not c.satisfied())
            for following in self.consumers(variable):
                following.recalculate()
                todo.append(following.output())
        freed.sort(key=lambda c: c.strength.rank)
        for candidate in freed:
            self.add(candidate)

    def consumers(self, variable):
        by = variable.determined_by
        return [c for c in variable.constraints if c is not by and c.satisfied()]

    def propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            current = todo.pop()
            out = current.output()
            if out.mark == mark:
                raise ValueError("a cycle of constraints")
            current.recalculate()
            todo.extend(self.consumers(out))

    def plan(self, edits):
        """The satisfied constraints downstream of the edits, in an order to execute them."""
        mark = self.new_mark()
        todo = [edit for edit in edits if edit.satisfied()]
        steps = []
        while todo:
            constraint = todo.pop()
            out = constraint.output()
            if out.mark != mark and constraint.inputs_known(mark):
                steps.append(constraint)
                out.mark = mark
                todo.extend(self.consumers(out))
        return steps


def change(planner, variable, value):
    edit = Edit(planner, variable, PREFERRED)
    steps = planner.plan([edit])
    for _ in range(10):
        variable.value = value
        for step in steps:
            step.execute()
    edit.destroy()


def chain(length):
    """Equalities in a row; an edit at the head must reach the tail."""
    planner = Planner()
    row = [Variable(f"v{i}") for i in range(length + 1)]
    for left, right in zip(row, row[1:]):
        Equal(planner, left, right, REQUIRED)
    Stay(planner, row[-1], STRONG_DEFAULT)
    edit = Edit(planner, row[0], PREFERRED)
    steps = planner.plan([edit])
    for value in range(100):
        row[0].value = value
        for step in steps:
            step.execute()
        assert row[-1].value == value
    edit.destroy()
    return row[-1].value


def projection(size):
    """Many scaled pairs that share one scale and one offset."""
    planner = Planner()
    scale, offset = Variable("scale", 10), Variable("offset", 1000)
    sources, targets = [], []
    for i in range(size):
        source, target = Variable(f"s{i}", i), Variable(f"t{i}", i)
        sources.append(source)
        targets.append(target)
        Stay(planner, source, NORMAL)
        Scale(planner, source, scale, offset, target, REQUIRED)
    change(planner, sources[-1], 17)
    assert targets[-1].value == 1170
    change(planner, targets[-1], 1050)
    assert sources[-1].value == 5
    change(planner, scale, 5)
    change(planner, offset, 2000)
    return sum(t.value for t in targets)


if __name__ == "__main__":
    total = 0
    for _ in range(20):
        total += chain(1000) + projection(1000)
    print(total)
