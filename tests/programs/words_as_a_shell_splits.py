"""Words as a shell splits them, and patterns of file names."""
# Not watched: the library collects garbage while it is imported.
import fnmatch
import shlex

line = """cp 'my file.txt' "a \\"b\\"" c\\ d # comment"""
print(shlex.split(line, comments=True))
print(shlex.join(["echo", "it's", "a b", ""]), shlex.quote("safe-name"))
print(list(shlex.shlex("a=b;c>>d", punctuation_chars=True)))
names = ["a.py", "b.txt", "ab.PY", "c.pyc"]
print(fnmatch.filter(names, "*.py"), [n for n in names if fnmatch.fnmatchcase(n, "[ac]*.p?")])
print(fnmatch.translate("*.t[xy]t"))
try:
    shlex.split("'open")
except ValueError as error:
    print(error)
