"""UUIDs: from names, from numbers, and their parts."""
# Not watched: the library collects garbage while it is imported.
import uuid

site = uuid.uuid5(uuid.NAMESPACE_DNS, "example.org")
print(site, site.version, site.variant)
print(uuid.uuid3(uuid.NAMESPACE_URL, "http://example.org/"))
number = uuid.UUID(int=2**128 - 1)
print(number, number.hex[:8], number.fields[0], uuid.UUID("{" + str(site) + "}") == site)
print(sorted([number, site])[0] is site, uuid.UUID(bytes=site.bytes).urn)
fresh = uuid.uuid4()
print(fresh.version, fresh != uuid.uuid4(), len(str(fresh)))
try:
    uuid.UUID("1234")
except ValueError as error:
    print(error)
