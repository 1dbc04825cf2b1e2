import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Places that hold secrets, one after the other.
@Suite struct SecretPlacesTests {
    private let key = "sk-ant-api03-" + String(repeating: "aB3dE5gH7jK9", count: 8) + "AA"

    private func machine(_ files: [String: String]) -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\nann:x:1000:1000::/home/ann:/bin/bash\n",
            "/home/ann/.openclaw/openclaw.json": "{}",
        ])
        surface.isLive = false
        for (path, text) in files {
            surface.add(path, text.contains("PRIVATE") ? text : text.replacing("KEY", with: key))
        }
        return surface
    }

    private func findings(_ files: [String: String]) async -> [Record] {
        guard case .state(let state) = await Observer(machine(files)).observe(.facts(.secretFindings)) else {
            return []
        }
        return state.records
    }

    @Test(arguments: [
        ("/home/ann/.openclaw/openclaw.json.pre-update", "{\"apiKey\": \"KEY\"}", "backup"),
        ("/home/ann/.openclaw/openclaw.json.2026-01-02", "{\"apiKey\": \"KEY\"}", "backup"),
        ("/home/ann/.openclaw/openclaw.json~", "{\"apiKey\": \"KEY\"}", "backup"),
        ("/var/backups/openclaw.json.bak", "{\"apiKey\": \"KEY\"}", "backup"),
        ("/home/ann/.openclaw/logs/config-audit.jsonl", "{\"argv\": [\"KEY\"]}", "log"),
        ("/home/ann/.gitconfig", "[url \"https://x:KEY@example.org/\"]\n", "git"),
        ("/home/ann/.config/git/config", "[http]\nextraheader = Authorization: Basic YW5uOmh1bnRlcjIh\n", "git"),
        ("/home/ann/.config/environment.d/claw.conf", "ANTHROPIC_API_KEY=KEY\n", "shell profile"),
        ("/etc/environment.d/claw.conf", "ANTHROPIC_API_KEY=KEY\n", "shell profile"),
        ("/home/ann/.config/fish/config.fish", "set -gx ANTHROPIC_API_KEY KEY\n", "shell profile"),
        ("/home/ann/.bash_aliases", "export ANTHROPIC_API_KEY=KEY\n", "shell profile"),
        ("/home/ann/.histfile", "export ANTHROPIC_API_KEY=KEY\n", "history"),
        ("/etc/anacrontab", "ANTHROPIC_API_KEY=KEY\n", "cron"), ("/var/spool/cron/atjobs/a1", "A=KEY\n", "cron"),
        ("/etc/caddy/sites/a", "header Authorization \"Bearer KEY\"\n", "service configuration"),
    ])
    func `a secret is found where it lies`(_ path: String, _ text: String, _ place: String) async {
        let found = await findings([path: text])
        #expect(found.contains { $0.name.hasPrefix("\(place) \(path):") })
        #expect(!"\(found)".contains(key))
    }

    @Test func `a shell's files name others`() async {
        let found = await findings([
            "/home/ann/.bashrc": "[ -f ~/.keys ] && . ~/.keys\nsource \"$HOME/more\"\n",
            "/home/ann/.zshrc": "export HISTFILE=\"${HOME}/.past\"\n", "/home/ann/.keys": "A_API_KEY=KEY\n",
            "/home/ann/more": "A_API_KEY=KEY\n", "/home/ann/.past": "export A_API_KEY=KEY\n",
        ])
        let names = Set(found.map(\.name))
        #expect(names.isSuperset(of: ["shell profile /home/ann/.keys:1", "shell profile /home/ann/more:1"]))
        #expect(names.contains("history /home/ann/.past:1"))
    }

    @Test func `variables of a unit come from where its specifiers and patterns lead`() async {
        let found = await findings([
            "/home/ann/.config/systemd/user/claw@.service.d/env.conf":
                "[Service]\nEnvironmentFile=%h/%p.secrets\nEnvironmentFile=-%q/x\n",
            "/home/ann/.config/systemd/user/claw@.service": "[Service]\nExecStart=/bin/true\n",
            "/home/ann/claw.secrets": "A_API_KEY=KEY\n", "/etc/claw/b.conf": "A_API_KEY=KEY\n",
            "/etc/systemd/system/claw.service": "[Service]\nEnvironmentFile=-/etc/cl?w/*.conf\n",
        ])
        let names = Set(found.map(\.name))
        #expect(names.contains("service configuration /home/ann/claw.secrets:1"))
        #expect(names.contains("service configuration /etc/claw/b.conf:1"))
        let obscure = found.first { $0.name == "service configuration %q/x" }
        guard case .unknown = obscure?[.findingKind] else {
            Issue.record("what is not understood was passed over")
            return
        }
    }

    private func files(_ files: [String: String]) async -> [String: Value] {
        guard case .state(let state) = await Observer(machine(files)).observe(.facts(.secretFiles)) else { return [:] }
        return Dictionary(state.records.map { ($0.name, $0[.secretFileKind]) }) { $1 }
    }

    @Test func `logins of agents, second places and keys by their content`() async {
        let private_ = "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n"
        let found = await files([
            "/home/ann/.claude/.credentials.json": "{}", "/home/ann/.codex/auth.json": "{}",
            "/home/ann/.config/git/credentials": "x", "/home/ann/.ssh/deploy": private_,
            "/home/ann/.ssh/config": "Host *\n", "/home/ann/.ssh/id_rsa.old": "-----BEGIN RSA PRIVATE KEY-----",
            "/var/backups/openclaw-1.tar.gz": "x", "/etc/caddy/Caddyfile": "a {\n\ttls /srv/c.pem /srv/k.pem\n}\n",
            "/srv/k.pem": private_, "/etc/caddy/tls/site.key": private_, "/etc/caddy/tls/site.pem": "CERTIFICATE",
        ])
        #expect(found["/home/ann/.claude/.credentials.json"] == "stored login")
        #expect(found["/home/ann/.codex/auth.json"] == "stored login")
        #expect(found["/home/ann/.config/git/credentials"] == "stored login")
        #expect(found["/home/ann/.ssh/deploy"] == "SSH key")
        #expect(found["/home/ann/.ssh/id_rsa.old"] == "SSH key")
        #expect(found["/home/ann/.ssh/config"] == nil)
        #expect(found["/var/backups/openclaw-1.tar.gz"] == "archive")
        #expect(found["/srv/k.pem"] == "TLS key")
        #expect(found["/etc/caddy/tls/site.key"] == "TLS key")
        #expect(found["/etc/caddy/tls/site.pem"] == nil)
        let kept = await files(["/var/lib/nacre/vault/vault": "x", "/etc/nacre/vault.key": "x"])
        #expect(kept["/var/lib/nacre/vault/vault"] == "vault")
        #expect(kept["/etc/nacre/vault.key"] == "vault")
    }
}
