"""Locals die in order of their slots when the function returns; temporaries earlier."""


class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def function(argument):
    b = T("b")
    a = T("a")
    T("temporary")
    c = [T("in list")]
    print("returning")
    return T("result")


result = function(T("argument"))
print("returned")
result = None


def early():
    x = T("x")
    y = T("y")
    del x
    x = T("x again")
    raise ValueError


try:
    early()
except ValueError:
    print("handling")
print("handled")
for loop in [T("one"), T("two")]:
    print("in loop", loop.name)
print("after loop")
loop = None
