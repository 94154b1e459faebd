"""and, or and not give operands, not bools, and stop early."""


def say(value):
    print("say", repr(value))
    return value


print(say(0) or say("yes") or say("never"))
print(say(1) and say([]) and say("never"))
print(not say(""), not not say("x"))
print(0 or None, "" and 1, None or 0.0, 1 and 2 or 3)
a, b = 1, 0
if a and not b or say("never"):
    print("short")
while not (a and b):
    b = 1
print(a, b)
