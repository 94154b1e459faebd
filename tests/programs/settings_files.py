"""Settings in an INI file and in TOML."""
# Not watched: the library collects garbage while it is imported.
import configparser
import tomllib

parser = configparser.ConfigParser()
parser.read_string("[DEFAULT]\nhome = /srv\n[web]\nroot = %(home)s/www\nport = 8080\ndebug = yes\n")
web = parser["web"]
print(web["root"], web.getint("port") + 1, web.getboolean("debug"), parser.sections(), web.get("none", "-"))
data = tomllib.loads('''
title = "x"
when = 1979-05-27T07:32:00Z
[server]
ports = [80, 443]
[[user]]
name = "a"
[[user]]
name = "b"
''')
print(data["server"], [u["name"] for u in data["user"]], data["when"].year)
for broken in ("a = ", "[x]\n[x]"):
    try:
        tomllib.loads(broken)
    except tomllib.TOMLDecodeError as error:
        print(error)
