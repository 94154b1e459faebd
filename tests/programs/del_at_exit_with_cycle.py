"""Cycles are collected at the end of the run, before and after the modules are cleared."""
import atexit
import gc


class Node:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __del__(self):
        print("del", self.name)


lost = Node("lost before the end")
del lost
kept = Node("kept to the end")
atexit.register(print, "exit function runs first")
gc.disable()
print("end of the program", gc.isenabled())
