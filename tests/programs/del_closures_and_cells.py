"""A cell keeps its value as long as any function does."""


class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def outer():
    value = T("value")
    other = T("other")

    def read():
        return value.name

    def write(new):
        nonlocal value
        value = new

    return read, write


read, write = outer()
print(read())
write(T("new"))
print(read())
del write
print("writer gone")
del read
print("reader gone")
functions = [lambda n=n, t=T(f"default {n}"): n for n in range(2)]
print(functions[1]())
del functions
print("end")
