/// One reading of the configuration.
///
/// Follows `parse_server_config_depth` of servconf.c.
struct SSHDPass {
    /// What an included file's Match lines may do.
    enum Scope {
        case all
        /// Only Match blocks count, and they may match.
        case matchOnly
        /// Inside a block that does not hold: nothing may match.
        case never
    }

    let configuration: SSHDConfiguration
    let connection: SSHDConnection?
    private(set) var isActive: Bool
    /// Lines still to be read: files that include the next one many times multiply, and sshd itself would never end.
    private var budget = 200_000
    var found: [String: [SSHDSettings.Entry]] = [:]

    init(configuration: SSHDConfiguration, connection: SSHDConnection?) {
        self.configuration = configuration
        self.connection = connection
        isActive = connection == nil
    }

    mutating func read(_ path: String, depth: Int, _ outer: Scope) throws(SSHDRefusal) {
        var scope = outer
        for line in configuration.files[path]?.lines ?? [] {
            func refuse(_ message: String) -> SSHDRefusal {
                SSHDRefusal(message: message, file: path, line: line.number)
            }
            budget -= 1
            guard budget > 0 else { throw refuse("includes multiply beyond what can be read") }
            switch line.content {
            case .nothing: continue
            case .malformed(let message): throw refuse(message)
            case .directive(let name, let arguments, let rest):
                guard let keyword = SSHDKeyword.all[name], keyword.since <= configuration.version else {
                    throw refuse("bad configuration option: \(name)")
                }
                if !isActive, !keyword.isAllowedInMatch(configuration.version) {
                    if connection != nil { continue }
                    throw refuse("directive '\(name)' is not allowed within a Match block")
                }
                switch keyword.kind {
                case .include: try include(arguments, depth, scope, refuse)
                case .match:
                    let match = SSHDMatch(version: configuration.version)
                    do {
                        let holds = try match.holds(
                            rest,
                            arguments: arguments,
                            for: scope == .never ? nil : connection
                        )
                        isActive = scope == .never ? false : holds
                    } catch {
                        throw refuse(error.message)
                    }
                    // Below the first Match line, an Include stands in its block.
                    if scope == .matchOnly { scope = .all }
                default:
                    do {
                        try refuseLateAny(keyword, arguments)
                        let values = try SSHDValues(version: configuration.version).values(
                            keyword,
                            arguments,
                            rest: rest
                        )
                        if isActive { try set(keyword, values, Origin(path, line.number)) }
                    } catch {
                        throw refuse(error.message)
                    }
                }
            }
        }
    }

    typealias Origin = SSHDSettings.Origin

    private mutating func include(
        _ arguments: [String],
        _ depth: Int,
        _ scope: Scope,
        _ refuse: (String) -> SSHDRefusal
    ) throws(SSHDRefusal) {
        for argument in arguments {
            if argument.isEmpty { throw refuse("empty Include argument") }
            let wasActive = isActive
            let inner: Scope = scope == .matchOnly ? .matchOnly : wasActive ? .all : .never
            for path in configuration.expansions[SSHDConfiguration.pattern(argument)] ?? [] {
                guard depth < SSHDConfiguration.deepest else { throw refuse("too many recursive includes") }
                try read(path, depth: depth + 1, inner)
                isActive = wasActive
            }
        }
    }
}

extension SSHDConfiguration {
    /// Files nest no deeper than this. SERVCONF_MAX_DEPTH of servconf.h
    public static let deepest = 16
}
