/// The machine that builds a pickled value (Lib/pickletools.py), for plain data.
///
/// Values that are put into others are copied, so only what cannot change can be recalled: neither a container that was
/// filled, which could be put into itself and grow without end, nor one that may be filled later. fail2ban's answers
/// recall nothing but texts.
struct PickleReader {
    private let bytes: [UInt8]
    private let depthLimit: Int
    private var position = 0
    private var stack: [(value: Pickle, depth: Int)] = []
    private var marks: [Int] = []
    private var memo: [Int: Int] = [:]
    private var remembered: [Pickle?] = []

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    mutating func value() throws(SyntaxError) -> Pickle {
        while true {
            let code = try take(1)[0]
            if code == UInt8(ascii: ".") { return try pop().value }
            try step(code)
        }
    }

    private mutating func step(_ code: UInt8) throws(SyntaxError) {
        switch code {
        case 0x80: _ = try take(1)
        case 0x95: _ = try take(8)
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "N"): try push(.none)
        case 0x88: try push(.flag(true))
        case 0x89: try push(.flag(false))
        case UInt8(ascii: "K"): try push(.number(try little(1)))
        case UInt8(ascii: "M"): try push(.number(try little(2)))
        case UInt8(ascii: "J"): try push(.number(Int(Int32(truncatingIfNeeded: try little(4)))))
        case 0x8A: try pushLong(try little(1))
        case UInt8(ascii: "G"): try pushFloat()
        case 0x8C: try pushText(try little(1))
        case UInt8(ascii: "X"): try pushText(try little(4))
        case 0x8D: try pushText(try little(8))
        case UInt8(ascii: "C"), UInt8(ascii: "U"): try pushText(try little(1))
        case UInt8(ascii: "B"), UInt8(ascii: "T"): try pushText(try little(4))
        case UInt8(ascii: "]"), UInt8(ascii: ")"), 0x8F: try push(.list([]))
        case UInt8(ascii: "}"): try push(.dictionary([:]))
        case UInt8(ascii: "a"): try extend(with: [try pop()])
        case UInt8(ascii: "e"), 0x90: try extend(with: try popToMark())
        case UInt8(ascii: "t"), UInt8(ascii: "l"), 0x91: try pushList(try popToMark())
        case 0x85, 0x86, 0x87: try pushList(try pop(Int(code) - 0x84))
        case UInt8(ascii: "s"): try insert(try pop(2))
        case UInt8(ascii: "u"): try insert(try popToMark())
        case 0x94: try remember(at: memo.count)
        case UInt8(ascii: "q"): try remember(at: try little(1))
        case UInt8(ascii: "r"): try remember(at: try little(4))
        case UInt8(ascii: "h"): try recall(try little(1))
        case UInt8(ascii: "j"): try recall(try little(4))
        case UInt8(ascii: "c"): try push(.opaque(try line() + "." + (try line())))
        case 0x93: try pushGlobal()
        case UInt8(ascii: "R"), 0x81: try call()
        case UInt8(ascii: "b"): _ = try pop()
        default: throw failure("opcode \(code) is not plain data")
        }
    }

    private func failure(_ message: String) -> SyntaxError {
        SyntaxError(message, at: SourcePosition(line: 1, column: position + 1))
    }

    private mutating func push(_ value: Pickle, depth: Int = 0) throws(SyntaxError) {
        guard depth <= depthLimit else { throw failure("nested too deep") }
        stack.append((value, depth))
    }

    private mutating func pushList(_ items: [(value: Pickle, depth: Int)]) throws(SyntaxError) {
        try push(.list(items.map(\.value)), depth: 1 + (items.map(\.depth).max() ?? -1))
    }

    private mutating func pop() throws(SyntaxError) -> (value: Pickle, depth: Int) {
        guard stack.count > (marks.last ?? 0), let top = stack.popLast() else { throw failure("an empty stack") }
        return top
    }

    private mutating func pop(_ count: Int) throws(SyntaxError) -> [(value: Pickle, depth: Int)] {
        var values: [(value: Pickle, depth: Int)] = []
        for _ in 0..<count { values.append(try pop()) }
        return values.reversed()
    }

    private mutating func popToMark() throws(SyntaxError) -> [(value: Pickle, depth: Int)] {
        guard let mark = marks.popLast(), mark <= stack.count else { throw failure("no mark") }
        let values = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return values
    }

    private mutating func extend(with values: [(value: Pickle, depth: Int)]) throws(SyntaxError) {
        let (container, depth) = try pop()
        guard case .list(var items) = consume container else { throw failure("not a list") }
        items += values.map(\.value)
        try push(.list(items), depth: max(depth, 1 + (values.map(\.depth).max() ?? -1)))
    }

    private mutating func insert(_ values: [(value: Pickle, depth: Int)]) throws(SyntaxError) {
        let (container, depth) = try pop()
        guard values.count % 2 == 0, case .dictionary(var pairs) = consume container else {
            throw failure("not a dictionary")
        }
        for index in stride(from: 0, to: values.count, by: 2) { pairs[values[index].value] = values[index + 1].value }
        try push(.dictionary(pairs), depth: max(depth, 1 + (values.map(\.depth).max() ?? -1)))
    }

    private mutating func remember(at index: Int) throws(SyntaxError) {
        guard let top = stack.last?.value else { throw failure("an empty stack") }
        guard remembered.count < 1 << 20 else { throw failure("too much to remember") }
        memo[index] = remembered.count
        switch top {
        case .list, .dictionary: remembered.append(nil)
        default: remembered.append(top)
        }
    }

    private mutating func recall(_ index: Int) throws(SyntaxError) {
        guard let place = memo[index] else { throw failure("nothing remembered") }
        guard let value = remembered[place] else { throw failure("a shared container") }
        try push(value)
    }

    private mutating func pushGlobal() throws(SyntaxError) {
        let names = try pop(2)
        guard let module = names[0].value.text, let name = names[1].value.text else { throw failure("not a name") }
        try push(.opaque(module + "." + name))
    }

    /// Makes text of `str(text)`, as fail2ban's addresses are pickled; anything else stays a name.
    private mutating func call() throws(SyntaxError) {
        let parts = try pop(2)
        guard case .opaque(let name) = parts[0].value else { throw failure("not a class") }
        if name == "builtins.str" || name == "__builtin__.str", case .list(let values) = parts[1].value,
            values.count == 1,
            case .text = values[0]
        {
            try push(values[0])
        } else {
            try push(.opaque(name))
        }
    }

    private mutating func pushText(_ count: Int) throws(SyntaxError) {
        try push(.text(String(decoding: try take(count), as: UTF8.self)))
    }

    private mutating func pushLong(_ count: Int) throws(SyntaxError) {
        let digits = try take(count)
        guard digits.count <= 8 else { throw failure("a number beyond 64 bits") }
        var value = digits.last.map { $0 >= 0x80 ? -1 : 0 } ?? 0
        for digit in digits.reversed() { value = value << 8 | Int(digit) }
        try push(.number(value))
    }

    /// Whole seconds of a float.
    private mutating func pushFloat() throws(SyntaxError) {
        let pattern = try take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let whole = Int(exactly: Double(bitPattern: pattern).rounded(.down)) else {
            throw failure("not a finite number")
        }
        try push(.number(whole))
    }

    private mutating func take(_ count: Int) throws(SyntaxError) -> [UInt8] {
        guard count >= 0, count <= bytes.count - position else { throw failure("cut off") }
        position += count
        return Array(bytes[(position - count)..<position])
    }

    private mutating func little(_ count: Int) throws(SyntaxError) -> Int {
        let value = try take(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let number = Int(exactly: value) else { throw failure("a number beyond 63 bits") }
        return number
    }

    private mutating func line() throws(SyntaxError) -> String {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { throw failure("cut off") }
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        position = end + 1
        return text
    }
}
