"""A file system in memory: paths, directories as dicts, permissions, links and walking."""


class FSError(OSError):
    pass


class FS:
    def __init__(self):
        self.root = {}

    def parts(self, path):
        out = []
        for part in path.strip("/").split("/"):
            if part == "..":
                out[-1:] = []
            elif part not in ("", "."):
                out.append(part)
        return out

    def find(self, path, links=5):
        node = self.root
        for i, part in enumerate(self.parts(path)):
            if not isinstance(node, dict):
                raise NotADirectoryError(20, "Not a directory", "/".join(self.parts(path)[:i]))
            try:
                node = node[part]
            except KeyError:
                raise FileNotFoundError(2, "No such file or directory", path) from None
            if isinstance(node, tuple):
                if not links:
                    raise FSError(40, "Too many levels of symbolic links", path)
                node = self.find(node[0], links - 1)
        return node

    def parent(self, path):
        *above, name = self.parts(path)
        return self.find("/".join(above)), name

    def mkdir(self, path):
        folder, name = self.parent(path)
        if name in folder:
            raise FileExistsError(17, "File exists", path)
        folder[name] = {}

    def write(self, path, text):
        folder, name = self.parent(path)
        if isinstance(folder.get(name), dict):
            raise IsADirectoryError(21, "Is a directory", path)
        folder[name] = text

    def link(self, target, path):
        folder, name = self.parent(path)
        folder[name] = (target,)

    def walk(self, node=None, prefix=""):
        for name, child in sorted((self.root if node is None else node).items()):
            match child:
                case dict():
                    yield f"{prefix}/{name}/"
                    yield from self.walk(child, f"{prefix}/{name}")
                case (target,):
                    yield f"{prefix}/{name} -> {target}"
                case str():
                    yield f"{prefix}/{name} ({len(child)})"


fs = FS()
fs.mkdir("/etc")
fs.mkdir("/home")
fs.write("/etc/hosts", "localhost")
fs.write("/home/../etc/./motd", "hi")
fs.link("/etc", "/home/conf")
fs.link("/loop", "/loop")
print(*fs.walk(), sep="\n")
print(fs.find("/home/conf/hosts"), fs.find("/") is fs.root, fs.parts("/a/../b//c"))
for action in (lambda: fs.find("/nope/x"), lambda: fs.find("/etc/hosts/x"), lambda: fs.mkdir("/etc"), lambda: fs.write("/home", ""), lambda: fs.find("/loop"), lambda: fs.mkdir("/")):
    try:
        action()
    except OSError as error:
        print(type(error).__name__, error)
    except ValueError as error:
        print(error)
