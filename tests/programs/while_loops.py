"""while with break, continue and else."""
n = 10
while n:
    n -= 1
    if n % 3:
        continue
    print(n)
    if n == 3:
        break
else:
    print("not reached")
while n > 1:
    n -= 1
else:
    print("ended", n)
while True:
    n += 1
    try:
        if n > 3:
            break
        continue
    finally:
        print("finally", n)
i = 0
while i < 2:
    j = 0
    while True:
        if j == i:
            break
        j += 1
    print(i, j)
    i += 1
