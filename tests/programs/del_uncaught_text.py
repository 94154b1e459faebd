"""What an ignored exception looks like: the hook hands its report to sys.stderr."""
import gc

gc.disable()  # much of the library runs inside some calls: when that is collected is no affair of this program
import io
import re
import sys


class Resource:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        self.close()

    def close(self):
        raise OSError(5, "cannot close", self.name)


sys.stderr = report = io.StringIO()
Resource("file")
print("next")
held = Resource("other")
held = 1
sys.stderr = sys.__stderr__
for line in report.getvalue().splitlines():
    print("|", re.sub("0x[0-9a-f]+", "0x...", re.sub('File ".*/', 'File "', line)))
print("end")
