/// Finds values that are known, such as those of a vault, wherever they were written down: as they are, in base64 among
/// other bytes, hexadecimal, in a URL, in JSON, and folded over lines.
///
/// No value is kept, and none becomes a pattern of Vectorscan, whose compiler would leave copies in memory that nobody
/// wipes. Of each spelling there are a fingerprint by SipHash under a key of this process, its length, and bits of a
/// keyed hash of its first bytes: every fourth place of a text asks a table of bits whether a spelling may lie there,
/// which few do, and the fingerprint decides. Whoever reads the memory of this process learns lengths, may work back
/// beginnings, and can test guesses; it is the process that has the vault open.
public struct KnownValues: Sendable {
    /// A value that was found.
    public struct Found: Hashable, Sendable {
        /// The name it was added under.
        public let name: String
        public let form: ValueForm
        public let range: Range<Int>

        public init(name: String, form: ValueForm, range: Range<Int>) {
            (self.name, self.form, self.range) = (name, form, range)
        }
    }

    /// Why a value is not looked for.
    public enum Refusal: Error, Equatable {
        /// It would be found by chance.
        case tooShort
    }

    /// Shorter values are refused.
    public static let shortest = 8
    /// Of longer ones the beginning is looked for.
    static let longest = 16384

    struct Needle: Sendable {
        let name: String
        let form: ValueForm
        let length: Int
        let fingerprint: UInt64
        let second: UInt64
    }

    /// A spelling, and how many of its bytes lie before the window that was hashed.
    struct Entry: Sendable {
        let needle: Int
        let offset: Int
        /// Bits of a second hash, of the eight bytes that the window lies in.
        let tag: UInt16

        /// Where those bytes begin in the spelling.
        var block: Int { offset < 8 ? 0 : 8 }
    }

    private let hashes: (SipHash, SipHash)
    private let factor: UInt64
    private let tagFactor: UInt64
    private(set) var needles: [Needle] = []
    /// Bytes of the longest spelling.
    private(set) var longestSpelling = 0
    private var entries: [UInt32: [Entry]] = [:]
    /// One bit for each value of the windows' hash.
    private var bits = [UInt64](repeating: 0, count: 1 << 14)

    public init() {
        var random = SystemRandomNumberGenerator()
        hashes = (SipHash(key: (random.next(), random.next())), SipHash(key: (random.next(), random.next())))
        factor = random.next() | 1
        tagFactor = random.next() | 1
    }

    /// Has a value looked for under a name.
    ///
    /// The bytes are not kept, and copies of them are wiped.
    public mutating func add(_ value: UnsafeRawBufferPointer, named name: String) throws(Refusal) {
        guard value.count >= Self.shortest else { throw .tooShort }
        let part = unsafe UnsafeRawBufferPointer(rebasing: value.prefix(Self.longest))
        var seen: Set<UInt64> = []
        for form in ValueForm.allCases {
            var spellings = unsafe form.spellings(of: part)
            for index in spellings.indices {
                unsafe spellings[index].withUnsafeMutableBytes { spelling in
                    unsafe add(UnsafeRawBufferPointer(spelling), form, name, &seen)
                    unsafe Self.wipe(spelling)
                }
            }
        }
    }

    /// Not inlined, so that nobody leaves the writing out.
    @inline(never) private static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
        for index in bytes.indices { unsafe bytes[index] = 0 }
    }

    private mutating func add(
        _ spelling: UnsafeRawBufferPointer,
        _ form: ValueForm,
        _ name: String,
        _ seen: inout Set<UInt64>
    ) {
        let fingerprint = unsafe hashes.0(spelling)
        guard seen.insert(fingerprint).inserted else { return }
        let second = unsafe hashes.1(spelling)
        longestSpelling = max(longestSpelling, spelling.count)
        needles.append(
            Needle(name: name, form: form, length: spelling.count, fingerprint: fingerprint, second: second)
        )
        // Four windows, since every fourth place is looked at; four more for where a line ends in the first.
        for offset in [0, 1, 2, 3, 8, 9, 10, 11] where (offset | 7) < spelling.count {
            let slot = unsafe slot(of: Self.word(spelling, offset))
            let tag = unsafe tag(of: spelling, offset & 8)
            entries[slot, default: []].append(Entry(needle: needles.count - 1, offset: offset, tag: tag))
            bits[Int(slot >> 6)] |= 1 << UInt64(slot & 63)
        }
    }

    /// Bytes that are hashed at a place.
    static let window = 5

    private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        if place + 8 <= bytes.count {
            return unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian & 0xff_ffff_ffff
        }
        return (0..<window).reduce(0) { unsafe $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }

    @inline(__always) private func slot(of word: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (word &* factor) >> 44)
    }

    private func tag(of bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt16 {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
        return UInt16(truncatingIfNeeded: (word &* tagFactor) >> 48)
    }

    /// The values in a text, in the order they begin.
    public func scan(_ bytes: UnsafeRawBufferPointer) -> [Found] {
        guard !needles.isEmpty else { return [] }
        var found: Set<Found> = []
        unsafe bits.withUnsafeBufferPointer { bits in
            var place = 0
            while place + Self.window <= bytes.count {
                let slot = unsafe slot(of: Self.word(bytes, place))
                if unsafe bits[Int(slot >> 6)] &>> UInt64(slot & 63) & 1 == 1 {
                    for entry in entries[slot] ?? [] {
                        if let hit = unsafe confirm(entry, bytes, place) { found.insert(hit) }
                    }
                }
                place += 4
            }
        }
        return found.sorted {
            ($0.range.lowerBound, $0.range.upperBound, $0.form.rawValue) < (
                $1.range.lowerBound, $1.range.upperBound, $1.form.rawValue
            )
        }
    }

    /// Those whose first bytes stand at a place.
    func beginnings(in bytes: UnsafeRawBufferPointer, at place: Int) -> [Needle] {
        let slot = unsafe slot(of: Self.word(bytes, place))
        guard bits[Int(slot >> 6)] &>> UInt64(slot & 63) & 1 == 1, let entries = entries[slot] else { return [] }
        let tag = unsafe tag(of: bytes, place)
        return entries.filter { $0.offset == 0 && $0.tag == tag }.map { needles[$0.needle] }
    }

    /// Whether all of a value stands at a place.
    func isWhole(_ needle: Needle, in bytes: UnsafeRawBufferPointer, at place: Int) -> Bool {
        guard place + needle.length <= bytes.count else { return false }
        return unsafe hashes.0(UnsafeRawBufferPointer(rebasing: bytes[place..<place + needle.length]))
            == needle.fingerprint
    }

    private func confirm(_ entry: Entry, _ bytes: UnsafeRawBufferPointer, _ place: Int) -> Found? {
        let start = place - entry.offset
        let block = start + entry.block
        guard block >= 0, block + 8 <= bytes.count, unsafe tag(of: bytes, block) == entry.tag else { return nil }
        let needle = needles[entry.needle]
        if start >= 0, start + needle.length <= bytes.count {
            let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + needle.length])
            if unsafe hashes.0(part) == needle.fingerprint, unsafe hashes.1(part) == needle.second {
                return Found(name: needle.name, form: needle.form, range: start..<start + needle.length)
            }
        }
        let lines = unsafe FoldedText(ByteView(bytes))
        guard let start = lines.start(of: entry.offset, before: place),
            var part = lines.bytes(needle.length, from: start)
        else { return nil }
        defer { unsafe part.bytes.withUnsafeMutableBytes { unsafe Self.wipe($0) } }
        let isSame = unsafe part.bytes.withUnsafeBytes {
            unsafe hashes.0($0) == needle.fingerprint && hashes.1($0) == needle.second
        }
        return isSame ? Found(name: needle.name, form: needle.form, range: start..<part.end) : nil
    }
}
