"""f-strings: expressions, conversions, nesting, debugging form and concatenation."""
name, n, pi = "Ada", 42, 3.14159
print(f"{name} is {n} and {n + 1}", f"{name!r} {name!s} {'é'!a}")
print(f"{{literal}} {n}{{}}", f"", f"no field")
print(f"{n=} {n + 1 = } {name=!s} {pi=:.2f}")
print(f"{name:>{n // 4}}|{name:*^11}|{pi:.{2}f}|{n:0{4}d}")
print(f"{[1, 2][0]} {{'a': 1}} {'nested ' + f'{n}'} {f'{f"{n}"}'}")
print("plain " f"{n}" " and " f"{pi:.1f}" " joined")
print(f"{n if n > 3 else 'small'} {(lambda x: x * 2)(n)} {name.upper()[0]}")
print(f"""multi
{n
}line""", rf"raw \n {n}")
print(f"{n!r:>6}|{None}|{True:d}|{'x':5}|{n:,}")
print("%s and %d%%, %5.2f|%-5s|%05d|%x" % (name, n, pi, "ab", 42, 255))
print("{} {1}".format(1) if False else "{0} {1!r} {k:>4}".format(1, "b", k=3))
