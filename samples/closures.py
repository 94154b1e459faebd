"""Watch the cell: the inner functions reach the variable after the frame that made it is gone."""


def make_counter(start):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    def peek():
        return count

    return step, peek


step, peek = make_counter(10)
step()
step(5)
print(peek())

other, _ = make_counter(0)      # a second call makes a second cell
other()
print(peek(), other())

late = [lambda: n for n in range(3)]        # three functions, one cell
print([f() for f in late])
