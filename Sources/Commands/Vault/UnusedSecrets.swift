import LinuxMachine
import Observers
import Reports
import Vault

/// Names of the vault that nothing on the server refers to.
struct UnusedSecrets {
    let names: [SecretName]
    let clients: [VaultClient]
    let gateways: [SecretReferences]
    /// Names that are delivered, or that issuers are about.
    let elsewhere: Set<SecretName>

    /// Those that nothing refers to, each with the clients that may still ask for it.
    var all: [(name: SecretName, clients: [VaultClient])] {
        names.filter { !elsewhere.contains($0) }.compactMap { name in
            let consumers = SecretConsumer.all(of: name, among: clients, gateways)
            // Where no configuration was found that asks at its socket, or one was not read whole, nobody can tell.
            guard consumers.allSatisfy({ $0.settings.isEmpty && isKnown($0) }) else { return nil }
            return (name, clients.filter { $0.secrets.contains(name) })
        }
    }

    private func isKnown(_ consumer: SecretConsumer) -> Bool {
        if let gateway = consumer.gateway { return gateway.doubt == nil }
        // A configuration that has no reference to the vault any more, such as after a rollback, asks at no socket.
        guard let state = consumer.client.state, let own = gateways.first(where: { $0.directory == state }) else {
            return false
        }
        return own.doubt == nil
    }

    var text: String {
        let all = all
        guard !all.isEmpty else { return "" }
        var text = "\nNothing on this server refers to:\n"
        for (name, clients) in all {
            let still = clients.isEmpty ? "" : "  (\(clients.map(\.name).joined(separator: ", ")) may still ask for it)"
            text += "    \(name)\(Sanitizer.report.line(still))\n"
        }
        text += "If nobody gets them by nacre vault get or run:\n"
        text += all.map { "    sudo nacre vault remove \($0.name)\n" }.joined()
        let enrolled = Set(all.flatMap(\.clients).map(\.name)).sorted()
        guard !enrolled.isEmpty else { return text }
        text += "Whoever needs the vault no longer:\n"
        return text + enrolled.map { "    sudo nacre vault enroll \($0) --withdraw\n" }.joined()
    }
}
