"""A program as a tree: looked at, changed, compiled and run."""
# Not watched: the library collects garbage while it is imported.
import ast

tree = ast.parse("def area(r):\n    return 3 * r ** 2\n\nresult = area(2) + 1")
print(ast.dump(tree.body[1].value))
print(sorted({type(node).__name__ for node in ast.walk(tree)})[:8])


class Double(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)


space = {}
exec(compile(tree, "<tree>", "exec"), space)
before = space["result"]
exec(compile(Double().visit(tree), "<tree>", "exec"), space)
print(before, space["result"])
print(ast.unparse(tree))
print(ast.literal_eval("{'a': [1, (2.5, None)], 'b': -3}"))
for bad in ("open('x')", "1 +"):
    try:
        ast.literal_eval(bad)
    except (ValueError, SyntaxError) as error:
        print(type(error).__name__)
