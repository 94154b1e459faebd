"""Statistics by hand: mean, median, deviation, histograms, moving averages and outliers."""
DATA = """mon 18.5 19 21.5
tue 17 16.5 bad 18
wed
thu 25 24.5 26 99
fri 20"""


def read(text):
    for number, line in enumerate(text.splitlines(), 1):
        day, *values = line.split()
        good = []
        for v in values:
            try:
                good.append(float(v))
            except ValueError as error:
                print(f"line {number}: {error}")
        yield day, good


def mean(values):
    return sum(values) / len(values)


def median(values):
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else mean(ordered[half - 1 : half + 1])


def deviation(values):
    m = mean(values)
    return mean([(v - m) ** 2 for v in values]) ** 0.5


days = dict(read(DATA))
for day, values in days.items():
    try:
        print(f"{day}: mean {mean(values):6.2f} median {median(values):5.1f} dev {deviation(values):5.2f} {min(values)}..{max(values)}")
    except ZeroDivisionError:
        print(f"{day}: no data")
everything = [v for values in days.values() for v in values]
m, d = mean(everything), deviation(everything)
print([v for v in everything if abs(v - m) > 2 * d], round(m, 3), round(d, 3))
clean = [v for v in everything if v < 50]
bins = {}
for v in clean:
    bins.setdefault(int(v // 3) * 3, []).append(v)
for low in sorted(bins):
    print(f"{low:>3}-{low + 3:<3}{'*' * len(bins[low])}")
print([round(mean(clean[i : i + 3]), 2) for i in range(len(clean) - 2)], max(days, key=lambda k: len(days[k])), sum(map(len, days.values())))
