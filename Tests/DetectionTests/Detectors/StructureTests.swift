import Detection
import Testing

/// What has a grammar of its own: found with its value alone, and silent where the value is a hole or an example.
@Suite struct StructureTests {
    private func finds(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return SecretScanner().scan(bytes).map { "\($0.kind.id) \(String(decoding: bytes[$0.range], as: UTF8.self))" }
    }

    private static let password = MadeUp.text(12)
    private static let login = MadeUp.base64("robot:" + password)

    @Test(
        arguments: [
            ("url-password", "postgres://app:\(password)@db:5432/app", password),
            ("url-password", "amqp://app:\(password)@10.0.0.1/", password),
            ("authorization-header", "Authorization: Basic \(login)\n", login),
            ("authorization-header", "curl -H 'Authorization: Basic \(login)' x", login),
            ("authorization-header", "\"Authorization\": \"Bearer \(MadeUp.text(40))\"", MadeUp.text(40)),
            ("curl-login", "curl -s -u robot:\(password) https://a.b/", password),
            ("curl-login", "curl \\\n  --user 'robot:\(password)' \\\n  https://a.b/", password),
            ("command-password", "mysql -uroot -p\(password) app", password),
            ("command-password", "mysqldump --all -p'\(password)' | gzip", password),
            ("command-password", "sshpass -p \(password) ssh a@b", password),
            ("command-password", "redis-cli -h db -a \(password) ping", password),
            ("command-password", "docker login -u robot -p \(password) r.b.c", password),
            ("command-password", "echo 'robot:\(password)' | sudo chpasswd", password),
            ("command-password", "echo robot:\(password)|chpasswd", password),
            ("netrc-password", "machine api.b.c login robot password \(password)\n", password),
            ("netrc-password", "machine api.b.c\n  login robot\n  password \(password)\n", password),
            ("pgpass-password", "db.b.c:5432:app:robot:\(password)\n", password),
            ("pgpass-password", "# all\n*:*:*:robot:\(password)\n", password),
            ("registry-login", "{\"auths\": {\"r.b.c\": {\"auth\": \"\(login)\"}}}", login),
            ("nuget-password", "<add key=\"ClearTextPassword\" value=\"\(password)\" />", password),
            ("connection-string-password", "Server=db;Database=a;User Id=sa;Password=w1nter;", "w1nter"),
            ("connection-string-password", "Host=db;Pwd=w1nter;Uid=sa", "w1nter"),
            ("apache-md5-hash", "robot:$apr1$\(MadeUp.text(8))$\(MadeUp.text(22))\n", nil),
            ("sha512-crypt-hash", "robot:$6$\(MadeUp.text(16))$\(MadeUp.text(86)):19000:0:9:7:::\n", nil),
            ("sha256-crypt-hash", "robot:$5$rounds=5000$\(MadeUp.text(16))$\(MadeUp.text(43)):1::\n", nil),
            ("yescrypt-hash", "robot:$y$j9T$\(MadeUp.text(22))$\(MadeUp.text(43)):1::\n", nil),
            ("md5-crypt-hash", "robot:$1$\(MadeUp.text(8))$\(MadeUp.text(22)):1::\n", nil),
            (
                "putty-private-key",
                "PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 2\n\(MadeUp.text(64))\n\(MadeUp.text(64))", nil
            ),
        ] as [(String, String, String?)]
    )
    func `finds the value in its grammar`(_ id: String, _ text: String, _ value: String?) {
        let found = finds(text)
        #expect(found.count == 1 && found[0].hasPrefix(id + " "), "\(found.map { $0.prefix(30) })")
        if let value { #expect(found == ["\(id) \(value)"]) }
        // At the end of a longer text as well, and after other lines.
        #expect(finds(String(repeating: "other text\n", count: 500) + text).count == 1)
    }

    @Test(arguments: [
        "postgres://app:${DB_PASSWORD}@db/app", "https://user:password@a.b/", "https://joe:abc@a.b/",
        "Authorization: Basic \(MadeUp.base64("user:password"))",
        "Authorization: Bearer <token>", "Authorization: Bearer $TOKEN", "curl -u user:$PASSWORD https://a.b/",
        "mysql -u root -p app", "mysql -p$PASSWORD", "mysql -p<password>", "sshpass -p $PW ssh a",
        "sshpass -f file ssh a",
        "docker login -u robot --password-stdin", "redis-cli -a", "echo \"$U:$P\" | chpasswd", "man chpasswd",
        "docker login\n-p \(password)", "curl -o a https://a.b/\nls -u robot:\(password)",
        "machine a login b password $PASSWORD",
        "machine learning will login and password all of it", "a:5432:b:c", "{\"auth\": \"bm9uZQ==\"}",
        "<add key=\"Password\" value=\"%PASSWORD%\" />", "Password=w1nter;", "Server=a;Password={0};",
        "robot:$6$salt$short:1", "robot:!:19000:0:9:7:::",
        "-----BEGIN " + "PRIVATE KEY-----\n...\n-----END " + "PRIVATE KEY-----",
        "eyJub3QganNvbg.eyJub3QganNvbg.\(MadeUp.text(43))",
    ])
    func `passes over holes, examples and what only looks alike`(_ text: String) { #expect(finds(text) == []) }

    @Test func `finds private keys with escaped line ends, in base64, and cut off`() {
        let key = MadeUp.privateKey
        #expect(
            finds("\"private_key\": \"\(key.replacing("\n", with: "\\n"))\\n\"").map { $0.prefix(11) } == [
                "private-key"
            ]
        )
        let coded = MadeUp.base64(key)
        #expect(finds("client-key-data: \(coded)\n") == ["private-key-in-base64 \(coded)"])
        #expect(finds(String(key.prefix(140))).map { $0.prefix(11) } == ["private-key"])
        #expect(finds(key + "\n" + key).count == 2)
    }

    @Test func `web tokens are found in base64, too`() {
        let coded = MadeUp.base64(MadeUp.webToken)
        #expect(finds("jwt \(coded) end") == ["json-web-token-in-base64 \(coded)"])
    }
}
