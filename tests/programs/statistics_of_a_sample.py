"""Mean, median and spread of a few measurements."""
# Not watched: the library collects garbage while it is imported.
import statistics

sample = [2.75, 1.75, 1.25, 0.25, 0.5, 1.25, 3.5]
print(statistics.mean(sample), statistics.median(sample), statistics.mode(sample))
print(round(statistics.stdev(sample), 6), round(statistics.pvariance(sample), 6))
print(statistics.quantiles(range(1, 10), n=4), statistics.fmean([1, 2], weights=[3, 1]))
print(statistics.linear_regression([1, 2, 3], [2, 4, 6]), statistics.multimode("aabbc"))
try:
    statistics.mean([])
except statistics.StatisticsError as error:
    print(error)
