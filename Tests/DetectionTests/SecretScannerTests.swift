import MachineTesting
import Detection
import Testing

/// Secrets are made up and put together at run time, so that no scanner takes this file for a leak.
enum MadeUp {
    /// Letters and digits that look random and are always the same.
    static func text(_ count: Int, from alphabet: String = "abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789")
        -> String
    {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        let characters = Array(alphabet)
        return String(
            (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return characters[Int(state >> 33) % characters.count]
            }
        )
    }

    static let hex = "0123456789abcdef"
    static let base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

    static let secrets: [(String, String)] = [
        ("Anthropic API key", "sk-" + "ant-api03-" + text(90)),
        ("OpenRouter API key", "sk-" + "or-v1-" + text(64, from: hex)),
        ("OpenAI API key", "sk-" + "proj-" + text(80)),
        ("API key (sk-)", "sk-" + text(48)),
        ("Google API key", "AI" + "za" + text(35)),
        ("Groq API key", "gs" + "k_" + text(52)),
        ("Telegram bot token", "7123456789" + ":AA" + text(33)),
        ("Discord bot token", "M" + text(23) + "." + text(6) + "." + text(38)),
        ("Slack token", "xo" + "xb-" + "2345678901-" + text(24)),
        ("GitHub token", "gh" + "p_" + text(36)),
        ("GitHub token", "github" + "_pat_" + text(70)),
        ("GitLab token", "gl" + "pat-" + text(20)),
        ("npm token", "np" + "m_" + text(36)),
        ("AWS access key", "AK" + "IA" + text(16, from: base32)),
        ("Stripe key", "sk" + "_live_" + text(24)),
        ("JSON Web Token", "ey" + "J" + text(30) + ".ey" + "J" + text(60) + "." + text(43)),
    ]

    static let privateKey =
        "-----BEGIN " + "OPENSSH PRIVATE KEY-----\n" + text(70) + "\n" + text(70) + "\n-----END "
        + "OPENSSH PRIVATE KEY-----"
}

@Suite struct SecretScannerTests {
    private func kinds(_ text: String) -> [String] { SecretScanner().scan(Array(text.utf8)).map(\.kind.name) }

    @Test(arguments: MadeUp.secrets.indices)
    func `names a provider's key wherever it stands`(_ index: Int) {
        let (kind, secret) = MadeUp.secrets[index]
        for text in [
            secret, "KEY=\(secret)\n", "{\"apiKey\": \"\(secret)\"}", "see \(secret), or", "-H 'x: \(secret)'",
        ] {
            #expect(kinds(text) == [kind], "\(text.count) characters")
        }
    }

    @Test func `finds private keys with their whole block`() throws {
        let text = "before\n" + MadeUp.privateKey + "\nafter"
        let found = SecretScanner().scan(Array(text.utf8))
        #expect(found.map(\.kind) == [.privateKey])
        #expect(!Redactor().redact(text).contains(MadeUp.text(70)))
        #expect(kinds("-----BEGIN " + "PUBLIC KEY-----\n" + MadeUp.text(70) + "\n-----END " + "PUBLIC KEY-----") == [])
    }

    @Test func `finds what looks random under a name that says secret`() {
        let value = MadeUp.text(32)
        for text in [
            "GATEWAY_TOKEN=\(value)", "export MY_SECRET='\(value)'", "client_secret: \(value)",
            "\"accessKey\" : \"\(value)\"", "x --token \(value) y", "Authorization: Bearer \(value)",
        ] {
            #expect(kinds(text) == ["secret value"], "\(text)")
        }
        #expect(kinds("DB_PASSWORD=" + "Winter" + "lied7!") == ["password"])
        #expect(kinds("postgres://app:" + MadeUp.text(12) + "@db:5432/app") == ["password in a URL"])
    }

    @Test(arguments: [
        "API_KEY=${API_KEY}", "API_KEY=$API_KEY", "TOKEN=changeme-changeme-1",
        "OPENAI_API_KEY=your-api-key-here-1234567",
        "password: <your password 123>", "SECRET=", "token: string", "const token = getToken(request12345678)",
        "API_KEY={{ vault.api_key_for_agent_1 }}", "TOKEN_FILE=/run/secrets/gateway_token_2",
        "maxTokens: 1234567890123456",
        "sk-your-key-here-your-key-here-12", "AKIAIOSFODNN7EXAMPLE", "public_key: ssh-ed25519",
        "task-12345678901234567890123456",
        "PubkeyAcceptedAlgorithms sk-ecdsa-sha2-nistp256-cert-v01@openssh.com,sk-ssh-ed25519-cert-v01@openssh.com",
        "https://user:password@example.org/", "postgres://app:${DB_PASSWORD}@db/app", "key: value", "a=b=c=d", "=====",
        ":::::",
    ])
    func `passes over placeholders, references and ordinary text`(_ text: String) {
        #expect(kinds(text) == [])
    }

    @Test func `redacts every character of a secret and nothing else`() {
        for (kind, secret) in MadeUp.secrets {
            #expect(Redactor().redact("a \(secret) ü") == "a ‹\(kind)› ü")
        }
        #expect(Redactor().redact("nothing to hide: 42 %") == "nothing to hide: 42 %")
    }

    @Test func `never traps and always ends, whatever the bytes`() {
        var generator = SeededGenerator(seed: 7)
        let parts =
            MadeUp.secrets.map(\.1) + [
                "=", ":", "://", "-----BEGIN ", "PRIVATE KEY-----", "--token ", "\"", "eyJ", ".", "\u{0}", "AA",
            ]
        for _ in 0..<300 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<12, using: &generator) {
                let part = Array(parts[Int.random(in: 0..<parts.count, using: &generator)].utf8)
                bytes += part.prefix(Int.random(in: 0...part.count, using: &generator))
                bytes.append(UInt8.random(in: 0...255, using: &generator))
            }
            let found = SecretScanner().scan(bytes)
            for secret in found { #expect(secret.range.upperBound <= bytes.count && !secret.range.isEmpty) }
            _ = Redactor().redact(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func `time grows with the length, also where every byte could begin a secret`() {
        let text = Array(String(repeating: "sk-eyJ:=--token -----BEGIN ", count: 8000).utf8)
        let start = ContinuousClock.now
        _ = SecretScanner().scan(text)
        #expect(ContinuousClock.now - start < .seconds(60))
    }
}
