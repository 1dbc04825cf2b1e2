import Catalog
import Glibc
import Surface
import Vault

/// A server that is trusted with secrets: it proves by its certificate that it is the one that is meant.
///
/// In the clear nothing is said but to this machine itself.
struct Endpoint: Sendable {
    /// As it was written, such as `https://bao.example.org:8200`.
    let address: String
    let usesTLS: Bool
    let host: String
    let port: Int
    /// A file with the certificates of those who vouch for it; without one the system's count.
    let authorities: String?

    /// The address is a scheme, a host and perhaps a port; nothing else, and no user or password.
    init(_ address: String, authorities: String? = nil) throws(ConnectionFailure) {
        try self.init(address, authorities, inTheClear: Self.isLoopback)
    }

    /// A cloud's metadata service, which answers in the clear on a link that ends in the machine below this one.
    init(metadata address: String) throws(ConnectionFailure) {
        try self.init(address, nil) { Self.isLoopback($0) || ["169.254.169.254", "fd00:ec2::254"].contains($0) }
    }

    private init(
        _ address: String,
        _ authorities: String?,
        inTheClear mayBeClear: (String) -> Bool
    ) throws(ConnectionFailure) {
        let isSecure = address.hasPrefix("https://")
        guard isSecure || address.hasPrefix("http://"), let place = Self.place(address) else {
            // It is not repeated: what is no address may hold a password.
            throw ConnectionFailure(.malformed("the address is not of the form https://host or https://host:port"))
        }
        guard isSecure || mayBeClear(place.host) else {
            throw ConnectionFailure(.notTrusted("\(address) would be spoken to in the clear; it needs https"))
        }
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        usesTLS = isSecure
        (host, port) = (place.host, place.port ?? (isSecure ? 443 : 80))
        self.authorities = authorities
    }

    /// What stands in the Host header.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (usesTLS ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The numeric addresses that its name stands for, by the system's resolver.
    func resolved(seconds: Int) async throws(ConnectionFailure) -> [String] {
        if Self.isNumeric(host) { return [host] }
        // Whatever a resolver says: in the clear, this machine alone is meant.
        if host == "localhost" { return ["127.0.0.1", "::1"] }
        let command = Command("getent", ["ahosts", host], timeout: seconds, outputLimit: 1 << 16)
        switch await Programs.run(command, input: SecretBytes([])) {
        case .absent: throw ConnectionFailure(.missing("getent is not installed here"))
        case .unreadable(let why): throw ConnectionFailure(why)
        case .found(let output):
            var found: [String] = []
            for line in String(decoding: output.standardOutput, as: UTF8.self).split(separator: "\n") {
                guard let address = line.split(separator: " ").first.map(String.init), Self.isNumeric(address),
                    !found.contains(address)
                else { continue }
                found.append(address)
            }
            guard !found.isEmpty else { throw ConnectionFailure(.missing("the name \(host) stands for no address")) }
            return found
        }
    }

    private static func place(_ address: String) -> (host: String, port: Int?)? {
        var rest = address.drop { $0 != "/" }.dropFirst(2)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        var port: Int?
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
            let digits = rest[rest.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
                (1...65535).contains(number)
            else { return nil }
            (port, rest) = (number, rest[..<colon])
        }
        if rest.hasPrefix("["), rest.hasSuffix("]") {
            let inner = String(rest.dropFirst().dropLast())
            return inner.contains(":") && isNumeric(inner) ? (inner, port) : nil
        }
        let isName = rest.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2D || byte == 0x2E
        }
        // What begins with a dash is an option to a program that is asked for it.
        guard isName, !rest.isEmpty, rest.utf8.count <= 253, !rest.hasPrefix("-") else { return nil }
        return (String(rest), port)
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || (isNumeric(host) && host.hasPrefix("127."))
    }

    static func isNumeric(_ host: String) -> Bool {
        var bytes = in6_addr()
        return unsafe inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1
    }
}
