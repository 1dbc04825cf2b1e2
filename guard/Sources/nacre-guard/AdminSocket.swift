import Glibc

/// Asks the guard that runs, at its socket.
enum AdminSocket {
    /// What it answers to a path; an error where it says no.
    static func ask(_ method: String, _ path: String, at socket: String) throws -> String {
        let (isThere, body) = try answer(method, path, at: socket)
        guard isThere else { throw Failure(Shown.line(body)) }
        return body
    }

    /// The same, and nothing where there is no such thing.
    static func find(_ path: String, at socket: String) throws -> String? {
        let (isThere, body) = try answer("GET", path, at: socket)
        return isThere ? body : nil
    }

    private static func answer(
        _ method: String,
        _ path: String,
        at socket: String
    ) throws -> (isThere: Bool, body: String) {
        let connection = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { throw Failure("a socket cannot be made: \(words())") }
        defer { close(connection) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(socket.utf8)
        guard name.count < 108 else { throw Failure("\(socket): the path is too long for a socket") }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            for (index, byte) in name.enumerated() { unsafe room[index] = byte }
        }
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(connection, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isConnected else {
            throw Failure("\(socket): \(words()); is nacre-guard running, and are you root?")
        }
        let request = Array("\(method) \(path) HTTP/1.1\r\nhost: guard\r\ncontent-length: 0\r\n\r\n".utf8)
        guard unsafe request.withUnsafeBytes({ unsafe write(connection, $0.baseAddress, $0.count) }) == request.count
        else {
            throw Failure("\(socket): \(words())")
        }
        var answer: [UInt8] = []
        while answer.count < 16 << 20 {
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
                count = unsafe max(0, read(connection, buffer.baseAddress, buffer.count))
            }
            if piece.isEmpty { break }
            answer += piece
        }
        let text = String(decoding: answer, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { throw Failure("\(socket): it said nothing") }
        let body = String(text[end.upperBound...])
        if text.hasPrefix("HTTP/1.1 200") { return (true, body) }
        let words = String(body.dropLast(body.hasSuffix("\n") ? 1 : 0))
        if text.hasPrefix("HTTP/1.1 404") { return (false, words) }
        throw Failure(Shown.line(words), isUsage: text.hasPrefix("HTTP/1.1 422"))
    }

    private static func words() -> String { unsafe String(cString: strerror(errno)) }
}

extension String {
    /// Where a part stands first.
    fileprivate func range(of part: String) -> Range<String.Index>? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(part) { return place..<index(place, offsetBy: part.count) }
            place = index(after: place)
        }
        return nil
    }
}
