"""What a script finds about itself: its loader, its folder, its arguments."""
# Not watched: whoever watches a script loads it without a loader.
import os
import sys

print(type(__loader__).__name__, __loader__.name, __spec__)
print(__loader__.path == __file__, __loader__.get_filename() == __file__)
print(os.path.isabs(sys.path[0]), os.path.samefile(sys.path[0], os.path.dirname(__file__)))
first = __loader__.get_source('__main__').splitlines()[0]
print(first)
print(__loader__.is_package('__main__'), __name__)
code = __loader__.get_code('__main__')
print(code.co_name, code.co_firstlineno, code.co_consts[0] == __doc__)
