/// Reads a whole JSON text into nodes, without recursion.
struct JSONReader {
    private let bytes: [UInt8]
    private let depth: Int
    private let repeatedKeys: JSONText.RepeatedKeys
    private var place = 0
    private(set) var nodes: [JSONText.Node] = []
    /// Objects and arrays that are open.
    private var open: [Int] = []
    /// Where the first key of each open object stands, to see those that stand twice.
    private var keys: [KeySet] = []

    init(_ bytes: [UInt8], depth: Int, repeatedKeys: JSONText.RepeatedKeys) {
        (self.bytes, self.depth, self.repeatedKeys) = (bytes, depth, repeatedKeys)
        nodes.reserveCapacity(bytes.count / 16 + 4)
    }

    mutating func read() throws(JSONFault) {
        skipBlanks()
        try value()
        while let container = open.last {
            let isObject = nodes[container].kind == .object
            let isFirst = nodes.count == container + 1
            skipBlanks()
            if peek == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                place += 1
                close(container)
                continue
            }
            if !isFirst {
                try expect(UInt8(ascii: ","))
                skipBlanks()
            }
            if isObject {
                try key(of: container)
                skipBlanks()
                try expect(UInt8(ascii: ":"))
                skipBlanks()
            }
            try value()
        }
        skipBlanks()
        if place < bytes.count { throw fault(.trailing) }
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private func fault(_ cause: JSONFault.Cause) -> JSONFault {
        JSONFault(place >= bytes.count && cause == .unexpected ? .unfinished : cause, at: place, in: bytes)
    }

    private mutating func expect(_ byte: UInt8) throws(JSONFault) {
        guard peek == byte else { throw fault(.unexpected) }
        place += 1
    }

    private mutating func skipBlanks() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x0A, 0x0D, 0x09: place += 1
            default: return
            }
        }
    }

    private mutating func close(_ container: Int) {
        nodes[container].end = place
        nodes[container].next = nodes.count
        if nodes[container].kind == .object { keys.removeLast() }
        open.removeLast()
    }

    private mutating func add(_ kind: JSONText.Kind, from start: Int, isEscaped: Bool = false) {
        nodes.append(.init(kind: kind, isEscaped: isEscaped, start: start, end: place, next: nodes.count + 1))
    }

    private mutating func value() throws(JSONFault) {
        guard nodes.count < JSONText.values else { throw fault(.tooMany) }
        let start = place
        switch peek {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard open.count < depth else { throw fault(.tooDeep) }
            let isObject = bytes[place] == UInt8(ascii: "{")
            place += 1
            open.append(nodes.count)
            if isObject { keys.append(KeySet()) }
            add(isObject ? .object : .array, from: start)
        case UInt8(ascii: "\""):
            let isEscaped = try string()
            add(.string, from: start, isEscaped: isEscaped)
        case UInt8(ascii: "t"): try word("true", .true)
        case UInt8(ascii: "f"): try word("false", .false)
        case UInt8(ascii: "n"): try word("null", .null)
        default:
            try number()
            add(.number, from: start)
        }
    }

    private mutating func word(_ word: StaticString, _ kind: JSONText.Kind) throws(JSONFault) {
        let start = place
        for index in 0..<word.utf8CodeUnitCount {
            guard peek == (unsafe word.utf8Start[index]) else { throw fault(.unexpected) }
            place += 1
        }
        add(kind, from: start)
    }

    private mutating func key(of container: Int) throws(JSONFault) {
        let start = place
        guard peek == UInt8(ascii: "\"") else { throw fault(.unexpected) }
        let isEscaped = try string()
        add(.string, from: start, isEscaped: isEscaped)
        guard repeatedKeys == .refused else { return }
        let raw = bytes[start + 1..<place - 1]
        let isNew = keys[keys.count - 1].insert(isEscaped ? JSONString.unescaped(raw) : Array(raw))
        guard isNew else {
            place = start
            throw fault(.repeatedKey)
        }
    }

    private mutating func number() throws(JSONFault) {
        if peek == UInt8(ascii: "-") { place += 1 }
        let isZero = peek == UInt8(ascii: "0")
        let count = digits()
        guard count > 0 else { throw fault(.unexpected) }
        if isZero, count > 1 { throw fault(.badNumber) }
        if peek == UInt8(ascii: ".") {
            place += 1
            guard digits() > 0 else { throw fault(.badNumber) }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            place += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { place += 1 }
            guard digits() > 0 else { throw fault(.badNumber) }
        }
    }

    private mutating func digits() -> Int {
        let start = place
        while let byte = peek, byte >= 0x30, byte <= 0x39 { place += 1 }
        return place - start
    }

    /// Reads a string with its quotes; whether it has escapes.
    private mutating func string() throws(JSONFault) -> Bool {
        place += 1
        var isEscaped = false
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return isEscaped
            case UInt8(ascii: "\\"):
                isEscaped = true
                try escape()
            case 0..<0x20: throw fault(.control)
            case 0x20..<0x80: place += 1
            default: try multibyte()
            }
        }
        throw fault(.unfinished)
    }

    private mutating func escape() throws(JSONFault) {
        place += 1
        switch peek {
        case nil: throw fault(.unfinished)
        case UInt8(ascii: "u"):
            for index in 1...4 {
                guard place + index < bytes.count else { throw fault(.unfinished) }
                guard JSONString.digit(bytes[place + index]) != nil else { throw fault(.badEscape) }
            }
            place += 5
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            place += 1
        default: throw fault(.badEscape)
        }
    }

    /// A character of two to four bytes, in its shortest form and no half of a pair.
    private mutating func multibyte() throws(JSONFault) {
        guard let count = JSONString.sequence(in: bytes, at: place) else { throw fault(.badEncoding) }
        place += count
    }
}

/// The keys of one object: a list while they are few.
private struct KeySet {
    private var few: [[UInt8]] = []
    private var many: Set<[UInt8]> = []

    /// Adds a key; false where it is there already.
    mutating func insert(_ key: [UInt8]) -> Bool {
        guard many.isEmpty else { return many.insert(key).inserted }
        guard !few.contains(key) else { return false }
        few.append(key)
        if few.count > 12 { many = Set(few) }
        return true
    }
}
