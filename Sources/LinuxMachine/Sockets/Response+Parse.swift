import Surface

extension Response {
    /// Reads a whole HTTP/1 response; none where it is not one.
    static func parse(_ bytes: [UInt8]) -> Response? {
        guard bytes.starts(with: "HTTP/1.".utf8) else { return nil }
        var lines: [Substring] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            var line = rest[..<end]
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            rest = rest[(end + 1)...]
            if line.isEmpty { break }
            lines.append(Substring(decoding: line, as: UTF8.self))
            if lines.count > 200 { return nil }
        }
        guard let first = lines.first?.split(separator: " "), first.count >= 2, let status = Int(first[1]) else {
            return nil
        }
        var headers: [String: [String]] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
            headers[line[..<colon].lowercased(), default: []].append(String(value))
        }
        return Response(status: status, headers: headers, body: Array(rest))
    }
}
