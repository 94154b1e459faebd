"""Keywords that natives and functions do not know, and what they suggest instead."""


def render(width=1, height=2, *, colour="red"):
    return width, height, colour


CALLS = [
    "print('x', ned='')", "print('x', fush=True)", "sorted([1], reversed=True)", "[].sort(revers=True)", "int('1', bas=2)", "max([1], defalt=0)", "zip([], stric=True)",
    "render(widht=1)", "render(color='b')", "render(zzz=1)", "open(fil='x')", "enumerate([], begin=1)", "sum([], star=1)", "'a'.split(seperator='b')", "'a'.encode(encodin='x')",
    "dict(a=1).update(b=2)", "pow(2, 3, modulo=5)", "round(2.5, ndigit=1)", "compile('1', 'f', 'eval', flag=0)", "ImportError('m', nam='x')", "NameError(nme='x')", "AttributeError(name='n', objj=1)",
    "bytes(5, encodings='x')", "str(object=5, encodin='x')", "float(x=1)", "bool(x=1)", "list(iterable=[])", "tuple(sequence=())", "range(stop=5)", "slice(stop=5)", "isinstance(obj=1, cls=int)", "property(fgte=1)", "memoryview(obj=b'')", "complex(rael=1)", "type('T', (), {}, metclass=type)",
]
for call in CALLS:
    try:
        print(call, "->", eval(call))
    except Exception as error:
        print(call, "->", type(error).__name__, error)
