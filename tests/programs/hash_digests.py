"""Digests of the same text by several functions, in one go and piece by piece."""
# Not watched: the library collects garbage while it is imported.
import hashlib

text = b"the quick brown fox " * 9
for name in ["md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s"]:
    whole = getattr(hashlib, name)(text)
    parts = getattr(hashlib, name)()
    for at in range(0, len(text), 50):
        parts.update(text[at : at + 50])
    print(name, whole.hexdigest()[:24], whole.digest() == parts.digest(), whole.digest_size, whole.block_size)
print(hashlib.shake_128(b"x").hexdigest(8), hashlib.blake2b(b"m", key=b"k", digest_size=8).hexdigest())
try:
    hashlib.md5("text")
except TypeError as error:
    print(error)
