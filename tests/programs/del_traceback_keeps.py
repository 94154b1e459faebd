"""An exception's traceback keeps the frames, and those their locals, until the handler ends."""


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def fails():
    local = Noisy("in frame")
    raise ValueError("no")


try:
    fails()
except ValueError:
    print("in handler")
print("after handler")
kept = None
try:
    fails()
except ValueError as error:
    kept = error
print("kept")
frame = kept.__traceback__.tb_next.tb_frame
print(sorted(frame.f_locals))
kept = kept.with_traceback(None)
print("without traceback")
frame.clear()
print("cleared")
del frame
