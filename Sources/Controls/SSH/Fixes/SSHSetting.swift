/// A keyword of sshd whose values have an order, and the loosest one that is wanted.
///
/// What is stricter already stays: the value put in place is never looser than the one it replaces.
struct SSHSetting: Sendable {
    /// As sshd_config(5) spells it.
    let keyword: String
    /// The loosest value that will do.
    let bound: String
    /// What holds where no line says anything.
    let standard: String
    let order: Order
    /// Whether Match blocks may replace it.
    var isAllowedInMatch = true

    enum Order: Sendable {
        /// From the loosest to the strictest.
        case words([String])
        /// `yes` allows both `local` and `remote`, which have only `no` in common.
        case forwarding
        /// Less is stricter.
        case number
    }

    /// The loosest value that is as strict as both.
    func meet(_ left: String, _ right: String) -> String {
        let left = Self.plain(left)
        let right = Self.plain(right)
        switch order {
        case .words(let words):
            let places = [left, right].map { words.firstIndex(of: $0) ?? 0 }
            return words[max(places[0], places[1])]
        case .forwarding:
            if left == right || right == "yes" { return left }
            return left == "yes" ? right : "no"
        case .number:
            guard let first = Int(left), let second = Int(right) else { return Int(left) == nil ? right : left }
            return String(min(first, second))
        }
    }

    /// The line that a person writes.
    var line: String { "\(keyword) \(bound)" }

    /// The value as strict as it is wanted.
    func tightened(_ value: String) -> String { meet(value, bound) }

    /// One spelling of a value that has several.
    private static func plain(_ value: String) -> String {
        switch value.lowercased() {
        case "without-password": "prohibit-password"
        case "all": "yes"
        case let word: word
        }
    }
}

extension SSHSetting {
    /// A switch that is off in the end.
    static func off(_ keyword: String, standard: String) -> Self {
        Self(keyword: keyword, bound: "no", standard: standard, order: .words(["yes", "no"]))
    }

    static let passwords = off("PasswordAuthentication", standard: "yes")
    static let keyboardInteractive = off("KbdInteractiveAuthentication", standard: "yes")
    static let emptyPasswords = off("PermitEmptyPasswords", standard: "no")
    static let hostBased = off("HostbasedAuthentication", standard: "no")
    static let agentForwarding = off("AllowAgentForwarding", standard: "yes")
    static let x11Forwarding = off("X11Forwarding", standard: "no")
    static let gatewayPorts = Self(
        keyword: "GatewayPorts",
        bound: "no",
        standard: "no",
        order: .words(["yes", "clientspecified", "no"])
    )
    static let tunnels = Self(
        keyword: "PermitTunnel",
        bound: "no",
        standard: "no",
        order: .words(["yes", "point-to-point", "ethernet", "no"])
    )
    static let tcpForwarding = Self(
        keyword: "AllowTcpForwarding",
        bound: "local",
        standard: "yes",
        order: .forwarding
    )
    static let userEnvironment = Self(
        keyword: "PermitUserEnvironment",
        bound: "no",
        standard: "no",
        order: .words(["yes", "no"]),
        isAllowedInMatch: false
    )
    static let strictModes = Self(
        keyword: "StrictModes",
        bound: "yes",
        standard: "yes",
        order: .words(["no", "yes"]),
        isAllowedInMatch: false
    )
    static let pam = Self(
        keyword: "UsePAM",
        bound: "yes",
        standard: "no",
        order: .words(["no", "yes"]),
        isAllowedInMatch: false
    )

    static func rootLogin(_ bound: String) -> Self {
        Self(
            keyword: "PermitRootLogin",
            bound: bound,
            standard: "prohibit-password",
            order: .words(["yes", "prohibit-password", "forced-commands-only", "no"])
        )
    }

    static func maxAuthTries(_ bound: Int) -> Self {
        Self(keyword: "MaxAuthTries", bound: "\(bound)", standard: "6", order: .number)
    }
}
