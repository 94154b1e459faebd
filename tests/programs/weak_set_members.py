"""Members that leave by dying: WeakSet."""
import weakref


class Member:
    def __init__(self, name):
        self.name = name


team = weakref.WeakSet()
ann, bob, cy = (Member(n) for n in ("ann", "bob", "cy"))
for member in (ann, bob, cy, ann):
    team.add(member)
del member
print(len(team), ann in team, sorted(m.name for m in team))
other = weakref.WeakSet([bob])
print(len(team & other), len(team - other), other <= team, team.isdisjoint(other))
del bob
print(len(team), len(other), bool(other))
team.discard(cy)
team.discard(cy)
try:
    team.remove(cy)
except KeyError as error:
    print(type(error).__name__)
walker = iter(team)
print(next(walker).name)
del ann
print(len(team))
del walker
print(len(team), 1 in team)
