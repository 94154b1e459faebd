"""Reference counts: who holds the list, and when does it die?"""

a = [1, 2, 3]
b = a
c = {"list": a}
del b
a.append("last")
c.clear()
a = None
print("gone")
