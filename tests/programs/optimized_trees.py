"""compile() gives a tree with its constants folded when asked for an optimized one."""
import ast


def show(text, optimize):
    tree = compile(text, "f", "eval", ast.PyCF_OPTIMIZED_AST, optimize=optimize)
    print(ast.dump(tree.body))


for text in "1 + 2", "__debug__", "(1, 2)[0]", "'a' 'b'", "not 1", "x in [1, 2]", "-5 ** 2":
    show(text, 0)
show("__debug__", 1)
print(ast.dump(compile(b"1 + 2", "f", "eval", ast.PyCF_ONLY_AST)))
print(eval(compile(memoryview(b"1 + 2"), "f", "eval")), eval(compile(bytearray(b"3"), "f", "eval")))
