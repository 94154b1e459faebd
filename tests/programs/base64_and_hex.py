"""Bytes as text and back: base64, base32, base85, hex, and damaged input."""
# Not watched: the library collects garbage while it is imported.
import base64
import binascii

data = bytes(range(250, 256)) + b"hello"
for encode, decode in [
    (base64.b64encode, base64.b64decode),
    (base64.urlsafe_b64encode, base64.urlsafe_b64decode),
    (base64.b32encode, base64.b32decode),
    (base64.b16encode, base64.b16decode),
    (base64.b85encode, base64.b85decode),
    (base64.a85encode, base64.a85decode),
]:
    coded = encode(data)
    print(coded, decode(coded) == data)
for bad in ["abc", "a===", "ab=c"]:
    try:
        print(base64.b64decode(bad, validate=True))
    except binascii.Error as error:
        print(bad, error)
print(binascii.crc32(data), binascii.hexlify(data, ":", 3), binascii.b2a_qp(b"a=b \xff"))
