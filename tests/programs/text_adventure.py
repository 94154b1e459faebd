"""A text adventure: rooms as a graph, commands by pattern matching, scripted play."""
ROOMS = {
    "hall": {"exits": {"north": "library", "east": "garden"}, "items": ["lamp"]},
    "library": {"exits": {"south": "hall"}, "items": ["book", "key"], "dark": True},
    "garden": {"exits": {"west": "hall", "gate": "street"}, "items": [], "locked": "gate"},
    "street": {"exits": {}, "items": ["gold"]},
}


class Game:
    def __init__(self):
        self.room, self.bag, self.lit = "hall", set(), False

    def look(self):
        room = ROOMS[self.room]
        if room.get("dark") and not self.lit:
            return f"{self.room}: it is dark."
        return f"{self.room}: {', '.join(room['items']) or 'nothing'}; exits {'/'.join(room['exits'])}"

    def do(self, line):
        match line.lower().split():
            case ["look"]:
                return self.look()
            case ["go", way] | [("north" | "south" | "east" | "west") as way]:
                return self.go(way)
            case ["take", "all"]:
                return "; ".join(self.do(f"take {i}") for i in list(ROOMS[self.room]["items"]))
            case ["take" | "get", *_, item] if item in ROOMS[self.room]["items"]:
                ROOMS[self.room]["items"].remove(item)
                self.bag.add(item)
                return f"taken: {item}"
            case ["light", "lamp"] if "lamp" in self.bag:
                self.lit = True
                return "the lamp glows"
            case ["drop", item] if item in self.bag:
                self.bag ^= {item}
                ROOMS[self.room]["items"].append(item)
                return f"dropped {item}"
            case ["quit" | "exit"]:
                raise SystemExit(f"you leave with {sorted(self.bag)}")
            case []:
                return "say something"
            case [verb, *rest]:
                return f"cannot {verb} {' '.join(rest) or 'here'}"

    def go(self, way):
        room = ROOMS[self.room]
        if way == room.get("locked") and "key" not in self.bag:
            return "it is locked"
        try:
            self.room = room["exits"][way]
        except KeyError:
            return f"no way {way}"
        return self.look()


game = Game()
for line in "look|dance|north|take all|south|take lamp|light lamp|north|take all|drop book|south|east|go gate|take the gold||go home|quit".split("|"):
    try:
        print(f"> {line}\n{game.do(line)}")
    except SystemExit as end:
        print(end, end.code)
