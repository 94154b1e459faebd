"""Ends in a deep recursion: the traceback folds repeated lines."""
import sys


def down(n):
    return down(n + 1) + 1


sys.setrecursionlimit(50)
down(0)
