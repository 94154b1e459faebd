"""The library's own reader of bytecode."""
# Not watched: the library collects garbage while it is imported.
import dis


def add(a, b=2):
    total = a + b
    return total if total else None


names = [instruction.opname for instruction in dis.get_instructions(add)]
print(names[0], names.count("RETURN_VALUE"), "BINARY_OP" in names)
for instruction in dis.Bytecode(add):
    if instruction.opname == "BINARY_OP":
        print(instruction.argrepr, instruction.offset % 2, instruction.positions.lineno - add.__code__.co_firstlineno)
print(dis.code_info(add).splitlines()[2:7])
print(dis.stack_effect(dis.opmap["POP_TOP"]), sorted(dis.findlinestarts(add.__code__))[0][0])
