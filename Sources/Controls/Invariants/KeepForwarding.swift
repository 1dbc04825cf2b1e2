import Documents
import Hardening

extension Invariant {
    /// Containers keep their network.
    static let keepForwarding = Invariant(
        "keep-docker-forwarding",
        "Docker keeps forwarding packets for containers that need it",
        resources: [
            .facts(.dockerDaemon), .facts(.sysctlFiles), .kernelParameter(forwarding), .file(daemonFile),
        ]
    ) { before, after in
        guard case .state(let daemons) = before[.facts(.dockerDaemon)], let daemon = daemons.records.first,
            daemon[.isRootless] != true
        else { return nil }
        if before[.kernelParameter(forwarding)] == .state(.value("1")),
            after[.kernelParameter(forwarding)] == .state(.value("0"))
        {
            return "\(forwarding) would be 0, and containers would have no network"
        }
        if case .state(let files) = after[.facts(.sysctlFiles)] {
            let broken = files.records.first { $0[.parameter] == .text(forwarding) && $0[.bootValue] == "0" }
            let was = (try? before.observed(.sysctlFiles))?.contains {
                $0[.parameter] == .text(forwarding) && $0[.bootValue] == "0"
            }
            if let broken, was != true {
                return "\(broken.origins[.bootValue]?.file ?? "a file") would set \(forwarding) to 0 at the next boot"
            }
        }
        guard after[.file(daemonFile)] != before[.file(daemonFile)],
            case .state(.file(let file)) = after[.file(daemonFile)]
        else { return nil }
        let document: JSONDocument
        do {
            document = try JSONDocument(file.bytes, dialect: .json)
        } catch {
            return "the Docker daemon could not read \(daemonFile): \(error)"
        }
        for key in ["iptables", "ip6tables", "ip-forward"]
        where document.root[key]?.flag == false && wasOn(key, before) {
            return "\(daemonFile) would set \(key) to false, and published ports would lead nowhere"
        }
        return nil
    }

    private static let forwarding = "net.ipv4.ip_forward"
    private static let daemonFile = "/etc/docker/daemon.json"

    private static func wasOn(_ key: String, _ before: Snapshot) -> Bool {
        guard case .state(.file(let file)) = before[.file(daemonFile)],
            let document = try? JSONDocument(file.bytes, dialect: .json)
        else { return true }
        return document.root[key]?.flag != false
    }
}
