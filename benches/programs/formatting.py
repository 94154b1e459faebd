"""Building, formatting and splitting text."""
rows = []
for i in range(400_000):
    rows.append(f"{i:>6}|{i * 1.5:.2f}|{'x' * (i % 7)}")
text = "\n".join(rows)
fields = [line.split("|") for line in text.split("\n")]
print(len(text), sum(len(f[2]) for f in fields), text.upper().count("X"))
