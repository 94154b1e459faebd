"""Watch the iterator on the stack stay below the loop's work until FOR_ITER finds it exhausted and jumps."""

total = 0
for number in range(1, 6):
    if number % 2:
        continue
    total += number
    print(number, total)
else:
    print("no break")

countdown = 3
while countdown:
    countdown -= 1
    if countdown == 1:
        print("stopping early")
        break
