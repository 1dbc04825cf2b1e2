"""Random files with firewall rules that services load at boot: nftables.conf and iptables' rules.v4 and rules.v6."""

from .dice import Dice

NFT_RULES = (
    ["ct state established,related accept", "iif lo accept", "tcp dport 22 accept", "tcp dport { 22, 80 } accept"] * 3
    + """iifname "docker0" accept|meta l4proto { icmp, ipv6-icmp } accept|meta nfproto ipv6 accept|counter drop|jump other|tcp dport @doors accept
accept|drop|tcp dport $DOORS accept|iif docker0 accept|iifname "eth0" accept|iifname != "eth0" accept|ip saddr 10.0.0.0/8 accept
ip saddr 192.0.2.0/24 accept|ip6 saddr fe80::/10 accept|ip saddr 0.0.0.0/0 accept|counter accept|accept|drop|counter drop|reject
reject with icmpx type admin-prohibited|jump other|goto other|return|meta nfproto ipv4 accept|meta nfproto ipv6 accept|ct state new accept
icmp type echo-request accept|meta l4proto { icmp, ipv6-icmp } accept|tcp dport 1-65535 accept|tcp dport != 22 accept|tcp dport != 22 drop
limit rate 500/second accept|meta l4proto tcp accept|ip protocol tcp accept|ct state vmap { established : accept, related : accept, invalid : drop }
ct state vmap { established : accept, new : accept }|ip saddr @friends accept|tcp dport @doors accept|tcp dport $DOORS accept
log prefix "in: "|log prefix "in: accept" drop|comment "accept"|tcp dprt 22 accept|tcp flags & (syn or ack) == syn accept|ct state invalid drop
iifname vmap { "lo" : accept, "eth0" : jump other }|oif eth0 drop|meta mark 0x1 accept|meta mark set 0x1|ip6 nexthdr tcp accept
tcp dport vmap { 22 : accept, 80 : accept }|ip daddr 127.0.0.0/8 drop|fib daddr type local accept|tcp sport 1024-65535 accept""".replace("\n", "|").split("|")
)
IPT_RULES = (
    ["-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-i lo -j ACCEPT", "-p tcp -m tcp --dport 22 -j ACCEPT", "-p tcp --dport 80 -j ACCEPT"] * 3
    + """-s 10.0.0.0/8 -j ACCEPT|-p tcp -m multiport --dports 22,80 -j ACCEPT|-p icmp -j ACCEPT|-j OTHER|-p tcp ! --dport 22 -j DROP|-j DROP|-j ACCEPT
-p udp --dport 53 -j ACCEPT|-j ACCEPT|-j DROP|-j REJECT|-j OTHER|-g OTHER|-j RETURN|-i eth0 -j ACCEPT|! -i eth0 -j ACCEPT|-s 10.0.0.0/8 -j ACCEPT|-p tcp -j ACCEPT
-p tcp --dport 8000-8010 -j DROP|-p tcp --dport 8000:8010 -j ACCEPT|-m set --match-set friends src -j ACCEPT|-p tcp -m multiport --dports 22,80 -j ACCEPT
-m conntrack --ctstate NEW -j ACCEPT|-p tcp ! --dport 22 -j ACCEPT|-p tcp ! --dport 22 -j DROP|-m limit --limit 500/sec -j ACCEPT|-p icmp -j ACCEPT
-m comment --comment "-j ACCEPT" -j DROP|-j LOG --log-prefix "x "|-m mark --mark 0x1 -j ACCEPT|-j MARK --set-xmark 0x1/0xffffffff|-p tcp --syn -j ACCEPT
-m nosuchmatch -j ACCEPT|-j NOSUCHTARGET|--dport 22 -j ACCEPT|-p tcp --dport 22 -j ACCEPT -j DROP|-p udp --dport 53 -j ACCEPT|-m addrtype --dst-type LOCAL -j ACCEPT""".replace("\n", "|").split("|")
)


class BootDice(Dice):
    """One system's files, by a seed."""

    def rules(self, pool: list[str]) -> list[str]:
        """Mostly what people write, which stands at the pool's beginning; a file with more of the rest is refused nearly always."""
        plain = pool[:20]
        return [self.random.choice(pool if self.often(0.15) else plain) for _ in range(self.random.randrange(1, 7))]

    def chain(self, name: str, hook: str | None, family: str) -> str:
        # A header of another family is refused there.
        rules = [rule for rule in self.rules(NFT_RULES) if not (family == "ip6" and rule.startswith(("ip ", "icmp ")))]
        if not hook:
            rules = [rule for rule in rules if "other" not in rule]
        base = f"type filter hook {hook} priority {self.one('0', 'filter', '-10', '10')}; policy {self.one('drop', 'drop', 'drop', 'accept')};\n" if hook else ""
        return f"  chain {name} {{\n    {base}" + "".join(f"    {rule}\n" for rule in rules) + "  }\n"

    def table(self) -> str:
        family = self.one("inet", "inet", "inet", "ip", "ip6")
        name = self.one("filter", "filter", "guard")
        version = "ipv6_addr" if family == "ip6" else "ipv4_addr"
        text = f"table {family} {name} {{\n"
        if self.often(0.06):
            text += "  flags dormant;\n"
        friend = "2001:db8::1" if family == "ip6" else self.one("192.0.2.9", "0.0.0.0/0")
        text += f"  set friends {{ type {version}; flags interval; elements = {{ {friend} }} }}\n" if self.often(0.9) else ""
        text += "  set doors { type inet_service; elements = { 22, 443 } }\n" if self.often(0.9) else ""
        text += self.chain("other", None, family)
        text += self.chain("input", self.one(*["input"] * 6, "forward", "prerouting"), family)
        if self.often(0.15):
            text += self.chain("second", "input", family)
        text += "}\n"
        if self.often(0.15):
            text += self.one(
                f"insert rule {family} {name} input accept\n", f"add rule {family} {name} input drop\n", f"flush chain {family} {name} input\n",
                f"add chain {family} {name} input {{ policy accept; }}\n", f"delete table {family} {name}\n", f"flush table {family} {name}\n", "flush ruleset\n",
            )
        return text

    def script(self) -> str:
        head = self.one("flush ruleset\n", "flush ruleset\n", "flush ruleset\n", "", "flush table inet filter\n", "delete table inet filter\n",
                        "table inet filter {}\nflush table inet filter\n", "destroy table inet filter\n")
        text = "#!/usr/sbin/nft -f\n" + ("define DOORS = { 22, 80 }\n" if self.often(0.1) else "") + head + self.table()
        return text + (self.table() if self.often(0.2) else "")

    def saved(self) -> str:
        lines = ["*filter", f":INPUT {self.one('DROP', 'DROP', 'DROP', 'ACCEPT')} [0:0]", ":FORWARD DROP [0:0]", ":OUTPUT ACCEPT [0:0]", ":OTHER - [0:0]"]
        lines += [f"-A INPUT {rule}" for rule in self.rules(IPT_RULES)]
        lines += [f"-A OTHER {rule}" for rule in self.rules(IPT_RULES) if "OTHER" not in rule]
        lines += ["COMMIT"] if self.often(0.95) else []
        if self.often(0.1):
            lines = ["*mangle", ":PREROUTING ACCEPT [0:0]", f"-A PREROUTING {self.one('-j MARK --set-xmark 0x1/0xffffffff', '-j TTL --ttl-set 64', '-j NOSUCH', '-i eth0 -j DROP')}", "COMMIT"] + lines
        return "\n".join(lines) + "\n"

    def files(self) -> dict[str, str]:
        """Each file's text by its path, of one way to load rules."""
        if self.often(0.6):
            return {"etc/nftables.conf": self.script()}
        return {"etc/iptables/rules.v4": self.saved(), "etc/iptables/rules.v6": self.saved().replace("-s 10.0.0.0/8", "-s fd00::/8").replace("-p icmp ", "-p ipv6-icmp ").replace("TTL --ttl", "HL --hl")}
