"""What the compiler warns of while a program runs, and where its errors are."""

import gc

# The compiler of CPython makes objects of its own that would start collections.
gc.disable()


def attempt(source, mode="exec"):
    try:
        code = compile(source, "<text>", mode)
    except SyntaxError as error:
        place = error.lineno, error.offset, error.end_lineno, error.end_offset
        print(type(error).__name__, error.msg, place, repr(error.text))
    else:
        print(mode, code.co_consts)


attempt("one = 1\nif one is 1: 'a\\d'")
attempt("(1)(2)", mode="eval")
attempt("assert (1, 'always')")
attempt("~True")
attempt("x = 1\nreturn x")
attempt("from __future__ import braces")
attempt("a b")
attempt("x\ny", mode="single")
attempt("if 1: pass\n", mode="single")
attempt("", mode="eval")
attempt(b"# coding: latin-1\ntext = '\xe9'")
attempt("# coding: latin-1\ntext = '\xe9'")
attempt(b"# coding: nonsense\n")
attempt(b"text = '\xe9'\n")
attempt(b"\xef\xbb\xbf# coding: latin-1\n")
attempt("a\0b")
