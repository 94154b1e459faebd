"""Which lines ran: coverage by sys.monitoring, told once for each line."""
import sys

SOURCE = '''
def classify(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    for d in range(2, n):
        if n % d == 0:
            return "composite"
    else:
        return "prime"

def unused():
    return None

try:
    results = [classify(n) for n in (-1, 5, 9)]
except ValueError:
    results = []
finally:
    done = True
'''
mon = sys.monitoring
TOOL = mon.COVERAGE_ID
hits = {}
told = 0


def on_line(code, line):
    global told
    told += 1
    hits.setdefault(line, code.co_name)
    return mon.DISABLE


def lines_of(code):
    for _, _, line in code.co_lines():
        if line:
            yield line
    for const in code.co_consts:
        if hasattr(const, "co_lines"):
            yield from lines_of(const)


code = compile(SOURCE, "<sample>", "exec")
mon.use_tool_id(TOOL, "coverage")
mon.register_callback(TOOL, mon.events.LINE, on_line)
mon.set_events(TOOL, mon.events.LINE)
namespace = {}
exec(code, namespace)
mon.set_events(TOOL, 0)
hits = {line: name for line, name in hits.items() if line in set(lines_of(code)) and name in ("<module>", "classify")}
for number, text in enumerate(SOURCE.splitlines(), 1):
    known = number in set(lines_of(code))
    mark = "+" if number in hits else "-" if known else " "
    print(f"{mark} {number:2} {text}".rstrip())
print(namespace["results"], told < 60)
mon.free_tool_id(TOOL)
