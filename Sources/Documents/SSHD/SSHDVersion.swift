/// A release of portable OpenSSH, such as 9.2.
public struct SSHDVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number before the point.
    public let major: Int
    /// The number behind it.
    public let minor: Int

    /// A release by its two numbers.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// The release in a package version such as `1:9.2p1-2+deb12u10`, or in what `sshd -V` says.
    public init?(_ text: some StringProtocol) {
        var rest = text[...]
        if let colon = rest.firstIndex(of: ":") { rest = rest[rest.index(after: colon)...] }
        if let mark = rest.firstIndex(of: "_") { rest = rest[rest.index(after: mark)...] }
        let parts = rest.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1].prefix { $0.isNumber }) else {
            return nil
        }
        self.init(major, minor)
    }

    /// By the first number, then by the second.
    public static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    /// Both numbers with a point.
    public var description: String { "\(major).\(minor)" }

    /// The releases whose compiled-in defaults and algorithm lists are known.
    public static let known = SSHDVersion(8, 9)...SSHDVersion(10, 0)
}
