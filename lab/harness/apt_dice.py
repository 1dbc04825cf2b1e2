"""Random files of apt.conf about updates: scopes, lists, comments, clearing, includes, names that apt passes over."""

from .dice import Dice

FLAGS = (
    "APT::Periodic::Update-Package-Lists APT::Periodic::Unattended-Upgrade APT::Periodic::Enable Unattended-Upgrade::Automatic-Reboot "
    "Unattended-Upgrade::Automatic-Reboot-WithUsers Unattended-Upgrade::Automatic-Reboot-Time Unattended-Upgrade::InstallOnShutdown "
    "APT::Get::AllowUnauthenticated Acquire::AllowInsecureRepositories Unattended-Upgrade::Allow-Unauthenticated APT::Default-Release"
).split()
LISTS = [f"Unattended-Upgrade::{name}" for name in "Allowed-Origins Origins-Pattern Package-Blacklist Package-Whitelist Update-Days".split()]
ORIGINS = ["origin=Debian,codename=${distro_codename}-security,label=Debian-Security", "${distro_id}:${distro_codename}-security", "*:*",
           "origin=Debian", "docker", "Mon", "linux-.*", ".", "", "a=b\\,c", "site=download.docker.com", "1", "Tuesday"]
VALUES = ["1", "0", "true", "false", "yes", "no", "7", "1d", "12h", "always", "", "02:00", "on", "False", "YES", "7m", " 1", "01", "-1", "x"]
BLANKS = [" ", " ", "\t", "\n", " /* c */ ", " // c\n", " # c\n", "\n/* a\n b; */ "]
NAMES = ["20auto-upgrades", "50unattended-upgrades", "99local", "52local.conf", "10.conf.dpkg-old", "a.bak", "b~", ".hidden", "z_z", "ü", "A"]


class AptDice(Dice):
    """One tree's /etc/apt, by a seed."""

    def cased(self, name: str) -> str:
        return self.one(name.lower(), name.upper(), name.swapcase()) if self.often(0.15) else name

    def word(self, value: str) -> str:
        plain = value and value.isalnum() and self.often(0.3)
        return value if plain else f'"{value}"'

    def setting(self, name: str) -> str:
        blank, end = self.random.choice(BLANKS), self.one(";", ";\n", " ;\n", ";\n")
        if name in LISTS:
            items = [self.word(self.random.choice(ORIGINS)) for _ in range(self.random.randrange(4))]
            roll = self.random.random()
            if roll < 0.6:
                return f"{self.cased(name)}{blank}{{ {'; '.join(items)}{self.one(';', '') if items else ''} }}{end}"
            if roll < 0.9:
                return "".join(f"{self.cased(name)}{self.one('::', '::', '::x', '')}{blank}{item}{end}" for item in items)
            return f"#clear {name}{end}"
        if self.often(0.08):
            return f"#clear {self.cased(self.one(name, name.rsplit('::', 1)[0]))}{end}"
        value = self.word(self.random.choice(VALUES))
        if self.often(0.25):
            scope, last = name.rsplit("::", 1)
            return f"{self.cased(scope)}{blank}{{ {self.cased(last)} {value}; }}{end}"
        if self.often(0.06):
            return self.one(f"// {name} {value};\n", f"# {name} {value};\n", f"/* {name} {value}; */", f"#x {name} {value};\n")
        return f"{self.cased(name)}{blank}{value}{end}"

    def text(self) -> str:
        text = "".join(self.setting(self.random.choice(FLAGS + LISTS)) for _ in range(self.random.randrange(1, 7)))
        if self.often(0.05):
            text += self.one("}", '"', "/* open", "stray", "{", "APT::Periodic::Enable \"0\"", '#include "/x";')
        if self.often(0.04):
            text += self.one('#include "@/etc/apt/more";\n', "#include @/etc/apt/more;\n", '#include "@/etc/apt/more.d/";\n')
        return text

    def files(self) -> dict[str, str]:
        """Each file's text by its path; an @ stands for the tree."""
        names = self.random.sample(NAMES, self.random.randrange(1, 5))
        files = {f"etc/apt/apt.conf.d/{name}": self.text() for name in names}
        if self.often(0.25):
            files["etc/apt/apt.conf"] = self.text()
        files["etc/apt/more"] = self.setting(self.random.choice(FLAGS))
        files["etc/apt/more.d/a"] = self.setting(self.random.choice(LISTS))
        return files
