"""Random trees of accounts, groups and sudoers files, with what sudo takes, drops and reads in its own way."""

from .dice import Dice

ACCOUNTS = {"ann": 1000, "bob": 1001, "eve": 1002}
GROUPS = {"sudo": 27, "adm": 4, "ops": 2000, "Staff": 2001}
TAGS = "NOPASSWD NOPASSWD NOPASSWD PASSWD SETENV NOSETENV NOEXEC EXEC LOG_INPUT NOLOG_OUTPUT FOLLOW NOMAIL INTERCEPT".split()
PROGRAMS = (
    "/usr/bin/bash /bin/sh /bin/bash /usr/bin/env /usr/bin/ /bin/ /usr/sbin/ /usr/bin/* /bin/*sh /usr/bin/[a-e]* /*/bin/env "
    "/usr/bin/ls /usr/bin/apt /opt/run sudoedit /usr/sbin/visudo"
).split()
ARGUMENTS = ["", "", "", "", "", ' ""', " *", " -c date", " -c *", " /opt/run", " -?", " ^-c .*$", " -l\\, x"]
BAD = [
    "{} ALL=(ALL) ALL junk", "{} ALL=(ALL) NOPASSWD ALL", "{} ALL NOPASSWD: ALL", "{} = ALL", "{} ALL=(ALL NOPASSWD: ALL",
    "{} ALL=(ALL) NOPASSWD: ALL,", "{} ALL=(ALL) PASSWD: ALL : ", "{} ALL=(ALL) nopasswd: ALL", "{}, ALL=ALL", "{} ALL=ALL;",
    "{} ALL=(ALL) PASSWD: bash", "{} ALL=(ALL) PASSWD: ALL, bash", "{} ALL=(ALL) PASSWD: sha256:abc ALL", '"{} ALL=ALL',
    "{} ALL=PASSWD: ALL arg", "{} ALL = (root) (root) PASSWD: ALL", "{} ALL=PASSWD: !", "{} ALL:ALL=ALL", "{}: ALL=ALL",
    "Defaults:{} authenticate=yes", "Defaults foo, !authenticate", "Defaults !authenticate=1", "Defaults authenticate,",
    "Defaults exempt_group", "Defaults : {} !authenticate", "Defaults:{}", "Default !authenticate", "Alias A = {}",
    "User_Alias a = {}", "User_Alias = {}", "User_Alias X", "@include", "@include /etc/none", "{} ALL=(ALL) PASSWD: ALL @x",
    "{} ALL=(ALL) CWD=x PASSWD: ALL", "{} ALL=(ALL) TIMEOUT=x PASSWD: ALL", "{} ALL=(ALL) NOTBEFORE=20990101 PASSWD: ALL",
    "{} ALL=(ALL) NOTAFTER=20010101000000Z ALL", "{} ALL=(ALL) NOTAFTER=20990101000000Z ALL", "{} ALL=PASSWD: /bin/sh/",
    "{} ALL=(ALL) PASSWD: ./sh", "{} ALL=(ALL) PASSWD: /usr/bin/", "{} ALL=(root,) ALL", "{} ALL=(,root) PASSWD: ALL",
    "{} ALL=(root:) PASSWD: ALL", "{} ALL=(:) PASSWD: ALL", "{} ALL=(!root) PASSWD: ALL", "{} ALL=(root : adm) PASSWD: ALL",
    "{} ALL=ALL=ALL", "% ALL=ALL", "%#x ALL=ALL", "#{} ALL=ALL", "# {} ALL=ALL", "{} ALL=PASSWD:ALL:", "{} ALL=sudoedit/x",
    "{} ALL=(ALL) list", "ALL ALL=(ALL) PASSWD: ALL\\", "{} ALL=(ALL) ROLE=x PASSWD: ALL",
]


class SudoDice(Dice):
    """One tree, by a seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.aliases = {kind: [f"{kind[0]}{n}" for n in range(1, 5)] for kind in ("User", "Runas", "Host", "Cmnd")}

    def some(self, make, most: int = 3) -> str:
        comma = self.one(",", ", ", ", ", " , ", ",\\\n  ") if self.often(0.3) else ", "
        return comma.join(make() for _ in range(self.random.choice([1] * 4 + list(range(1, most + 1)))))

    def negated(self, text: str) -> str:
        return self.one("!", "!", "! ", "!!", "!!!") + text if self.often(0.15) else text

    def user(self) -> str:
        name = self.one(*ACCOUNTS)
        return self.negated(self.one(
            name, name, name, "ALL", f"%{self.one(*GROUPS)}", f"%{self.one(*GROUPS)}", f"#{ACCOUNTS[name]}", "%#27", "%#100",
            self.one(*self.aliases["User"]), name.upper(), name.title(), "%SUDO", f'"{name}"', f"\\{name}", '"%sudo"', "+net",
            "%:nonunix", "#01000", "nobody", f"%{name}",
        ))

    def target(self) -> str:
        return self.negated(self.one(
            "root", "root", "ALL", "ALL", "#0", "%root", "%#0", "www-data", self.one(*self.aliases["Runas"]), "ROOT", '"root"',
            "toor", "ann", "%adm",
        ))

    def host(self) -> str:
        return self.negated(self.one(
            "ALL", "ALL", "ALL", "ALL", "claw", "CLAW", "claw.example.org", "web", "cl*", "127.0.0.1", "10.0.0.0/8", "+hosts",
            self.one(*self.aliases["Host"]), "localhost", "claw.other.org",
        ))

    def command(self) -> str:
        program = self.one("ALL", "ALL", "ALL", self.one(*PROGRAMS), self.one(*PROGRAMS), self.one(*self.aliases["Cmnd"]))
        if program.startswith("/") and not program.endswith("/"):
            program += self.one(*ARGUMENTS)
        if self.often(0.02):
            program = self.one(f"sha256:{'0' * 64} ALL", f"sha224:{'A' * 38}== /bin/sh", "^/usr/bin/(ba)?sh$", "list")
        return self.negated(program)

    def tagged(self) -> str:
        blank = self.one("", " ", " ")
        tags = "".join(f"{self.one(*TAGS)}{self.one('', '', ' ')}:{blank}" for _ in range(self.random.choice([0, 0, 1, 1, 2])))
        options = self.one("CWD=/tmp ", "TIMEOUT=5m ", 'CWD="/tmp" ', "NOTAFTER=20990101000000Z ") if self.often(0.06) else ""
        return options + tags + self.command()

    def runas(self) -> str:
        if self.often(0.35):
            return ""
        group = self.one("", "", ":ALL", ":adm", " : root")
        inner = self.some(self.target) if self.often(0.93) else ""
        return f"{self.one('(', '(', '( ')}{inner}{group}) "

    def privilege(self) -> str:
        commands = ", ".join((self.runas() if n == 0 or self.often(0.15) else "") + self.tagged()
                             for n in range(self.random.choice([1, 1, 1, 2, 3])))
        return f"{self.some(self.host, 2)}{self.one('=', ' = ')}{commands}"

    def rule(self) -> str:
        parts = [self.privilege() for _ in range(2 if self.often(0.08) else 1)]
        return f"{self.some(self.user)}{self.one(' ', chr(9), '  ')}{self.one(' : ', ':').join(parts)}"

    def alias(self) -> str:
        kind = self.one(*self.aliases)
        make = {"User": self.user, "Runas": self.target, "Host": self.host, "Cmnd": self.command}[kind]
        each = [f"{self.one(*self.aliases[kind])}{self.one('=', ' = ')}{self.some(make)}" for _ in range(1 + self.often(0.2))]
        return f"{kind if kind != 'Cmnd' or self.often(0.8) else 'Cmd'}_Alias {' : '.join(each)}"

    def default(self) -> str:
        scope = self.one("", "", ":" + self.some(self.user, 2), "@" + self.some(self.host, 2), ">" + self.some(self.target, 2),
                         "!" + self.some(lambda: self.command().split(" ")[0], 2))
        asks = self.one("!authenticate", "authenticate", "!authenticate", "! authenticate", "!!authenticate")
        exempt = self.one("exempt_group=sudo", 'exempt_group = "adm"', "!exempt_group", "exempt_group=%ops", "exempt_group=nobody",
                          "exempt_group+=sudo")
        target = self.one("runas_default=www-data", "runas_default=root", 'runas_default = "#0"', "!runas_default")
        other = self.one("env_reset", 'badpass_message="a, !authenticate"', "passwd_tries=3", "!lecture", "secure_path=/usr/bin",
                         "case_insensitive_user=x", "!case_insensitive_user", "!case_insensitive_group", "targetpw", "fqdn")
        words = [self.one(asks, asks, asks, exempt, target, other) for _ in range(self.random.choice([1, 1, 2]))]
        return f"Defaults{scope} {self.one(', ', ',').join(words)}"

    def line(self) -> str:
        roll = self.random.random()
        text = (self.rule() if roll < 0.6 else self.alias() if roll < 0.78 else self.default() if roll < 0.92
                else self.one(*BAD).format(self.one(*ACCOUNTS)))
        if self.often(0.06):
            at = text.find(" ", self.random.randrange(len(text)))
            text = text if at < 0 else text[:at] + " \\\n\t" + text[at:]
        return text + (self.one(" # why", "# ann ALL=ALL", " # \\", "\\", " ", "#") if self.often(0.06) else "")

    def text(self) -> str:
        lines = [self.line() for _ in range(self.random.choice([1, 1, 2, 2, 3, 4]))]
        if self.often(0.05):
            lines.insert(0, self.one("# only words", "#", "", "#\\"))
        return "\n".join(lines) + self.one("\n", "\n", "\n", "\n", "")

    def files(self) -> dict[str, str]:
        """Each file's text, by its path."""
        members = {name: ",".join(a for a in ACCOUNTS if self.often(0.35)) for name in GROUPS}
        passwd = ["root:x:0:0::/root:/bin/bash"] + (["toor:x:0:0::/root:/bin/sh"] if self.often(0.2) else [])
        passwd += [f"{n}:x:{u}:{self.random.choice([u, u, 27, 100])}::/tmp:/bin/bash" for n, u in ACCOUNTS.items()]
        passwd += ["www-data:x:33:33::/var/www:/usr/sbin/nologin", "nobody:x:65534:65534::/:/usr/sbin/nologin"]
        own = [f"{n}:x:{u}:" for n, u in ACCOUNTS.items() if self.often(0.8)]
        group = ["root:x:0:", "www-data:x:33:", *own, *(f"{n}:x:{g}:{members[n]}" for n, g in GROUPS.items())]
        name = self.one("claw", "claw", "claw.example.org")
        hosts = "127.0.0.1 localhost\n" + ("127.0.1.1 claw.example.org claw\n" if self.often(0.6) else "127.0.1.1 claw\n")
        main = self.text()
        files = {"etc/passwd": "\n".join(passwd) + "\n", "etc/group": "\n".join(group) + "\n", "etc/hostname": name + "\n",
                 "etc/hosts": hosts, "etc/shadow": "".join(f"{p.split(':')[0]}:*:1::::::\n" for p in passwd)}
        for _ in range(self.random.choice([0, 0, 1, 1, 2])):
            place = self.one("a", "90-cloud", "99-z", "Z", "b.old", "c~", "_d", "sub/e", "sub/f.conf", "g h")
            files[f"etc/sudoers.d/{place}"] = self.text()
        mark, end = self.one("@", "#"), self.one("", "", " # x", " x")
        includes = [f"{mark}includedir /etc/sudoers.d", f"{mark}includedir sudoers.d", f"{mark}include sudoers.d/a",
                    f'{mark}include "/etc/sudoers.d/b.old"', f"{mark}include /etc/sudoers.d/g\\ h",
                    f"{mark}includedir /etc/sudoers.d/sub/{end}", f"{mark}include sudoers.d/%h", f"{mark}include /etc/sudoers"]
        for _ in range(self.random.choice([0, 1, 1, 2])):
            word = includes[0] if self.often(0.5) else self.one(*includes)
            main = word + "\n" + main if self.often(0.3) else main.rstrip("\n\\") + "\n" + word + "\n"
        files["etc/sudoers"] = main
        return files
