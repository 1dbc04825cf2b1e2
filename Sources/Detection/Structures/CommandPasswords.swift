extension Detector {
    /// Passwords that people type behind a command, as histories and scripts have them.
    static let commandPasswords: [Detector] = [
        .structure(
            SecretKind("command-password", "password given to a command"),
            .folded("mysql", "mariadb", "sshpass", "redis-cli", "docker login", "podman login"),
            rank: .context,
            given
        ),
        .structure(
            SecretKind("command-password", "password given to a command"),
            .folded("chpasswd"),
            rank: .context,
            changed
        ),
    ]

    /// What comes before the password, of which some needs no blank, and some has one.
    private static let options: [(command: StaticString, [String])] = [
        ("mysql", ["-p", "--password="]), ("mariadb", ["-p", "--password="]), ("sshpass", ["-p ", "-p"]),
        ("redis-cli", ["-a ", "--pass "]), ("docker login", ["-p ", "--password ", "--password="]),
        ("podman login", ["-p ", "--password ", "--password="]),
    ]

    /// `mysql -uroot -pSECRET`, also `mysqldump`; `sshpass -p SECRET`, `redis-cli -a SECRET`, `docker login -p SECRET`.
    private static func given(_ place: Place) -> Range<Int>? {
        let view = place.view
        guard view.isBoundary(before: place.word.lowerBound),
            let options = options.first(where: { view.hasFolded($0.command, at: place.word.lowerBound) })?.1
        else { return nil }
        var index = view.end(of: .lowerLetter, from: place.word.upperBound, limit: 10)
        guard Alphabet.blank.contains(view[index]) else { return nil }
        let first = index
        let stop = min(view.count, index + 512)
        defer { view.spend(2 * (index - first)) }
        while index < stop, view[index] != UInt8(ascii: "\n"), view[index] != UInt8(ascii: "|") {
            guard Alphabet.blank.contains(view[index]), view[index + 1] == UInt8(ascii: "-") else {
                index += 1
                continue
            }
            index += 1
            guard let option = options.first(where: { view.has(Array($0.utf8), at: index) }) else { continue }
            let start = index + option.utf8.count
            guard let range = argument(view, from: start), Placeholder.isPassword(view, range) else { continue }
            return range
        }
        return nil
    }

    /// One word of a shell, without the quotes around it.
    private static func argument(_ view: ByteView, from start: Int) -> Range<Int>? {
        let quote = view[start].isQuote ? view[start] : nil
        let first = quote == nil ? start : start + 1
        let end = view.end(of: quote == nil ? .value : .quoted, from: first, limit: 200)
        guard end > first + 3, quote == nil || view[end] == quote else { return nil }
        return first..<end
    }

    /// `echo 'account:SECRET' | chpasswd`.
    private static func changed(_ place: Place) -> Range<Int>? {
        let view = place.view
        var end = place.word.lowerBound
        if view.has(Array("sudo ".utf8), at: end - 5) { end -= 5 }
        while end > 0, Alphabet.blank.contains(view[end - 1]) { end -= 1 }
        guard end > 0, view[end - 1] == UInt8(ascii: "|") else { return nil }
        end -= 1
        while end > 0, Alphabet.blank.contains(view[end - 1]) { end -= 1 }
        let quote = end > 0 && view[end - 1].isQuote ? view[end - 1] : nil
        if quote != nil { end -= 1 }
        var start = end
        while start > max(0, end - 200), view[start - 1] != UInt8(ascii: "\n"),
            quote == nil ? !Alphabet.blank.contains(view[start - 1]) : view[start - 1] != quote
        {
            start -= 1
        }
        view.spend(end - start)
        guard let colon = (start..<end).first(where: { view[$0] == UInt8(ascii: ":") }), end > colon + 4,
            Placeholder.isPassword(view, colon + 1..<end)
        else { return nil }
        return colon + 1..<end
    }
}
