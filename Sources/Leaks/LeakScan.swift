public import Archives
import CBytes
public import Detection

/// Looks through bytes that come piece by piece, archives among them, and says what secrets lie in them.
public final class LeakScan {
    /// What a find is called that tells nothing about the secret but whether another one is the same.
    public typealias Fingerprint = ([UInt8]) -> String

    private let fingerprint: Fingerprint
    private let tell: (Leak) -> Void
    private let goesOn: () -> Bool
    private let isTold: (String) -> Bool
    private let leftOut: (Omission) -> Void
    private var stream: SecretStream
    private let scanner = SecretScanner()
    private var disguises: DisguiseSearch
    private let known: KnownValues?
    private var knownStream: KnownValueStream?
    private let isKnownOnly: Bool
    private let secrets: [String: KnownSecret]
    private var source = ""
    private var before: [String] = []
    private var inside: [String] = []
    private var isText = true
    /// Bytes of what is looked at that came before those that the streams count.
    private var shift = 0
    private var taken = 0

    /// - Parameters:
    ///   - known: values that are looked for besides, by the name that each was added under.
    ///   - isKnownOnly: whether nothing else is looked for.
    ///   - secrets: what those names stand for.
    ///   - fingerprint: how secrets are told apart.
    ///   - isTold: whether a secret of that fingerprint was found elsewhere.
    ///   - goesOn: asked again and again, also while much comes out of little.
    ///   - leftOut: takes what was not looked at.
    ///   - tell: takes each find.
    public init(
        known: KnownValues? = nil,
        isKnownOnly: Bool = false,
        secrets: [String: KnownSecret] = [:],
        fingerprint: @escaping Fingerprint,
        isTold: @escaping (String) -> Bool = { _ in false },
        goesOn: @escaping () -> Bool = { true },
        leftOut: @escaping (Omission) -> Void,
        tell: @escaping (Leak) -> Void
    ) {
        (self.fingerprint, self.goesOn, self.leftOut, self.tell) = (fingerprint, goesOn, leftOut, tell)
        self.isTold = isTold
        (self.known, knownStream) = (known, known.map { KnownValueStream($0) })
        stream = isKnownOnly ? .idle : SecretStream(isBounded: true)
        disguises = DisguiseSearch(isThorough: known != nil)
        self.isKnownOnly = isKnownOnly
        self.secrets = secrets
    }

    /// Looks through what a source holds; `inside` leads to what is to be looked at in it, and `pieces` hands over the bytes.
    public func look(
        at source: String,
        inside: [String] = [],
        limits: Unpacking.Limits = .init(),
        _ pieces: (_ take: (RawSpan) -> Void) -> Void
    ) {
        let unpacking = begin(at: source, inside: inside, limits: limits)
        pieces { unpacking.take($0) }
        unpacking.finish()
    }

    /// The same for bytes that come by themselves: what is returned takes them, and is told where they end.
    public func begin(at source: String, inside: [String] = [], limits: Unpacking.Limits = .init()) -> Unpacking {
        (self.source, before) = (source, inside)
        return Unpacking(self, limits: limits, goesOn: goesOn)
    }

    /// The same where some of the bytes may be zeros that nobody needs to read.
    public func lookIntoHoles(
        at source: String,
        inside: [String] = [],
        limits: Unpacking.Limits = .init(),
        _ pieces: (_ taker: Unpacking) -> Void
    ) {
        let unpacking = begin(at: source, inside: inside, limits: limits)
        pieces(unpacking)
        unpacking.finish()
    }

    /// Looks at what something is called, or at another name that it holds; `inside` says which.
    public func look(atName name: [UInt8], of source: String, _ inside: String) {
        (self.source, before) = (source, [inside])
        begin([])
        take(name.span.bytes)
        end()
    }

    /// Looks for texts in another form, and through them.
    private func unmask(_ bytes: UnsafeRawBufferPointer, _ places: Range<Int>, _ base: Int) {
        unsafe disguises.searchDeeply(bytes, places, base: base) { disguise, outer in
            look(through: disguise) { base + (outer?.range ?? disguise.range(of: $0)).lowerBound }
        }
    }

    private func look(through disguise: Disguise, _ place: (Range<Int>) -> Int) {
        if !isKnownOnly {
            for secret in scanner.scan(disguise.text) where disguise.isHidden(secret.range) {
                note(secret, Array(disguise.text[secret.range]), at: place(secret.range), line: nil, disguise.form)
            }
        }
        guard let known else { return }
        let found = unsafe disguise.text.withUnsafeBytes { unsafe known.scan($0) }
        for find in found where disguise.isHidden(find.range) {
            let start = place(find.range)
            let form = disguise.form == .plain ? find.form : disguise.form
            note(KnownValues.Found(name: find.name, form: form, range: start..<start + 1), line: nil)
        }
    }

    /// A value of the vault; how long it is, is nobody's business.
    private func note(_ found: KnownValues.Found, line: Int?) {
        tell(
            Leak(
                kind: .known,
                place: LeakPlace(
                    source,
                    inside: before + inside,
                    line: isText ? line : nil,
                    offset: shift + found.range.lowerBound
                ),
                masked: "",
                fingerprint: found.name,
                form: found.form,
                known: secrets[found.name]
            )
        )
    }

    private func note(_ sighting: SecretSighting) {
        let secret = sighting.secret
        note(secret, sighting.bytes, at: secret.range.lowerBound, line: isText ? sighting.line : nil, .plain)
    }

    private func note(_ found: FoundSecret, _ bytes: [UInt8], at place: Int, line: Int?, _ form: ValueForm) {
        guard !Masking.isMasked(bytes) else { return }
        let (secret, fingerprint) = ended(bytes)
        tell(
            Leak(
                kind: found.kind,
                place: LeakPlace(source, inside: before + inside, line: line, offset: shift + place),
                masked: Masking.masked(secret),
                fingerprint: fingerprint,
                form: form,
                known: nil,
                isCertain: found.isCertain
            )
        )
    }

    /// Shorter beginnings are not asked about.
    private static let shortest = 16
    /// Nor longer ones, which would take time that grows with the square of their length.
    private static let longest = 512

    /// The secret up to where it ends: between the records of a database stands nothing, so that bytes of the next one may
    /// look like its own.
    private func ended(_ bytes: [UInt8]) -> (secret: [UInt8], fingerprint: String) {
        let whole = fingerprint(bytes)
        guard !isText, secrets[whole] == nil, !isTold(whole) else { return (bytes, whole) }
        for count in (Self.shortest..<max(Self.shortest, min(bytes.count, Self.longest))).reversed() {
            let beginning = Array(bytes[..<count])
            let name = fingerprint(beginning)
            if secrets[name] != nil || isTold(name) { return (beginning, name) }
        }
        return (bytes, whole)
    }
}

extension LeakScan: ArchiveVisitor {
    public func begin(_ path: [String]) {
        inside = path
        isText = true
        (shift, taken) = (0, 0)
    }

    public func take(_ bytes: RawSpan) {
        taken += bytes.byteCount
        unsafe bytes.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            if isText, let start = unsafe start, unsafe nacre_count(start, min(bytes.count, 4096), 0) > 0 {
                isText = false
            }
            unsafe stream.sight(bytes, besides: unmask) { note($0) }
            unsafe knownStream?.sight(bytes) { note($0, line: $1) }
        }
    }

    public func end() {
        knownStream?.end { note($0, line: $1) }
        unsafe stream.end(besides: unmask) { note($0) }
        disguises.begin()
        guard stream.passedOver > 0 else { return }
        leaveOut(
            inside,
            "\(stream.passedOver >> 10) KiB of it are words of secrets one after the other, of which not all were looked at"
        )
    }

    /// No secret lies in zeros or across them.
    public func skip(_ zeros: Int) {
        end()
        isText = false
        taken += zeros
        shift = taken
    }

    public func leaveOut(_ path: [String], _ why: String) {
        leftOut(Omission(source, inside: before + path, why: why))
    }
}

extension SecretKind {
    /// Whatever it looks like, it is what a vault holds.
    public static let known = SecretKind("vault-value", "value of the vault")
}
