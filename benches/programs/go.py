"""Random games of go on a 9x9 board: object graphs, set and list work, much branching."""

SIZE = 9
EMPTY, BLACK, WHITE = 0, 1, 2


class Dice:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 33) % n


class Point:
    def __init__(self, place):
        self.place = place
        self.neighbours = []
        self.colour = EMPTY

    def connect(self, points):
        row, column = divmod(self.place, SIZE)
        for r, c in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            if 0 <= r < SIZE and 0 <= c < SIZE:
                self.neighbours.append(points[r * SIZE + c])


class Board:
    def __init__(self):
        self.points = [Point(place) for place in range(SIZE * SIZE)]
        for point in self.points:
            point.connect(self.points)
        self.captures = [0, 0, 0]
        self.forbidden = None

    def group(self, start):
        """The stones joined to a stone, and whether they have a liberty."""
        stones = {start.place}
        edge = [start]
        free = False
        while edge:
            for near in edge.pop().neighbours:
                if near.colour == EMPTY:
                    free = True
                elif near.colour == start.colour and near.place not in stones:
                    stones.add(near.place)
                    edge.append(near)
        return stones, free

    def is_eye(self, point, colour):
        return all(near.colour == colour for near in point.neighbours)

    def legal(self, point, colour):
        if point.colour != EMPTY or point is self.forbidden or self.is_eye(point, colour):
            return False
        if any(near.colour == EMPTY for near in point.neighbours):
            return True
        point.colour = colour
        try:
            if self.group(point)[1]:
                return True
            return any(
                near.colour not in (EMPTY, colour) and not self.group(near)[1]
                for near in point.neighbours
            )
        finally:
            point.colour = EMPTY

    def play(self, point, colour):
        point.colour = colour
        self.forbidden = None
        taken = 0
        for near in point.neighbours:
            if near.colour != EMPTY and near.colour != colour:
                stones, free = self.group(near)
                if not free:
                    for place in stones:
                        self.points[place].colour = EMPTY
                    taken += len(stones)
                    if len(stones) == 1:
                        self.forbidden = near
        self.captures[colour] += taken
        if taken != 1:
            self.forbidden = None

    def score(self, colour):
        total = self.captures[colour]
        for point in self.points:
            if point.colour == colour:
                total += 1
            elif point.colour == EMPTY and self.is_eye(point, colour):
                total += 1
        return total


def playout(dice):
    board = Board()
    colour, passes, moves = BLACK, 0, 0
    while passes < 2 and moves < 200:
        empty = [point for point in board.points if point.colour == EMPTY]
        chosen = None
        while empty and chosen is None:
            i = dice.below(len(empty))
            point = empty[i]
            empty[i] = empty[-1]
            empty.pop()
            if board.legal(point, colour):
                chosen = point
        if chosen is None:
            board.forbidden = None
            passes += 1
        else:
            board.play(chosen, colour)
            passes = 0
        colour = BLACK + WHITE - colour
        moves += 1
    return board.score(BLACK), board.score(WHITE), moves


def main(games):
    dice = Dice(42)
    black_wins = moves = 0
    for _ in range(games):
        black, white, length = playout(dice)
        black_wins += black > white + 6
        moves += length
    print(black_wins, games, moves)


if __name__ == "__main__":
    main(140)
