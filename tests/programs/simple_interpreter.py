"""A line-numbered BASIC: GOTO, FOR/NEXT, IF, PRINT, and runtime errors with their lines."""


class BasicError(Exception):
    pass


class Basic:
    def __init__(self, source):
        self.lines = dict(sorted((int(n), rest) for n, _, rest in (l.strip().partition(" ") for l in source.strip().splitlines())))
        self.vars, self.loops, self.out = {}, [], []

    def value(self, text):
        try:
            return eval(text.replace("=", "==").replace("<==", "<=").replace("<>", "!="), {"__builtins__": {}}, self.vars)
        except NameError as error:
            raise BasicError(f"undefined {error.name}") from None

    def run(self, limit=200):
        order = list(self.lines)
        at = 0
        while at < len(order) and limit:
            limit -= 1
            try:
                jump = self.step(self.lines[order[at]], order[at])
                at = at + 1 if jump is None else order.index(jump)
            except (BasicError, ZeroDivisionError, ValueError) as error:
                self.out.append(f"? {error} in {order[at]}")
                break
            except StopIteration:
                break
        return self.out

    def step(self, line, number):
        match line.split(maxsplit=1):
            case ["LET", rest]:
                name, _, expression = rest.partition("=")
                self.vars[name.strip()] = self.value(expression)
            case ["PRINT", rest]:
                self.out.append(" ".join(p[1:-1] if p[0] == '"' else str(self.value(p)) for p in rest.split(";")))
            case ["GOTO", target]:
                return int(target)
            case ["IF", rest]:
                condition, _, target = rest.partition(" THEN ")
                return int(target) if self.value(condition) else None
            case ["FOR", rest]:
                name, _, bounds = rest.partition("=")
                start, _, stop = bounds.partition("TO")
                self.vars[name.strip()] = self.value(start)
                self.loops.append((name.strip(), self.value(stop), number))
            case ["NEXT"]:
                name, stop, top = self.loops[-1]
                self.vars[name] += 1
                if self.vars[name] <= stop:
                    return min(n for n in self.lines if n > top)
                self.loops.pop()
            case ["END"]:
                raise StopIteration
            case _:
                raise BasicError(f"syntax error: {line}")


print(Basic('10 LET S = 0\n20 FOR I = 1 TO 3\n30 LET S = S + I * I\n40 NEXT\n50 PRINT "sum";S').run())
print(Basic('10 LET N = 7\n20 IF N <= 1 THEN 60\n30 LET N = N // 2\n40 PRINT N\n50 GOTO 20\n60 END\n70 PRINT "no"').run())
for bad in ("10 PRINT X", "10 LET A = 1 / 0", "10 GOTO 99", "10 FLY", "10 GOTO 10"):
    print(Basic(bad).run(limit=5))
