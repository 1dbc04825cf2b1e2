extension Detector {
    /// Logins in addresses, headers and commands.
    static let logins: [Detector] = [
        .structure(.urlPassword, "://", rank: .context, urlPassword),
        .structure(
            SecretKind("authorization-header", "login in a header of HTTP"),
            .folded("authorization"),
            rank: .context,
            authorization
        ),
        .structure(SecretKind("curl-login", "login of curl"), .folded("curl"), rank: .context, curlLogin),
    ]

    /// `scheme://user:password@host`; only the password is the secret.
    private static func urlPassword(_ place: Place) -> Range<Int>? {
        let view = place.view
        let start = place.word.upperBound
        guard Alphabet.alphanumeric.contains(view[place.word.lowerBound - 1]) else { return nil }
        let user = view.end(of: .userName, from: start, limit: 80)
        guard view[user] == UInt8(ascii: ":"), !view.hasFolded("anonymous:", at: start) else { return nil }
        let password = view.end(of: .urlPassword, from: user + 1, limit: 200)
        guard password - user > 3, view[password] == UInt8(ascii: "@"),
            Alphabet.alphanumeric.contains(view[password + 1])
        else { return nil }
        // A few lower-case letters: abc:xyz@
        guard password - user > 6 || view.end(of: .lowerLetter, from: user + 1, limit: 200) < password else {
            return nil
        }
        return Placeholder.isPassword(view, user + 1..<password) ? user + 1..<password : nil
    }

    /// `Authorization: Basic …`, `Bearer …`, and schemes of one provider.
    private static func authorization(_ place: Place) -> Range<Int>? {
        let view = place.view
        var next = place.word.upperBound
        if view[next] == UInt8(ascii: "\\") { next += 1 }
        let isClosed = view[next].isQuote
        if isClosed { next += 1 }
        next = view.end(of: .blank, from: next, limit: 8)
        guard [UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: ",")].contains(view[next]) else { return nil }
        let isArgument = view[next] == UInt8(ascii: ",")
        next = view.end(of: .blank, from: next + 1, limit: 8)
        if view[next] == UInt8(ascii: "\\") { next += 1 }
        let isQuoted = view[next].isQuote
        if isQuoted { next += 1 }
        // Sentences and lists have commas, too.
        guard !isArgument || isClosed && isQuoted else { return nil }
        let scheme = view.end(of: .token, from: next, limit: 24)
        let isBasic = view.hasFolded("basic ", at: next)
        let hasScheme = view[scheme] == UInt8(ascii: " ")
        if hasScheme {
            next = view.end(of: .blank, from: scheme, limit: 4)
            if view.hasFolded("token=", at: next) { next += 6 }
            if view[next].isQuote { next += 1 }
        }
        let end = view.end(of: .base64Dotted, from: next, limit: Part.longest)
        guard end > next + 7, end == view.count || view[end] <= 0x20 || view[end].isQuote || view[end] == 0x5c else {
            return nil
        }
        if isBasic { return isBasicLogin(view, next..<end) ? next..<end : nil }
        let look = Randomness(view, next..<end)
        guard look.isSecret || look.isKey && look.count >= 12, !Placeholder.isWordy(view, next..<end) else {
            return nil
        }
        // Without a scheme it may as well be code, or a word of any language.
        guard look.hasDigit || hasScheme && look.changes > 1 else { return nil }
        let isCode = !isQuoted && SourceCode.isExpression(view, next..<end, isPassword: false)
        return isCode ? nil : next..<end
    }

    /// Base64 of a user and a password.
    static func isBasicLogin(_ view: ByteView, _ range: Range<Int>) -> Bool {
        let login = Base64.decode(view.bytes(range))
        guard let colon = login.firstIndex(of: UInt8(ascii: ":")), login.count - colon > 3,
            login.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
        else { return false }
        let password = Array(login[(colon + 1)...])
        return unsafe password.withUnsafeBytes { unsafe Placeholder.isPassword(ByteView($0), 0..<password.count) }
    }

    /// `curl -u user:password`, also on the lines that follow after a backslash.
    private static func curlLogin(_ place: Place) -> Range<Int>? {
        let view = place.view
        guard view.isBoundary(before: place.word.lowerBound), Alphabet.space.contains(view[place.word.upperBound])
        else {
            return nil
        }
        var index = place.word.upperBound
        let stop = min(view.count, index + 1024)
        defer { view.spend(2 * (index - place.word.upperBound)) }
        while index < stop {
            if view[index] == UInt8(ascii: "\n"), view[index - 1] != UInt8(ascii: "\\") { return nil }
            guard Alphabet.space.contains(view[index]), view[index + 1] == UInt8(ascii: "-") else {
                index += 1
                continue
            }
            index += 1
            guard let login = ["-u ", "-u", "--user ", "--user="].first(where: { view.has(Array($0.utf8), at: index) })
            else { continue }
            var start = index + login.utf8.count
            let quote = view[start].isQuote ? view[start] : nil
            if quote != nil { start += 1 }
            let user = view.end(of: .userAtHost, from: start, limit: 80)
            guard view[user] == UInt8(ascii: ":") else { continue }
            let end = view.end(of: quote == nil ? .value : .quoted, from: user + 1, limit: 200)
            guard quote == nil || view[end] == quote, Placeholder.isPassword(view, user + 1..<end) else { continue }
            return user + 1..<end
        }
        return nil
    }
}

extension Alphabet {
    fileprivate static let userName = Alphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.%+"
    )
    fileprivate static let userAtHost = Alphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.%+@/\\"
    )
    fileprivate static let urlPassword = Alphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.%+!$&'()*,;=~#^:?{}"
    )
}
