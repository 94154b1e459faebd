"""The longest common subsequence, a line diff from it, a patch applied and turned around."""


def lcs(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            table[i][j] = table[i + 1][j + 1] + 1 if a[i] == b[j] else max(table[i + 1][j], table[i][j + 1])
    return table


def diff(a, b):
    table, i, j = lcs(a, b), 0, 0
    while i < len(a) or j < len(b):
        if i < len(a) and j < len(b) and a[i] == b[j]:
            yield " ", a[i]
            i, j = i + 1, j + 1
        elif j == len(b) or i < len(a) and table[i + 1][j] >= table[i][j + 1]:
            yield "-", a[i]
            i += 1
        else:
            yield "+", b[j]
            j += 1


def patch(changes, side="+"):
    return [line for sign, line in changes if sign in (" ", side)]


old, new = "abcd", "xbcyd"
changes = list(diff(old, new))
print("".join(f"{sign}{line}" for sign, line in changes), lcs(old, new)[0][0])
print("".join(patch(changes)) == new, "".join(patch(changes, "-")) == old)
for sign, line in diff("one two three".split(), "one 2 three four".split()):
    print(sign, line)
print(list(diff("", "a")), list(diff("a", "")), list(diff([], [])))
