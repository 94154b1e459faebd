"""Variables whose value depends on the context."""
# Not watched: the library collects garbage while it is imported.
import contextvars

user = contextvars.ContextVar("user", default="nobody")
depth = contextvars.ContextVar("depth")


def greet():
    return f"hello {user.get()}"


def as_user(name):
    token = user.set(name)
    text = greet()
    user.reset(token)
    return text


print(greet(), as_user("ann"), greet())
copied = contextvars.copy_context()
copied.run(user.set, "bob")
print(copied[user], greet(), user in copied, len(copied), copied.get(depth, "flat"))
try:
    depth.get()
except LookupError as error:
    print(type(error).__name__, error.args[0] is depth)
token = depth.set(1)
print(token.old_value is contextvars.Token.MISSING)
depth.reset(token)
try:
    depth.reset(token)
except RuntimeError as error:
    print("used" in str(error))
