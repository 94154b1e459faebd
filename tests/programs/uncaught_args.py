"""Ends in a wrong call of a method, seen through a decorator."""


def wrap(function):
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner


class Robot:
    @wrap
    def move(self, x, y, *, speed):
        return x, y, speed


robot = Robot()
print(robot.move(1, 2, speed=3))
print(robot.move(1, speed=3))
