"""What an ignored exception looks like on standard error."""


class Resource:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        self.close()

    def close(self):
        raise OSError(5, "cannot close", self.name)


Resource("file")
print("next")
held = Resource("other")
held = 1
print("end")
