"""Paths as text: parts, suffixes, relations; no file is touched."""
# Not watched: the library collects garbage while it is imported.
from pathlib import PurePosixPath as Path
from pathlib import PureWindowsPath

path = Path("/srv/www") / "site" / "index.tar.gz"
print(path, path.parts, path.name, path.stem, path.suffixes, path.parent.parent)
print(path.relative_to("/srv"), path.with_suffix(".zip"), path.with_name("x"), path.is_absolute())
print(path.match("*.gz"), Path("a/../b//c/.").parts, Path("a") < Path("b"), sorted({Path("x"), Path("./x")}))
print(PureWindowsPath("C:/Users/Ann") / "file.txt", PureWindowsPath("c:/A") == PureWindowsPath("C:/a"))
try:
    path.relative_to("/etc")
except ValueError as error:
    print(error)
