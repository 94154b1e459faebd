"""Code that cannot run is dropped; jumps to jumps are shortened."""


def after_return(x):
    return x
    print("dead")


def after_raise():
    raise ValueError("alive")
    return 1


def constant_tests(x):
    if False:
        x = 1
    if True:
        x += 1
    else:
        x = 2
    while False:
        x = 3
    return x if True else None


def jumps(a, b):
    while a:
        if b:
            if a > 2:
                a -= 2
                continue
            else:
                break
        elif a == 1:
            pass
        a -= 1
    return a


print(after_return(1), constant_tests(5), jumps(5, 1), jumps(5, 0))
try:
    after_raise()
except ValueError as error:
    print(error)
