"""Watch the value stack: print and its argument are pushed, CALL takes both and leaves one result."""

name = "world"
print("Hello,", name + "!")
