"""The tokens of a small text, and what a tool may do with them."""
# Not watched: the library collects garbage while it is imported.
import io
import tokenize

text = "def f(x):\n    # doubles\n    return x*2  # twice\n"
tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
for token in tokens[:12]:
    print(tokenize.tok_name[token.exact_type], repr(token.string), token.start)
print([t.string for t in tokens if t.type == tokenize.COMMENT])
renamed = [(t.type, "y" if t.string == "x" else t.string) for t in tokens]
print(tokenize.untokenize(renamed).split())
try:
    list(tokenize.generate_tokens(io.StringIO("x = (1,\n").readline))
except tokenize.TokenError as error:
    print(error.args[0])
