import Catalog
import Surface

/// Reads an answer as HTTP/1.1 frames it (RFC 9112), and takes none that was cut off.
enum WholeAnswer {
    /// Most bytes of an answer.
    static let limit = 1 << 20
    private static let headerLimit = 64 << 10

    static func read(from source: some ByteSource) throws(ConnectionFailure) -> Response {
        var bytes: [UInt8] = []
        var end: Int?
        while end == nil {
            let part = try source.receive()
            guard !part.isEmpty else { throw malformed("it hung up in the middle of an answer") }
            let seam = max(0, bytes.count - 3)
            bytes += part
            end = endOfHeader(bytes, from: seam)
            guard (end ?? bytes.count) <= headerLimit else {
                throw ConnectionFailure(.tooLarge("the header does not end within \(headerLimit) bytes"))
            }
        }
        guard let head = Response.parse(bytes), (200...599).contains(head.status) else {
            throw malformed("it does not speak HTTP")
        }
        let length = try length(of: head)
        let isChunked = try isChunked(head)
        guard length == nil || !isChunked else { throw malformed("its answer says two lengths") }
        var body = head.body
        while true {
            guard body.count <= limit else {
                throw ConnectionFailure(.tooLarge("it answered more than \(limit) bytes"))
            }
            if head.status == 204 || head.status == 304 { return response(head, []) }
            if let length, body.count >= length {
                guard body.count == length else { throw malformed("its answer is longer than it says") }
                return response(head, body)
            }
            if isChunked, let whole = try Chunks.body(of: body) { return response(head, whole) }
            let part = try source.receive()
            if part.isEmpty {
                guard length == nil, !isChunked else { throw malformed("its answer was cut off") }
                return response(head, body)
            }
            body += part
        }
    }

    private static func response(_ head: Response, _ body: [UInt8]) -> Response {
        Response(status: head.status, headers: head.headers, body: body)
    }

    private static func length(of head: Response) throws(ConnectionFailure) -> Int? {
        guard let said = head.headers["content-length"] else { return nil }
        guard said.count == 1, said[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(said[0]) else {
            throw malformed("its answer has no length that can be")
        }
        guard length <= limit else { throw ConnectionFailure(.tooLarge("it answers more than \(limit) bytes")) }
        return length
    }

    private static func isChunked(_ head: Response) throws(ConnectionFailure) -> Bool {
        guard let coding = head.headers["transfer-encoding"] else { return false }
        guard coding.count == 1, coding[0].lowercased() == "chunked" else {
            throw malformed("its answer is coded in a way that was not asked for")
        }
        return true
    }

    private static func endOfHeader(_ bytes: [UInt8], from seam: Int) -> Int? {
        let end = Array("\r\n\r\n".utf8)
        guard bytes.count >= end.count else { return nil }
        for start in seam...(bytes.count - end.count) where bytes[start..<(start + 4)].elementsEqual(end) {
            return start + end.count
        }
        return nil
    }

    fileprivate static func malformed(_ why: String) -> ConnectionFailure { ConnectionFailure(.malformed(why)) }
}

/// A body that comes in pieces, each behind its length.
private enum Chunks {
    /// The body; nothing where the last piece is yet to come.
    static func body(of bytes: [UInt8]) throws(ConnectionFailure) -> [UInt8]? {
        var body: [UInt8] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<end].prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: ";") }
            let digits = String(decoding: line, as: UTF8.self)
            guard digits.utf8.count <= 8, digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") }),
                let length = Int(digits, radix: 16)
            else { throw WholeAnswer.malformed("a piece of its answer has no length") }
            rest = rest[(end + 1)...]
            if length == 0 { return body }
            guard rest.count >= length + 2 else { return nil }
            guard rest[(rest.startIndex + length)..<(rest.startIndex + length + 2)].elementsEqual([13, 10]) else {
                throw WholeAnswer.malformed("a piece of its answer is longer than it says")
            }
            body += rest.prefix(length)
            rest = rest.dropFirst(length + 2)
        }
        return nil
    }
}
