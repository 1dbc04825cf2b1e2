extension Detector {
    /// Files that hold logins, each with a form of its own.
    static let loginFiles: [Detector] = [
        .structure(SecretKind("netrc-password", "password in .netrc"), "machine ", rank: .context, netrc),
        .structure(SecretKind("netrc-password", "password in .netrc"), "machine\t", rank: .context, netrc),
        .structure(SecretKind("pgpass-password", "password in .pgpass"), [":5432:", ":*:*:"], rank: .context, pgpass),
        .structure(
            SecretKind("registry-login", "login of a container registry"),
            ["\"auth\":", "\"auth\" :"],
            rank: .context,
            registryLogin
        ),
        .structure(
            SecretKind("nuget-password", "password of a package feed"),
            .folded("password\" value=\""),
            rank: .context
        ) { quotedPassword($0) },
        .structure(
            SecretKind("connection-string-password", "password in a connection string"),
            .folded("password=", "pwd=", "password =", "accountkey=", "sharedaccesskey="),
            rank: .context,
            connectionString
        ),
        hash("md5-crypt-hash", ":$1$", 22...22), hash("apache-md5-hash", ":$apr1$", 22...22),
        hash("sha256-crypt-hash", ":$5$", 43...43), hash("sha512-crypt-hash", ":$6$", 86...86),
        hash("yescrypt-hash", ":$y$", 43...43),
        .key("bcrypt-hash", "password hash", [":$2y$", ":$2a$", ":$2b$"], .run(.digit, 2), "$", .run(.crypt, 53)),
        .key("sha1-password-hash", "password hash", ":{SHA}", .run(.base64, 28)),
        .key("salted-sha1-password-hash", "password hash", ":{SSHA}", .run(.base64, 32...64)),
    ]

    /// A line of htpasswd or shadow: a user, then the method, salt and hash of a password. crypt(5)
    private static func hash(_ id: String, _ words: Words, _ length: ClosedRange<Int>) -> Detector {
        .structure(SecretKind(id, "password hash"), words) { place in
            let view = place.view
            guard Alphabet.word.contains(view[place.word.lowerBound - 1]) else { return nil }
            let parameters = view.end(of: .cryptSalt, from: place.word.upperBound, limit: 140)
            let start = view.start(of: .crypt, before: parameters, limit: 90)
            guard length.contains(parameters - start), start > place.word.upperBound, view[start - 1] == 0x24,
                Randomness(view, start..<parameters).isKey
            else { return nil }
            return place.word.lowerBound + 1..<parameters
        }
    }

    /// `machine host login user password value`, on one line or several.
    private static func netrc(_ place: Place) -> Range<Int>? {
        let view = place.view
        guard place.word.lowerBound == 0 || Alphabet.space.contains(view[place.word.lowerBound - 1]) else { return nil }
        var next = place.word.upperBound
        var last = ""
        var hasLogin = false
        for word in 0..<9 {
            next = view.end(of: .space, from: next, limit: 64)
            var end = next
            while end < view.count, end - next < 128, view[end] > 0x20 { end += 1 }
            guard end > next else { return nil }
            if word % 2 == 0, word > 0, last == "password" {
                return hasLogin && Placeholder.isPassword(view, next..<end) && !view[next].isQuote ? next..<end : nil
            }
            last = view.text(next..<end)
            if word % 2 == 1, !["login", "account", "password", "port"].contains(last) { return nil }
            if last == "login" { hasLogin = true }
            next = end
        }
        return nil
    }

    /// A line `host:port:database:user:password`.
    private static func pgpass(_ place: Place) -> Range<Int>? {
        let view = place.view
        let host = view.start(of: .hostName, before: place.word.lowerBound, limit: 80)
        guard host < place.word.lowerBound, host == 0 || view[host - 1] == UInt8(ascii: "\n") else { return nil }
        var next = place.word.upperBound
        if view[place.word.lowerBound + 1] != UInt8(ascii: "*") {
            let database = view.end(of: .hostName, from: next, limit: 64)
            guard database > next, view[database] == UInt8(ascii: ":") else { return nil }
            next = database + 1
        }
        let user = view.end(of: .hostName, from: next, limit: 64)
        guard user > next, view[user] == UInt8(ascii: ":") else { return nil }
        var end = user + 1
        while end < view.count, end - user < 200, view[end] > 0x20 { end += 1 }
        return Placeholder.isPassword(view, user + 1..<end) ? user + 1..<end : nil
    }

    /// `"auth": "…"` in docker's configuration: base64 of user and password.
    private static func registryLogin(_ place: Place) -> Range<Int>? {
        let view = place.view
        let start = view.end(of: .blank, from: place.word.upperBound, limit: 8)
        guard view[start] == UInt8(ascii: "\"") else { return nil }
        let end = view.end(of: .base64, from: start + 1, limit: 2048)
        guard end - start > 8, view[end] == UInt8(ascii: "\""), isBasicLogin(view, start + 1..<end) else { return nil }
        return start + 1..<end
    }

    private static func quotedPassword(_ place: Place) -> Range<Int>? {
        let start = place.word.upperBound
        guard let end = place.view.first(UInt8(ascii: "\""), from: start, limit: 200) else { return nil }
        return end - start >= 6 && Placeholder.isPassword(place.view, start..<end) ? start..<end : nil
    }

    /// `Server=…;User Id=…;Password=…;`: a password among other settings of a connection.
    private static func connectionString(_ place: Place) -> Range<Int>? {
        let view = place.view
        let start = view.end(of: .blank, from: place.word.upperBound, limit: 4)
        var end = start
        while end < view.count, end - start < 200, view[end] > 0x20, !view[end].isQuote, view[end] != 0x3b { end += 1 }
        view.spend(end - start)
        guard end - start >= 4 else { return nil }
        // The line before, and a little after: the settings that make a connection.
        var line = place.word.lowerBound
        let first = max(0, line - 240)
        while line > first, view[line - 1] != 0x0A { line -= 1 }
        var rest = end
        let last = min(view.count, end + 120)
        while rest < last, view[rest] != 0x0A { rest += 1 }
        let blanks = view.start(of: .blank, before: place.word.lowerBound, limit: 1)
        guard view[end] == 0x3B || blanks > line && view[blanks - 1] == 0x3B else { return nil }
        let around = [line..<place.word.lowerBound, end..<rest]
        guard around.contains(where: { settings.isAnyInside(view.bytes($0).map(\.folded)) }) else { return nil }
        return Placeholder.isPassword(view, start..<end) ? start..<end : nil
    }

    private static let settings = ByteWords([
        "server=", "host=", "data source=", "endpoint=", "accountname=", "user id=", "uid=", "database=",
    ])
}

extension Alphabet {
    static let crypt = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./")
    fileprivate static let cryptSalt = Alphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./$=,"
    )
    fileprivate static let hostName = Alphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_*"
    )
}
