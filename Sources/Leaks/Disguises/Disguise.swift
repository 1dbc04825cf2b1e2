import CBytes
import Detection

/// Bytes that are a text in another form: wide characters, base64, hexadecimal, escapes, entities of HTML, mail.
struct Disguise {
    let form: ValueForm
    /// The text as it would be plain.
    let text: [UInt8]
    /// Where it begins and ends in the bytes.
    let range: Range<Int>
    /// Where in the bytes each character of the text begins; none where only the whole has a place.
    var places: [Int] = []
    /// Characters of the text that were written in another way, in their order; none where all were.
    var changed: [Int]?
    /// Characters of the text before which something else stands, in their order.
    var joints: [Int] = []

    /// Where a part of the text lies in the bytes.
    func range(of part: Range<Int>) -> Range<Int> {
        guard !places.isEmpty else { return range }
        let end = part.upperBound < places.count ? places[part.upperBound] : range.upperBound
        return places[part.lowerBound]..<max(end, places[part.lowerBound] + 1)
    }

    /// Whether a part is not in the bytes as it is.
    func isHidden(_ part: Range<Int>) -> Bool {
        guard let changed, !part.isEmpty else { return true }
        return Self.any(of: changed, in: part) || Self.any(of: joints, in: part.lowerBound + 1..<part.upperBound)
    }

    private static func any(of sorted: [Int], in range: Range<Int>) -> Bool {
        var places = sorted[...]
        while !places.isEmpty {
            let middle = places.startIndex + places.count / 2
            if range.contains(places[middle]) { return true }
            places = places[middle] < range.lowerBound ? places[(middle + 1)...] : places[..<middle]
        }
        return false
    }
}

/// Finds texts in disguise, window by window.
///
/// A window begins where the last one ended, with bytes before it and behind it that belong to what lies across.
struct DisguiseSearch {
    /// Characters of a text that is looked at as a whole; so much of what is longer is looked at twice.
    static let longest = 6144
    static let overlap = 1024
    /// Shorter ones hold no key.
    static let shortest = 16

    /// Whether characters count that everybody writes in another way, such as `\\u0026`, `%20` and `&amp;`.
    private let isThorough: Bool
    /// Up to where each form was looked for.
    private var done = (wide: 0, coded: 0)
    private var escaped = Escape.Family.allCases.map { _ in 0 }

    /// Tells what begins in a part of the bytes, which begin at `base` of the whole.
    mutating func search(
        _ bytes: UnsafeRawBufferPointer,
        _ places: Range<Int>,
        base: Int,
        _ found: (Disguise) -> Void
    ) {
        guard let start = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
        let end = min(places.upperBound, bytes.count)
        var place = places.lowerBound
        while place < end {
            place = unsafe nacre_next_escape(start, place, end, bytes.count)
            guard place < end else { break }
            unsafe look(bytes, place, base, found)
            place += 1
        }
        place = places.lowerBound
        while place < end {
            let first = min(place, max(0, done.coded - base))
            let run = unsafe nacre_next_code(start, first, place, end, bytes.count, CodedRun.shortest)
            guard run.start < run.end else { return }
            guard let first = unsafe CodedRun.start(bytes, run.start..<run.end) else {
                done.coded = base + run.end
                place = run.end
                continue
            }
            let coded = unsafe CodedRun(bytes, first..<run.end)
            done.coded = base + coded.end
            unsafe coded.disguises(bytes, found)
            place = max(place + 1, coded.end)
        }
    }

    /// The same, and what is in disguise once more within: base64 of UTF-16 is what PowerShell runs, and base64 of base64
    /// what nobody reads.
    mutating func searchDeeply(
        _ bytes: UnsafeRawBufferPointer,
        _ places: Range<Int>,
        base: Int,
        _ found: (_ disguise: Disguise, _ outer: Disguise?) -> Void
    ) {
        let isThorough = isThorough
        unsafe search(bytes, places, base: base) { disguise in
            found(disguise, nil)
            guard disguise.form == .base64 || disguise.form == .hexadecimal else { return }
            var inner = DisguiseSearch(isThorough: isThorough)
            unsafe disguise.text.withUnsafeBytes { text in
                unsafe inner.search(text, 0..<text.count, base: 0) { found($0, disguise) }
            }
        }
    }

    init(isThorough: Bool) { self.isThorough = isThorough }

    mutating func begin() {
        done = (0, 0)
        for family in escaped.indices { escaped[family] = 0 }
    }

    private mutating func look(
        _ bytes: UnsafeRawBufferPointer,
        _ place: Int,
        _ base: Int,
        _ found: (Disguise) -> Void
    ) {
        switch unsafe bytes[place] {
        case 0:
            guard base + place >= done.wide, let text = unsafe WideText(bytes, at: place) else { return }
            done.wide = base + text.end
            for disguise in text.disguises { found(disguise) }
        case let byte:
            guard let family = Escape.Family(byte), base + place >= escaped[family.rawValue],
                let disguise = unsafe EscapedText(bytes, at: place, family, isThorough: isThorough)?.disguise
            else { return }
            // Where its window ended in the middle of a word, a key may lie across.
            let isCut = disguise.range.upperBound >= place + EscapedText.behind
            escaped[family.rawValue] = base + disguise.range.upperBound - (isCut ? Self.overlap : 0)
            found(disguise)
        }
    }
}
