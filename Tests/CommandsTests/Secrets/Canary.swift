import Glibc
import Hardening
import MachineTesting
import Observers
import Surface

/// A made-up secret, random and put together at run time so that no scanner takes this file for a leak.
struct Canary: Sendable {
    let text: String
    /// Its random part: what must not be seen anywhere.
    let core: String

    init(using generator: inout some RandomNumberGenerator) {
        func random(_ count: Int) -> String {
            let alphabet = Array("abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789")
            return String((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "x" })
        }
        let forms: [(String, Int)] = [
            ("sk-" + "ant-api03-", 80), ("sk-" + "proj-", 60), ("7123456789" + ":AA", 33), ("gh" + "p_", 36),
            ("xo" + "xb-2345678901-", 24), ("", 40), ("", 24),
        ]
        let (prefix, count) = forms.randomElement(using: &generator) ?? ("", 40)
        core = random(count)
        text = prefix + core
    }

    /// Whether the beginning, the middle or the end of it stands in the text.
    func isSeen(in output: String) -> Bool {
        let parts = [core.prefix(12), core.dropFirst((core.count - 12) / 2).prefix(12), core.suffix(12)]
        // Swift's own search takes minutes without optimization.
        return parts.contains { unsafe strstr(output, String($0)) != nil }
    }
}

/// A machine with a secret in every place that is looked at.
struct PlantedMachine: Machine {
    private let observer: Observer

    func observe(_ resource: Resource) async -> Observation { await observer.observe(resource) }

    /// - Parameter secret: gives a new secret for each place.
    init(secret: () -> String) {
        var surface = CannedSurface(files: Self.system)
        for (path, lines) in Self.places {
            surface.add(path, lines.replacing("SECRET") { secret() }, owner: path.hasPrefix("/home") ? 1000 : 0)
        }
        surface.responses["/var/run/docker.sock"] = [
            "/containers/json?all=1": Self.json(#"[{"Id": "abc"}]"#),
            "/containers/abc/json": Self.json(Self.inspect.replacing("SECRET") { secret() }),
            "/info": Self.json(
                #"{"ServerVersion": "28.0.0", "HttpProxy": "http://me:SECRET@proxy.test:3128"}"#
                    .replacing("SECRET") { secret() }
            ),
        ]
        observer = Observer(surface)
    }

    private static func json(_ text: String) -> Response { Response(status: 200, body: Array(text.utf8)) }

    private static let system = [
        "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000::/home/ada:/bin/bash\n",
        "/etc/os-release": "ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\n",
        "/var/lib/dpkg/status": "Package: nginx\nStatus: install ok installed\nVersion: 1.22.1-9\n\n",
        "/usr/bin/dockerd": "", "/proc/net/tcp": "  sl\n", "/proc/812/comm": "openclaw\n",
    ]

    private static let places = [
        "/etc/shadow": "root:SECRET:19000::::::\nada:SECRET:19000::::::\n",
        "/home/ada/.openclaw/openclaw.json": """
        {gateway: {port: 18789, bind: "lan", auth: {mode: "token", token: "SECRET", password: "SECRET"}},
         env: {vars: {OPENAI_API_KEY: "SECRET"}, shellEnv: {enabled: true}, TOKEN: "SECRET"},
         channels: {telegram: {botToken: "SECRET", dmPolicy: "open", allowFrom: ["*"], webhookSecret: "SECRET"},
          discord: {accounts: {main: {token: "SECRET"}}}, slack: {botToken: "SECRET", appToken: "SECRET"}},
         hooks: {enabled: true, token: "SECRET", mappings: [{path: "SECRET"}]},
         models: {providers: {own: {baseUrl: "https://me:SECRET@models.test/v1?key=SECRET", apiKey: "SECRET",
          headers: {"x-api-key": "SECRET"}}}},
         tools: {web: {search: {apiKey: "SECRET"}}, elevated: {enabled: true}},
         plugins: {entries: {own: {config: {apiKey: "SECRET"}}}}, unknownKey: {token: "SECRET"},
         browser: {cdpUrl: "wss://browser.test?token=SECRET"}, talk: {apiKey: "SECRET"},
         skills: {entries: {own: {apiKey: "SECRET", env: {A: "SECRET"}}}},
         mcp: {servers: {a: {command: "x", args: ["--token", "SECRET"], env: {TOKEN: "SECRET"}}}},
         agents: {defaults: {sandbox: {mode: "all", docker: {env: {TOKEN: "SECRET"}}}}}}
        """,
        "/home/ada/.openclaw/openclaw.json.bak": #"{"gateway": {"auth": {"token": "SECRET"}}}"#,
        "/home/ada/.openclaw/.env": "TELEGRAM_BOT_TOKEN=SECRET\n",
        "/home/ada/.openclaw/credentials/oauth.json": #"{"access": "SECRET"}"#,
        "/home/ada/.openclaw/agents/main/agent/auth-profiles.json": #"{"profiles": {"a": {"key": "SECRET"}}}"#,
        "/home/ada/.openclaw/logs/gateway.log": "token=SECRET\n",
        "/home/ada/app/docker-compose.yml": """
        services:
          openclaw:
            image: ghcr.io/openclaw/openclaw:SECRET
            command: [node, --token, SECRET]
            environment:
              OPENCLAW_GATEWAY_TOKEN: SECRET
            env_file: [.env]
        """,
        "/home/ada/app/.env": "TOKEN=SECRET\n", "/home/ada/app/.env~": "TOKEN=SECRET\n",
        "/home/ada/app/.git/config": "url = https://me:SECRET@git.test/x\n",
        "/home/ada/.bash_history": "export TOKEN=SECRET\ncurl -H 'Authorization: Bearer SECRET' https://api.test\n",
        "/home/ada/.profile": "export TOKEN=SECRET\n",
        "/home/ada/.ssh/authorized_keys": #"environment="TOKEN=SECRET" ssh-ed25519 AAAA SECRET"# + "\n",
        "/home/ada/.config/systemd/user/openclaw-gateway.service": """
        [Service]
        Environment=OPENCLAW_GATEWAY_TOKEN=SECRET
        ExecStart=/usr/bin/openclaw gateway --token SECRET --password SECRET
        """,
        "/etc/systemd/system/openclaw.service": "[Service]\nEnvironment=TOKEN=SECRET\nExecStart=/bin/x --key SECRET\n",
        "/etc/environment": "TOKEN=SECRET\n", "/etc/crontab": "* * * * * root curl -H 'X-Token: SECRET' x\n",
        "/etc/default/bot": "TOKEN=SECRET\n", "/proc/812/cmdline": "openclaw\0gateway\0--token\0SECRET\0",
        "/proc/812/environ": "HOME=/home/ada\0OPENCLAW_GATEWAY_TOKEN=SECRET\0",
        "/etc/apt/sources.list": "deb https://me:SECRET@deb.test/debian bookworm main\n",
        "/etc/apt/apt.conf.d/proxy": #"Acquire::http::Proxy "http://me:SECRET@proxy.test";"# + "\n",
        "/etc/docker/daemon.json":
            #"{"proxies": {"http-proxy": "http://me:SECRET@proxy.test"}, "log-opts": {"token": "SECRET"}}"#,
        "/etc/nginx/nginx.conf": """
        http { server { server_name a.test; location / { proxy_set_header Authorization "Bearer SECRET";
        proxy_pass http://me:SECRET@127.0.0.1:18789; } } }
        """,
        "/etc/ssh/sshd_config": "SetEnv TOKEN=SECRET\nPermitRootLogin yes\nForceCommand run --token SECRET\n",
        "/etc/sudoers": "ada ALL=(ALL) NOPASSWD: /usr/bin/x --token SECRET\n",
        "/etc/fail2ban/jail.local": "[sshd]\nenabled = true\nmta = x\naction = call[token=SECRET]\n",
    ]

    private static let inspect = """
        {"Name": "/openclaw", "State": {"Running": true, "Health": {"Log": [{"ExitCode": 1, "Output": "SECRET"}]}},
        "Config": {"Image": "openclaw:SECRET", "Env": ["PATH=/bin", "OPENCLAW_GATEWAY_TOKEN=SECRET", "URL=https://me:SECRET@x"],
        "Cmd": ["node", "--token", "SECRET"], "Labels": {"token": "SECRET"},
        "Healthcheck": {"Test": ["CMD", "curl", "-H", "X: SECRET"]}},
        "HostConfig": {"Binds": ["/x:/y"], "LogConfig": {"Type": "gelf", "Config": {"token": "SECRET"}}},
        "Mounts": [{"Type": "bind", "Source": "/home/ada/.openclaw", "Destination": "/home/node/.openclaw"}]}
        """
}

extension String {
    /// Each occurrence replaced by a value of its own.
    func replacing(_ word: String, _ value: () -> String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstRange(of: word) {
            result += rest[..<range.lowerBound] + value()
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
