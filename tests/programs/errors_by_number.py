"""errno, and the bits of file modes."""
import _stat
import errno

print(errno.ENOENT, errno.errorcode[errno.ENOENT], errno.EAGAIN == errno.EWOULDBLOCK, errno.errorcode[errno.EAGAIN])
print(len(errno.errorcode), list(errno.errorcode.items())[:4], errno.ENOTSUP, errno.EOWNERDEAD)
for mode in (0o100644, 0o040755, 0o120777, 0o104755, 0o041777, 0o102644, 0, 0o060660):
    print(oct(mode), _stat.filemode(mode), _stat.S_ISDIR(mode), _stat.S_ISREG(mode), oct(_stat.S_IMODE(mode)))
print(_stat.S_IFMT(0o100644) == _stat.S_IFREG, _stat.S_IRWXU, _stat.ST_SIZE)
try:
    _stat.S_ISDIR("a")
except TypeError as e:
    print(e)
