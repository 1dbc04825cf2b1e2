import Documents
import Hardening

// What changes beside the configuration.
extension KeyMigration {
    struct Blocked: Error, CustomStringConvertible { let description: String }

    /// Has the gateway's container see the program and the socket.
    static func mounting(
        _ delivery: Delivery,
        for site: OpenClawSite,
        on snapshot: Snapshot
    ) -> Result<(target: ComposeTarget, amendment: Amendment), Blocked> {
        let container = site.gateway.container ?? ""
        let targets = snapshot.records(.composeProjects).compactMap(ComposeTarget.init)
        guard let target = targets.first(where: { $0.record[.container] == .text(container) }) else {
            let why = ComposeTarget.absence(of: container, on: snapshot)
            return .failure(
                Blocked(
                    description: "container \(container) \(why); it has to be made anew with "
                        + delivery.mounts.map { "--volume \($0)" }.joined(separator: " ")
                )
            )
        }
        if case .text(let why) = target.record[.composeBlocker] {
            return .failure(Blocked(description: "\(target.service) is not recreated: \(why)"))
        }
        // The command line beside it asks for the gateway's token, too.
        let services = ([target.service] + target.record[.composeSiblings].items).uniqued
        let amendment = target.setting("the vault's program and socket are mounted, read-only") {
            compose throws(SyntaxError) in
            for service in services { try compose.include(delivery.mounts, in: "volumes", of: service) }
        }
        return .success((target, amendment))
    }

    /// Has the unit wait for what answers: with the gateway's token behind it, it would not start without.
    static func ordering(_ site: OpenClawSite) -> [Amendment] {
        guard let unit = site.gateway.unit else { return [] }
        // A user's manager does not know the units of the system; it is itself one of those.
        let name = site.gateway.user == nil ? unit : "user@.service"
        let text = """
            # Nacre: secrets come from the vault.
            [Unit]
            Wants=nacre-vault.service
            After=nacre-vault.service

            """
        let directory = "/etc/systemd/system/\(name).d"
        let words = "\(name) starts after nacre-vault.service"
        return [
            Amendment(.directory(directory), "drop-ins of \(name)", activation: .systemd) {
                $0 == .absent ? .permissions(.init(mode: 0o755)) : $0
            },
            Amendment(.file("\(directory)/80-nacre-vault.conf"), words, activation: .systemd) { _ in
                .file(.init(Array(text.utf8), mode: 0o644))
            },
        ]
    }

    /// A copy that OpenClaw made goes; it is put back with the rest.
    static func removing(_ path: String, at site: OpenClawSite) -> Amendment {
        let words = "removed: a copy by OpenClaw that holds keys in clear"
        return Amendment(.file(path), words, activation: .gateway(site.gateway)) { _ in .absent }
    }

    /// What a person has to know.
    static func notes(_ moves: [Move], _ keys: InstallationKeys, isInContainer: Bool) -> [String] {
        var notes = keys.strays.map { "\($0) holds a key in clear, and OpenClaw did not make it: remove it yourself." }
        notes += staying(moves, keys)
        if moves.contains(where: { $0.key.setting.first == "gateway" }) {
            let name = keys.account?.name
            notes.append(
                "The gateway's own token is behind the vault: without nacre-vault.service the gateway does not start, and "
                    + "neither does openclaw on the command line, which asks for it"
                    + (isInContainer || name == nil
                        ? "." : " and may only do so as \(name ?? ""): sudo -u \(name ?? "") openclaw …")
            )
        }
        return notes.uniqued
    }
}
