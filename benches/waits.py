"""Says hello and waits for a line, so that the bench can look at the process while it lives."""

print("hello", flush=True)
input()
