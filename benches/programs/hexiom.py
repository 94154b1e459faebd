"""A puzzle of numbered tiles on a hexagon, solved by search: dicts keyed by tuples, sets, recursion."""

STEPS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))


class Unsolvable(Exception):
    pass


class Hexagon:
    """The cells of a hexagonal board and their neighbours, in axial coordinates."""

    def __init__(self, radius):
        self.cells = [
            (q, r)
            for q in range(-radius, radius + 1)
            for r in range(-radius, radius + 1)
            if abs(q + r) <= radius
        ]
        known = set(self.cells)
        self.near = {
            (q, r): [(q + dq, r + dr) for dq, dr in STEPS if (q + dq, r + dr) in known]
            for q, r in self.cells
        }


class Puzzle:
    """Tiles wear the number of tiles that must touch them; which tiles there are is given."""

    def __init__(self, board, tiles):
        self.board = board
        self.left = dict(tiles)
        self.placed = {}
        self.tried = 0

    def fits(self, cell):
        """Whether the tiles at a cell and around it can still be right."""
        for place in (cell, *self.board.near[cell]):
            wanted = self.placed.get(place)
            if wanted is None or wanted == ".":
                continue
            touching = unknown = 0
            for other in self.board.near[place]:
                tile = self.placed.get(other)
                if tile is None:
                    unknown += 1
                elif tile != ".":
                    touching += 1
            if touching > wanted or touching + unknown < wanted:
                return False
        return True

    def solve(self, depth=0):
        if depth == len(self.board.cells):
            return True
        cell = self.board.cells[depth]
        for tile, count in sorted(self.left.items(), key=lambda item: str(item[0])):
            if not count:
                continue
            self.tried += 1
            self.left[tile] -= 1
            self.placed[cell] = tile
            if self.fits(cell) and self.solve(depth + 1):
                return True
            del self.placed[cell]
            self.left[tile] += 1
        return False

    def text(self):
        return "".join(str(self.placed[cell]) for cell in self.board.cells)


def deal(board, pattern):
    """The tiles of a finished board: pattern says which cells hold one."""
    full = {cell for cell, mark in zip(board.cells, pattern) if mark == "#"}
    tiles = {".": len(board.cells) - len(full)}
    for cell in board.cells:
        if cell in full:
            number = sum(other in full for other in board.near[cell])
            tiles[number] = tiles.get(number, 0) + 1
    return tiles


def main(patterns):
    board = Hexagon(2)
    for pattern in patterns:
        puzzle = Puzzle(board, deal(board, pattern))
        if not puzzle.solve():
            raise Unsolvable(pattern)
        print(puzzle.text(), puzzle.tried)


if __name__ == "__main__":
    main(["##.#.##..###.#.##.#", "#.#.#..##.#.##..#.#", ".###..##.####..#.#."])
