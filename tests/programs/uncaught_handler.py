"""Ends in an exception raised while handling another one in __exit__ and finally."""


class Clumsy:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        print("exit", kind.__name__)
        raise KeyError("from __exit__")


def run():
    try:
        with Clumsy():
            raise ValueError("from the body")
    finally:
        print("finally")


run()
