/// Settings for many connections to one server.
///
/// A connection makes a difference by the Match lines that hold for it, and by nothing else: a server of a thousand
/// accounts and one Match line has two kinds of settings, which are worked out once each.
public struct SSHDSettingsTable: Sendable {
    private let configuration: SSHDConfiguration
    private let matches: [(arguments: [String], rest: [UInt8])]
    private var known: [[Bool]: SSHDSettings] = [:]

    /// A table for the configuration, empty at first.
    public init(_ configuration: SSHDConfiguration) {
        self.configuration = configuration
        matches = configuration.files.values.flatMap(\.lines).compactMap { line in
            guard case .directive("match", let arguments, let rest) = line.content else { return nil }
            return (arguments, rest)
        }
    }

    /// The same as `SSHDConfiguration.settings(for:)`.
    public mutating func settings(for connection: SSHDConnection) throws(SSHDRefusal) -> SSHDSettings {
        let match = SSHDMatch(version: configuration.version)
        var holding: [Bool] = []
        for line in matches {
            do {
                holding.append(try match.holds(line.rest, arguments: line.arguments, for: connection))
            } catch {
                // Whether it matters is for the reading in full to say.
                return try configuration.settings(for: connection)
            }
        }
        if let settings = known[holding] { return settings }
        let settings = try configuration.settings(for: connection)
        known[holding] = settings
        return settings
    }
}
