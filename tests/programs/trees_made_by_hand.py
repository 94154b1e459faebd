"""Trees that no text could have made are refused before anything is compiled."""

import ast


def name(text="x", ctx=None):
    return ast.Name(text, ctx or ast.Load())


one = ast.Constant(1)
trees = [
    ast.Expr(ast.BoolOp(ast.And(), [one])),
    ast.Expr(ast.Compare(one, [ast.Lt()], [])),
    ast.Expr(ast.Dict([one], [])),
    ast.Expr(name("None")),
    ast.Expr(name("x", ast.Store())),
    ast.Assign([name()], one),
    ast.Assign([ast.BinOp(one, ast.Add(), one)], one),
    ast.Assign([], one),
    ast.Delete([]),
    ast.If(one, [], []),
    ast.Raise(None, one),
    ast.Try([ast.Pass()], [], [], []),
    ast.AnnAssign(ast.Attribute(name(), "y", ast.Store()), one, None, 1),
    ast.Expr(ast.NamedExpr(ast.Attribute(name(), "y", ast.Store()), one)),
    ast.Expr(ast.Constant([1])),
    ast.FunctionDef("f", ast.arguments(args=[], defaults=[one], posonlyargs=[], kwonlyargs=[], kw_defaults=[]), [ast.Pass()], [], type_params=[]),
    ast.Match(one, [ast.match_case(ast.MatchStar("x"), None, [ast.Pass()])]),
    ast.Match(one, [ast.match_case(ast.MatchMapping([one], []), None, [ast.Pass()])]),
    ast.Match(one, [ast.match_case(ast.MatchValue(name()), None, [ast.Pass()])]),
    ast.Match(one, [ast.match_case(ast.MatchAs(ast.MatchSingleton(None), "_"), None, [ast.Pass()])]),
]
for tree in trees:
    module = ast.fix_missing_locations(ast.Module([tree], []))
    try:
        compile(module, "<made>", "exec")
        print("compiled", type(tree).__name__)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)

backwards = ast.parse("a + b")
backwards.body[0].end_lineno = 0
try:
    compile(backwards, "<made>", "exec")
except ValueError as error:
    print(error)
