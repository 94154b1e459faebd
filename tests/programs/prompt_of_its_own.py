"""A prompt written in Python: lines are collected until they make a whole command."""
# Not watched: codeop brings much of the library.
import codeop

session = """\
x = 3
for i in range(x):
    print('round', i)

if x: print('yes')

total = (x +
    4)
text = '''one
two'''
def twice(n):
    return 2 * n

@staticmethod
def once(n):
    return n

twice(total)
try:
    1 / 0
except ZeroDivisionError as error:
    print(error)

x = = 3
a b
'open
print(text, total)
"""


def run(lines):
    names, waiting = {}, []
    for line in lines:
        waiting.append(line)
        source = '\n'.join(waiting)
        try:
            code = codeop.compile_command(source)
        except SyntaxError as error:
            print(type(error).__name__, error.msg)
            waiting.clear()
            continue
        if code is None:
            print('...', len(waiting))
            continue
        waiting.clear()
        exec(code, names)


run(session.splitlines())

for source in ('if x:\n', 'x = (', '1 +', '"""a', 'pass\n'):
    try:
        compile(source, '<prompt>', 'single', 0x4200)
        print(repr(source), 'is whole')
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.msg)
