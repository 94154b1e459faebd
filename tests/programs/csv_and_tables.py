"""Reading quoted CSV, joining two tables, and printing the result aligned."""
PEOPLE = '''id,name,city
1,"Smith, Ann",Paris
2,Bob "the man",Rome
3,"Say ""hi""",
'''
ORDERS = "person,item,price\n1,pen,1.50\n3,ink,12\n1,cap,7.25\n9,map,3"


def rows(text):
    field, record, quoted = "", [], False
    for i, c in enumerate(text):
        if quoted:
            if c == '"':
                if text[i + 1 : i + 2] == '"':
                    field += '"'
                quoted = False
            else:
                field += c
        elif c == '"' and (not field or text[i - 1] == '"'):
            quoted = True
        elif c == ",":
            record.append(field)
            field = ""
        elif c == "\n":
            yield record + [field]
            field, record = "", []
        else:
            field += c
    if field or record:
        yield record + [field]


def table(text):
    source = rows(text)
    header = next(source)
    return [dict(zip(header, row)) for row in source]


def join(left, right, on, key):
    index = {row[on]: row for row in left}
    for row in right:
        yield {**index.get(row[key], {"name": None}), **row}


def show(records, *columns):
    widths = [max(len(str(r.get(c, ""))) for r in [*records, {c: c}]) for c in columns]
    for row in [dict(zip(columns, columns)), *records]:
        print(" | ".join(f"{row.get(c, '')!s:{'>' if c == 'price' else '<'}{w}}" for c, w in zip(columns, widths)))


people = table(PEOPLE)
show(people, "id", "name", "city")
joined = sorted(join(people, table(ORDERS), "id", "person"), key=lambda r: float(r["price"]))
show(joined, "name", "item", "price")
print(sum(float(r["price"]) for r in joined if r["name"]), {r["person"] for r in joined})
