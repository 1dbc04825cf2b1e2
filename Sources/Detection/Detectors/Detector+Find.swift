extension Detector {
    /// The secret at a place where one of the words stands.
    func find(at place: Place) -> Range<Int>? {
        switch method {
        case .key(let before, let after): key(at: place, before, after)
        case .named(let parts): named(at: place, parts)
        case .structure(let find): find(place)
        }
    }

    private func key(at place: Place, _ before: [Part], _ after: [Part]) -> Range<Int>? {
        let view = place.view
        var start = place.word.lowerBound
        for part in before.reversed() {
            guard let next = part.start(in: view, before: start) else { return nil }
            start = next
        }
        // A number in front was taken whole, and may stand behind letters: botNUMBER:KEY
        guard view.isBoundary(before: start) || !before.isEmpty && Alphabet.digit.contains(view[start]) else {
            return nil
        }
        guard let end = Self.end(of: after, in: view, from: place.word.upperBound) else { return nil }
        // The longer side is what was drawn at random.
        let isBehind = end - place.word.upperBound >= place.word.lowerBound - start
        let body = isBehind ? place.word.upperBound..<end : start..<place.word.lowerBound
        guard holds(view, body, after: place.word.upperBound) else { return nil }
        return start..<end
    }

    private func named(at place: Place, _ parts: [Part]) -> Range<Int>? {
        guard let assignment = Assignment(around: place), assignment.isWord(place.word),
            !assignment.isNamedAfterHash(but: place.word)
        else {
            return nil
        }
        guard let end = Self.end(of: parts, in: place.view, from: assignment.value),
            assignment.ends(at: end), holds(place.view, assignment.value..<end, after: assignment.value)
        else { return nil }
        return assignment.value..<end
    }

    /// Where parts one after the other end; where the length is fixed, a longer run is something else.
    static func end(of parts: [Part], in view: ByteView, from start: Int) -> Int? {
        var end = start
        for part in parts {
            guard let next = part.end(in: view, from: end) else { return nil }
            end = next
        }
        guard let last = parts.last, last.isExact else { return end }
        return Alphabet.word.contains(view[end]) ? nil : end
    }

    private func holds(_ view: ByteView, _ body: Range<Int>, after word: Int) -> Bool {
        for check in checks {
            let holds =
                switch check {
                case .random: isRandom(view, body)
                case .base62Checksum: Base62Checksum.holds(for: view.bytes(word..<body.upperBound))
                case .varied: Randomness(view, body).variety > 8
                case .ending(let text): view.has(text, at: body.upperBound - text.utf8CodeUnitCount)
                case .notMadeUp: !Randomness.isMadeUp(view, body)
                case .uuid: [8, 13, 18, 23].allSatisfy { view[body.upperBound - 36 + $0] == UInt8(ascii: "-") }
                // Algorithms of security keys have names such as sk-ecdsa-sha2-nistp256-cert-v01@openssh.com.
                case .ownPrefix: !view.has("ant-", at: word) && !view.has("@openssh.com", at: body.upperBound)
                case .privateKey:
                    Base64.text(view.bytes(max(0, word - 14)..<min(word + 60, body.upperBound)))
                        .contains("PRIVATE KEY")
                case .webToken:
                    Base64.text(view.bytes(max(0, word - 4)..<min(word + 12, body.upperBound))).hasPrefix("eyJ")
                }
            guard holds else { return false }
        }
        return true
    }

    private func isRandom(_ view: ByteView, _ body: Range<Int>) -> Bool {
        let look = Randomness(view, body)
        if case .named = method { return look.isNamedKey }
        return look.isKey && (look.hasDigit || !SourceCode.isLabel(view, body))
    }
}
