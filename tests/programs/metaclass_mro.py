"""What a metaclass says in mro() is the order in which classes are searched."""
class M(type):
    def mro(cls): return 1
try:
    class A(metaclass=M): pass
except TypeError as e: print(e)
class M(type):
    def mro(cls): return [1]
try:
    class A(metaclass=M): pass
except TypeError as e: print(e)
class M(type):
    def mro(cls): return [cls]
class A(metaclass=M): pass
print(A.__mro__)
try: A()
except Exception as e: print(type(e).__name__, e)
class M(type):
    def mro(cls): return [cls, int, object]
try:
    class A(metaclass=M): pass
except TypeError as e: print(e)
class Meta(type):
    def mro(cls): return (cls, B, object)
class B: x = 5
class A(metaclass=Meta): pass
print(A.__mro__, A.x, A().x)
