"""SystemExit does not keep the collector from finishing what the main module leaves behind."""


class ClassWithDel:
    def __del__(self):
        print("__del__ called")


a = ClassWithDel()
a.link = a
raise SystemExit(0)
