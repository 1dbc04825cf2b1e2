import Detection
import Testing

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
            "\"accessKey\" : \"\(value)\"", "x --token \(value) y",
        ] {
            #expect(kinds(text) == ["secret value"], "\(text)")
        }
        #expect(kinds("Authorization: Bearer \(value)") == ["login in a header of HTTP"])
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
        "https://user:password@example.org/", "postgres://app:${DB_PASSWORD}@db/app",
        "token = MAX_TOKEN_SIZE_OF_SHA256", "ask --password --tpm2-device=auto --other", "key: value",
        "a=b=c=d", "=====",
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

    @Test func `time grows with the length, also where every byte could begin a secret`() {
        let text = Array(String(repeating: "sk-eyJ:=--token -----BEGIN ", count: 8000).utf8)
        let start = ContinuousClock.now
        _ = SecretScanner().scan(text)
        #expect(ContinuousClock.now - start < .seconds(60))
    }
}
