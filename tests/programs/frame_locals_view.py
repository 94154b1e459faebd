"""frame.f_locals as PEP 667 has it: a view that writes through, in functions of all kinds."""
import sys


def writer():
    x, y = 1, [2]
    cell = "kept"

    def reader():
        return cell

    view = sys._getframe().f_locals
    view["x"] = 10
    view["cell"] = "changed"
    view["new"] = "extra"
    print(x, reader(), "new" in view, view["new"], sorted(k for k in view if k != "reader" and k != "view"))
    print(view.get("none"), view.get("none", 0), view.setdefault("x", 5), view.setdefault("made", 6), len(view))
    print(sys._getframe().f_locals is view, sys._getframe().f_locals == view, locals() is locals())
    snapshot = locals()
    snapshot["x"] = 99
    print(x, "made" in snapshot)
    view.update({"y": 3, "other": 4})
    print(y, view | {"z": 1} == dict(view) | {"z": 1}, type(view | {}).__name__)
    for bad in (lambda: view.__delitem__("x"), lambda: view["missing"], lambda: view.pop("x"), lambda: view.clear(), lambda: view.__delitem__("missing"), lambda: view.update(5), lambda: hash(view), lambda: view < view):
        try:
            print(bad())
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            print(type(error).__name__, error)
    view |= {"y": "ior"}
    print(y, list(reversed(view))[:2], type(view).__name__, view.copy() == view)


writer()


def caller():
    secret = "mine"
    callee()
    return secret


def callee():
    frame = sys._getframe(1)
    frame.f_locals["secret"] = "yours"
    print(frame.f_code.co_name, frame.f_lineno > 0, frame.f_back.f_code.co_name, list(frame.f_locals))


print(caller())


def gen():
    step = 0
    while step < 3:
        yield step
        step += 1


g = gen()
print(next(g), g.gi_frame.f_locals)
g.gi_frame.f_locals["step"] = 1
print(list(g), g.gi_frame)


class Body:
    attribute = 1
    sys._getframe().f_locals["injected"] = 2
    seen = sorted(k for k in locals() if not k.startswith("__"))


print(Body.injected, Body.seen, sys._getframe().f_locals is globals(), type(sys._getframe().f_locals).__name__)


def raising():
    kept = "alive"
    raise ValueError


try:
    raising()
except ValueError as error:
    frame = error.__traceback__.tb_next.tb_frame
    print(frame.f_locals, repr(frame.f_locals))
    frame.clear()
    print(frame.f_locals, frame.f_lineno)
exec("probe = 1; print(sorted(k for k in locals() if k[0] != '_'))", {}, {"given": 0})
