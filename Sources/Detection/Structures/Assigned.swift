extension Detector {
    /// Values that look random under a name that says secret, whoever they are for.
    static let assigned: [Detector] = [
        .structure(.password, passwordWords, rank: .assigned) { assigned($0, isPassword: true) },
        .structure(.assigned, secretWords, rank: .assigned) { assigned($0, isPassword: false) },
    ]

    private static let passwordWords = Words.folded("passw", "pwd", "passphrase", "_pass=", "_pass:", "_pass\"", "_pw=")
    /// `key` and `auth` are in many names, so they are looked for with what follows them in an assignment.
    private static let secretWords = Words.folded(
        "secret",
        "token",
        "credential",
        "bearer",

        "api_key",
        "apikey",
        "api-key",
        "access_key",
        "accesskey",
        "access-key",
        "key=",
        "key:",
        "key\"",
        "key'",
        "key =",
        "key :",
        "key\\\"",
        "auth=",
        "auth:",
        "auth\"",
        "auth =",
        "-key "
    )

    private static func assigned(_ place: Place, isPassword: Bool) -> Range<Int>? {
        let view = place.view
        // Words that end in the sign are looked at without it.
        let word = place.word.lowerBound..<view.end(of: .dotted, from: place.word.lowerBound, limit: place.word.count)
        guard let assignment = Assignment(around: Place(view: view, word: word)) else { return nil }
        // A list of words, more often than a name and its value.
        guard !assignment.isArgument else { return nil }
        let start = assignment.value
        let end = view.end(of: assignment.quote == nil ? .value : .quoted, from: start, limit: 300)
        guard end - start >= 8, assignment.ends(at: end), !Alphabet.notFirst.contains(view[start]) else { return nil }
        guard let name = SecretName(view.bytes(assignment.name)), name.isPassword == isPassword,
            name.accepts(view, start..<end)
        else { return nil }
        if assignment.isCode(view, start..<end, isPassword: isPassword) { return nil }
        if !isPassword, assignment.isLabel(view, start..<end, isVague: name.isVague) { return nil }
        // Only its beginning is told.
        if !isPassword, view.has("...", at: end - 3) { return nil }
        if PublicKey.isPublic(view, start..<end) || PublicKey.isNamed(view, start..<end, by: assignment.name) {
            return nil
        }
        // Test vectors of ciphers are lines of `Key = 00112233…`.
        if name.isVague, assignment.isSpaced, assignment.quote == nil, assignment.name.count < 5,
            view.end(of: .hex, from: start, limit: 300) == end
        {
            return nil
        }
        return start..<end
    }
}

extension Assignment {
    /// Whether what is assigned is code, which no quote encloses.
    fileprivate func isCode(_ view: ByteView, _ range: Range<Int>, isPassword: Bool) -> Bool {
        if SourceCode.isNamesake(view, range, of: name) || SourceCode.isPattern(view, range)
            || SourceCode.isTextName(view, range)
        {
            return true
        }
        // In texts, names of constants stand between backticks.
        if quote == nil || quote == UInt8(ascii: "`"), Placeholder.isConstant(view, range) { return true }
        return quote == nil && SourceCode.isExpression(view, range, isPassword: isPassword)
    }

    /// Whether it is a constant of a program, made of words: a statement ends behind it, or the name says no more than `key`.
    ///
    /// In a file of settings such a value may be a secret that somebody chose.
    fileprivate func isLabel(_ view: ByteView, _ range: Range<Int>, isVague: Bool) -> Bool {
        let isStatement = quote != nil && view[range.upperBound + 1] == UInt8(ascii: ";")
        guard isVague || isStatement || quote == UInt8(ascii: "`") else { return false }
        return SourceCode.isLabel(view, range)
    }
}
