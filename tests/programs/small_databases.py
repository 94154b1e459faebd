"""A table in memory: rows as named tuples made by hand, an index, queries as generators, undo."""


def record(name, fields):
    fields = fields.split()

    def __new__(cls, *values):
        if len(values) != len(fields):
            raise TypeError(f"{name} takes {len(fields)} values, not {len(values)}")
        return tuple.__new__(cls, values)

    def __repr__(self):
        return f"{name}({', '.join(f'{f}={v!r}' for f, v in zip(fields, self))})"

    def replace(self, **changes):
        return type(self)(*(changes.pop(f, v) for f, v in zip(fields, self)))

    namespace = {"__new__": __new__, "__repr__": __repr__, "_replace": replace, "__slots__": (), "__match_args__": tuple(fields)}
    for i, f in enumerate(fields):
        namespace[f] = property(lambda self, i=i: self[i])
    return type(name, (tuple,), namespace)


Book = record("Book", "title author year")


class Table:
    def __init__(self, *rows):
        self.rows, self.undo_log = list(rows), []

    def where(self, **wanted):
        for row in self.rows:
            if all(getattr(row, k) == v for k, v in wanted.items()):
                yield row

    def update(self, match, **changes):
        for i, row in enumerate(self.rows):
            if match(row):
                self.undo_log.append((i, row))
                self.rows[i] = row._replace(**changes)

    def undo(self):
        i, row = self.undo_log.pop()
        self.rows[i] = row

    def __iter__(self):
        return iter(sorted(self.rows, key=lambda r: r.year))


table = Table(Book("Emma", "Austen", 1815), Book("Ulysses", "Joyce", 1922), Book("Dubliners", "Joyce", 1914))
print(*table, sep="\n")
print([b.title for b in table.where(author="Joyce")], next(table.where(year=1), None))
table.update(lambda b: b.year > 1900, author="J. Joyce")
print([b.author for b in table])
table.undo()
print([b[1] for b in table.rows], len(table.undo_log))
for book in table:
    match book:
        case Book(title, "Austen"):
            print("Austen wrote", title)
        case Book(year=year) if year < 1920:
            print("early", year)
        case (title, *_):
            print("other", title)
book = table.rows[0]
print(book == ("Emma", "Austen", 1815), hash(book) == hash(tuple(book)), book + (1,), len(book), isinstance(book, tuple))
for bad in (lambda: Book(1), lambda: setattr(book, "title", "x"), lambda: setattr(book, "extra", 1), lambda: book.nothing, lambda: book[5]):
    try:
        bad()
    except (TypeError, AttributeError, IndexError) as error:
        print(type(error).__name__, error)
