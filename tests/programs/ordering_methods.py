"""Rich comparison on own classes, used by sorted, min and max."""


class Card:
    order = "J Q K A".split()

    def __init__(self, rank):
        self.rank = rank

    def __lt__(self, other):
        return self.order.index(self.rank) < self.order.index(other.rank)

    def __eq__(self, other):
        return self.rank == other.rank

    def __le__(self, other):
        return self < other or self == other

    def __repr__(self):
        return self.rank


hand = [Card(r) for r in "KJAQ"]
print(sorted(hand), min(hand), max(hand))
print(hand[0] < hand[1], hand[0] > hand[1], hand[0] <= hand[0], hand[0] >= hand[1])
print(hand[0] == Card("K"), hand[0] != Card("K"), hand.index(Card("A")), hand.count(Card("Q")))
try:
    hash(hand[0])
except TypeError as error:
    print(error)
