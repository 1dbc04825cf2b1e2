import COpenSSL
import Exchanges
import Glibc

/// What is wrong with a journal, and in which line.
public struct JournalFault: Error, CustomStringConvertible {
    public let line: Int?
    public let message: String

    init(line: Int?, _ message: String) { (self.line, self.message) = (line, message) }

    public var description: String { line.map { "line \($0): \(message)" } ?? message }
}

/// One decision as it stands in the journal.
struct JournalLine {
    /// What stands for the hash before the first line.
    static let beginning = String(repeating: "0", count: 64)

    let number: Int
    let before: String
    let time: Int
    let event: String
    let agent: String
    let details: [(String, String)]

    var bytes: [UInt8] {
        var text =
            #"{"n":\#(number),"before":"\#(before)","time":\#(time),"event":\#(Self.quoted(event)),"agent":\#(Self.quoted(agent))"#
        for (key, value) in details where !value.isEmpty { text += ",\(Self.quoted(key)):\(Self.quoted(value))" }
        return Array((text + "}").utf8)
    }

    var hash: String { Self.hash(of: bytes[...]) }

    private static func quoted(_ text: String) -> String { String(decoding: JSONString.escaped(text), as: UTF8.self) }

    static func hash(of line: ArraySlice<UInt8>) -> String {
        let bytes = Array(line)
        let digest = unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            unsafe SHA256(bytes, bytes.count, buffer.baseAddress)
            count = 32
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Number and hash of the last line of a file, which need not be there.
    static func last(of path: String) throws(JournalFault) -> (number: Int, hash: String) {
        var last = (number: 0, hash: beginning)
        try read(path) { line, number throws(JournalFault) in
            last = (try checked(line, number, before: nil), hash(of: line))
        }
        return last
    }

    /// Looks through a whole journal; how many lines it has.
    static func verify(_ path: String) throws(JournalFault) -> (count: Int, hash: String) {
        guard unsafe access(path, R_OK) == 0 else {
            throw JournalFault(line: nil, "\(path): \(unsafe String(cString: strerror(errno)))")
        }
        var last = (number: 0, hash: beginning)
        try read(path) { line, number throws(JournalFault) in
            last = (try checked(line, number, before: last), hash(of: line))
        }
        return (last.number, last.hash)
    }

    private static func checked(
        _ line: ArraySlice<UInt8>,
        _ number: Int,
        before: (number: Int, hash: String)?
    ) throws(JournalFault) -> Int {
        let json: JSONText
        do { json = try JSONText(Array(line)) } catch { throw JournalFault(line: number, "it is no JSON: \(error)") }
        guard let count = json.root["n"]?.integer, let hash = json.root["before"]?.words else {
            throw JournalFault(line: number, "it has no number and no hash of the line before")
        }
        guard let before else { return count }
        guard count == before.number + 1 else {
            throw JournalFault(
                line: number,
                "it is number \(count) where \(before.number + 1) is due: lines are missing or exchanged"
            )
        }
        guard hash == before.hash else {
            throw JournalFault(line: number, "the line before it was changed, or this one is not the guard's")
        }
        return count
    }

    private static func read(
        _ path: String,
        _ take: (ArraySlice<UInt8>, Int) throws(JournalFault) -> Void
    ) throws(JournalFault) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT { return }
            throw JournalFault(line: nil, "\(path): \(unsafe String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var rest: [UInt8] = []
        var number = 0
        while true {
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = unsafe max(0, Glibc.read(file, buffer.baseAddress, buffer.count))
            }
            if piece.isEmpty { break }
            rest += piece
            while let end = rest.firstIndex(of: 0x0A) {
                number += 1
                try take(rest[..<end], number)
                rest.removeFirst(end + 1)
            }
            guard rest.count < 1 << 20 else { throw JournalFault(line: number + 1, "it is longer than any line") }
        }
        guard rest.isEmpty else { throw JournalFault(line: number + 1, "it was cut off") }
    }
}

extension Journal {
    /// Looks through a whole journal; how many lines it has, and the hash of the last, which is to be kept elsewhere.
    public static func verify(_ path: String) throws(JournalFault) -> (count: Int, hash: String) {
        try JournalLine.verify(path)
    }
}
