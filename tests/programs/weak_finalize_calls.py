"""weakref.finalize: called once, at death, by hand or never."""
import weakref


class Temp:
    pass


def clean(*args, **options):
    print("clean", args, options)
    return len(args)


one, two, three, four = Temp(), Temp(), Temp(), Temp()
f1 = weakref.finalize(one, clean, 1, key="k")
f2 = weakref.finalize(two, clean, 2, 2)
f3 = weakref.finalize(three, clean, 3)
f4 = weakref.finalize(four, clean, 4)
print([f.alive for f in (f1, f2, f3, f4)])
del one
print(f2(), f2(), f2.alive)
print(f3.detach()[2:], f3.detach(), f3.alive)
print(f4.peek()[2:], f4.alive, f4.atexit)
del two, three
f5 = weakref.finalize(f4, clean, 5)
f6 = weakref.finalize(f4, clean, 6)
f6.atexit = False
print("at exit the newest comes first")
