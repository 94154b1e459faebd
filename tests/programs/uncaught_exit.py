"""SystemExit sets the status; a text goes to standard error."""
import sys

try:
    sys.exit(5)
except SystemExit as error:
    print("code", error.code)
try:
    raise SystemExit("refused")
finally:
    print("cleanup")
