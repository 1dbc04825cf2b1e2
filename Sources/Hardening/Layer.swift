import Catalog

/// A line of defense.
///
/// Each stops what got through the one before.
public enum Layer: String, CaseIterable, Codable, Hashable, Sendable {
    case ssh, firewall, intrusion, updates, docker, container, secrets, proxy, openclaw, `guard`, chains, kernel, cloud

    /// What the layer is called in a report.
    public var title: String {
        switch self {
        case .ssh: "SSH"
        case .firewall: "Firewall"
        case .intrusion: "Intrusion prevention"
        case .updates: "Updates"
        case .docker: "Docker daemon"
        case .container: "Containers"
        case .secrets: "Secrets"
        case .proxy: "Reverse proxy"
        case .openclaw: "OpenClaw"
        case .guard: "Guard"
        case .chains: "Chains"
        case .kernel: "Kernel"
        case .cloud: "Cloud"
        }
    }

    /// Who can use what is mostly wrong in it.
    var attacker: Attacker {
        switch self {
        case .ssh, .firewall, .intrusion, .updates, .proxy: .stranger
        case .openclaw, .guard, .chains: .author
        case .docker, .container, .cloud: .container
        case .secrets, .kernel: .account
        }
    }
}
