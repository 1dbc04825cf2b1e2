public import Detection

/// Looks through bytes that lie in memory as a whole, for secrets in every form that ``LeakScan`` knows.
public struct SecretSearch: Sendable {
    /// A secret, and the bytes that give it away.
    public struct Found: Hashable, Sendable {
        public let kind: SecretKind
        /// What stands there in whatever form: all of it is to go where the secret is to go.
        public let range: Range<Int>
        public let form: ValueForm
        /// Whether its own bytes say what it is, or it is a known value.
        public let isCertain: Bool
        /// The name that a known value was added under.
        public let name: String?
    }

    private let known: KnownValues?
    private let scanner = SecretScanner()
    private let isKnownOnly: Bool

    /// - Parameters:
    ///   - known: values that are looked for besides.
    ///   - isKnownOnly: whether nothing else is looked for.
    public init(known: KnownValues?, isKnownOnly: Bool = false) {
        (self.known, self.isKnownOnly) = (known, isKnownOnly)
    }

    /// The secrets in a text, in no order.
    public func finds(in text: [UInt8]) -> [Found] {
        var found = finds(plainly: text, .plain) { $0 }
        unsafe text.withUnsafeBytes { bytes in
            var search = DisguiseSearch(isThorough: known != nil)
            unsafe search.searchDeeply(bytes, 0..<bytes.count, base: 0) { disguise, outer in
                found += finds(plainly: disguise.text, disguise.form) {
                    disguise.isHidden($0) ? outer?.range ?? disguise.range(of: $0) : nil
                }
            }
        }
        return found
    }

    /// A text without the secrets in it, in whatever form they stand there: each is replaced by what it is.
    public func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let found = finds(in: bytes).sorted {
            ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count)
        }
        return found.isEmpty ? text : Redactor.replace(found.map { ($0.kind, $0.range) }, in: bytes)
    }

    private func finds(plainly text: [UInt8], _ form: ValueForm, _ place: (Range<Int>) -> Range<Int>?) -> [Found] {
        var found: [Found] = []
        if !isKnownOnly {
            for secret in scanner.scan(text, limit: .max) {
                guard let range = place(secret.range), !Masking.isMasked(Array(text[secret.range])) else { continue }
                found.append(
                    Found(kind: secret.kind, range: range, form: form, isCertain: secret.isCertain, name: nil)
                )
            }
        }
        guard let known else { return found }
        for value in unsafe text.withUnsafeBytes({ unsafe known.scan($0) }) {
            guard let range = place(value.range) else { continue }
            let form = form == .plain ? value.form : form
            found.append(Found(kind: .known, range: range, form: form, isCertain: true, name: value.name))
        }
        return found
    }
}
