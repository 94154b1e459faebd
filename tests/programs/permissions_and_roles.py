"""Roles with inherited permissions, checked by a decorator, stored as sets and bit masks."""


class Denied(PermissionError):
    def __init__(self, user, need):
        super().__init__(13, f"{user.name} needs {', '.join(sorted(need))}")


class Role:
    known = {}

    def __init__(self, name, *grants, parents=()):
        self.name, self.own, self.parents = name, set(grants), parents
        self.known[name] = self

    @property
    def grants(self):
        return self.own.union(*(self.known[p].grants for p in self.parents))

    def __le__(self, other):
        return self.grants <= other.grants


Role("guest", "read")
Role("author", "write", parents=("guest",))
Role("editor", "delete", "publish", parents=("author",))
Role("auditor", "log", parents=("guest",))
Role("admin", parents=("editor", "auditor"))


class User:
    def __init__(self, name, *roles):
        self.name, self.roles = name, [Role.known[r] for r in roles]

    def can(self, *need):
        return set(need) <= set().union(*(r.grants for r in self.roles))


def needs(*permissions):
    def decorate(function):
        def wrapper(user, *args):
            missing = {p for p in permissions if not user.can(p)}
            if missing:
                raise Denied(user, missing)
            return function(user, *args)

        return wrapper

    return decorate


@needs("write", "publish")
def post(user, text):
    return f"{user.name} posted {text!r}"


users = [User("Ann", "admin"), User("Bob", "author"), User("Cy"), User("Di", "auditor", "editor")]
for user in users:
    try:
        print(post(user, "hi"))
    except PermissionError as error:
        print(type(error).__name__, error.errno, error.strerror)
print(sorted(Role.known["admin"].grants), Role.known["guest"] <= Role.known["auditor"], Role.known["editor"] <= Role.known["auditor"])
BITS = {p: 1 << i for i, p in enumerate(sorted(Role.known["admin"].grants))}
for role in Role.known.values():
    mask = sum(BITS[g] for g in role.grants)
    print(f"{role.name:<8}{mask:05b} {[p for p, b in BITS.items() if mask & b]}")
try:
    User("Eve", "root")
except KeyError as error:
    print("no role", error)
