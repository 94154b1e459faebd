"""Files are written, read, positioned and closed; text and bytes; what goes wrong."""
import os

home = f"_files_test_home_{os.getpid()}"  # two runs at once do not meet
os.mkdir(home)
os.chdir(home)
folder = "_files_test_folder"
os.mkdir(folder)
path = os.path.join(folder, "a.txt")
try:
    with open(path, "w") as f:
        print(f.write("one\ntwo\n"), f.writelines(["three\n", "v\u00efer\n"]), f.mode, f.closed)
    print(f.closed, os.path.getsize(path))
    with open(path) as f:
        print(f.readline(), f.tell(), f.read(3), f.read())
        print(f.seek(0), [line for line in f])
    with open(path, "rb") as f:
        print(f.read(5), f.seek(-6, 2), f.read(), f.readable(), f.writable())
    with open(path, "a+") as f:
        f.write("end")
        f.seek(0)
        print(len(f.read()))
    with open(path, "r+b") as f:
        f.write(b"ONE")
        f.seek(0)
        print(f.readline())
        f.truncate(4)
    print(open(path).read())
    with open(path, "w", encoding="latin-1", newline="\r\n") as f:
        f.write("\u00e9\n\u00e8\n")
    print(open(path, "rb").read(), open(path, encoding="latin-1", newline="").readlines())
    print(sorted(os.listdir(folder)), os.path.isfile(path), os.path.isdir(folder), os.path.splitext(path)[1])
    for action in [
        lambda: open("no/such/file"),
        lambda: open(folder),
        lambda: open(path, "q"),
        lambda: open(path, "rw"),
        lambda: open(path, "rb", encoding="ascii"),
        lambda: open(path, "x"),
        lambda: open(path, "w").read(),
        lambda: open(path).write("x"),
        lambda: open(path, encoding="nonsense"),
        lambda: f.read(),
        lambda: os.rmdir(folder),
    ]:
        try:
            print(action())
        except (OSError, ValueError, LookupError) as e:
            print(type(e).__name__, e)
    os.rename(path, path + "x")
    print(os.stat(path + "x").st_size, [entry.name for entry in os.scandir(folder)])
finally:
    for name in os.listdir(folder):
        os.remove(os.path.join(folder, name))
    os.rmdir(folder)
    os.chdir("..")
    os.rmdir(home)
