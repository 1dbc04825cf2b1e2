public import Documents

/// Listening sockets, as `ss -Hltnup` lists them (iproute2).
public struct SocketListing: Sendable {
    public let sockets: [Socket]

    public init(_ text: String) throws(SyntaxError) {
        var sockets: [Socket] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, first != "Netid" else { continue }
            // Other kinds of sockets, such as raw and Unix ones, have no port to connect to.
            guard let transport = ["tcp": Packet.tcp, "udp": Packet.udp][first] else { continue }
            guard words.count >= 6, let socket = Self.socket(words[4], transport, Self.program(words.dropFirst(6)))
            else {
                throw SyntaxError(
                    "\(line.prefix(80)) is no socket as `ss -Hltnup` prints it",
                    at: SourcePosition(line: index + 1, column: 1)
                )
            }
            if let socket { sockets.append(socket) }
        }
        self.sockets = sockets
    }

    /// A place such as `127.0.0.1:22`, `[::]:22`, `*:22` or `0.0.0.0%eth0:68`.
    private static func socket(_ place: Substring, _ transport: UInt8, _ program: String?) -> Socket?? {
        guard let colon = place.lastIndex(of: ":") else { return nil }
        let digits = place[place.index(after: colon)...]
        // A socket that has no port yet.
        if digits == "*" || digits == "0" { return .some(nil) }
        guard let port = UInt16(digits) else { return nil }
        var host = place[..<colon]
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        let zone = host.split(separator: "%", maxSplits: 1)
        guard let name = zone.first else { return nil }
        if name == "*" { return Socket(transport: transport, port: port, program: program) }
        guard let address = Address(name.drop { $0 == "[" }) else { return nil }
        return Socket(transport: transport, boundTo: address, port: port, program: program)
    }

    // `users:(("sshd",pid=1,fd=3))`
    private static func program(_ words: ArraySlice<Substring>) -> String? {
        guard let users = words.first(where: { $0.hasPrefix("users:((\"") }) else { return nil }
        return users.dropFirst(9).split(separator: "\"").first.map(String.init)
    }
}

extension Socket {
    /// A socket as the kernel names its place: a wildcard answers its family, IPv4's or IPv6's.
    ///
    /// The kernel lists a socket for IPv6 alone as `[::]`, one for both families as `*`; where only the wildcard's
    /// address is known, `answersBoth` is the safe assumption, being the default.
    public init(
        transport: UInt8,
        boundTo address: Address,
        port: UInt16,
        program: String? = nil,
        answersBoth: Bool = false
    ) {
        let mapped = address.family == .ipv6 && address.bits >> 32 == 0xffff
        let known = mapped ? Address(family: .ipv4, bits: address.bits & 0xffff_ffff) : address
        self.init(
            transport: transport,
            port: port,
            address: known.bits == 0 ? nil : known,
            families: answersBoth && known.bits == 0 ? [.ipv4, .ipv6] : [known.family],
            program: program
        )
    }
}
