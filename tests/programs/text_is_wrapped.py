"""Text is wrapped, indented, dedented and shortened."""
# Not watched: the library collects garbage while it is imported.
import textwrap

text = "It was the best of times, it was the worst of times, it was the age of wisdom."
for line in textwrap.wrap(text, 30, initial_indent="* ", subsequent_indent="  "):
    print(line)
print(textwrap.shorten(text, 40, placeholder=" ..."))
block = """
    one
      two

    three
"""
print(textwrap.indent(textwrap.dedent(block), "> ", lambda line: line.strip()))
print(textwrap.fill("averyveryverylongword breaks", 10), textwrap.wrap("", 5))
