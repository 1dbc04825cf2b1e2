import Catalog
import Hardening
import Surface

extension VaultProgramsObserver {
    /// Programs that an openclaw.json names to be asked for secrets.
    func secretProviders() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        let clients = try await EnrolledClient.all(surface) ?? []
        var records: [Record] = []
        for installation in all where !installation.isClient {
            let providers = installation.root.at("secrets.providers")
            if let doubt = providers.doubt { records.append(Record(installation.configurationPath, doubt: doubt)) }
            for entry in providers.entries where entry.value["source"].text.map({ $0 == "exec" }) ?? true {
                records.append(Self.record(entry.key, entry.value, installation, clients))
            }
        }
        return records
    }

    private static func record(
        _ name: String,
        _ provider: Setting,
        _ installation: Installation,
        _ clients: [EnrolledClient]
    ) -> Record {
        let title = "the provider \(name) of \(installation.configurationPath)"
        let origin = provider["command"].origin ?? provider.origin
        var record = Record(title, identity: [.path: .text(installation.configurationPath)])
        guard provider["source"].text != nil, let command = provider["command"].text else {
            record.doubt =
                provider["source"].doubt ?? provider["command"].doubt
                ?? .notModeled("what it asks is not written there as a text")
            return record
        }
        let arguments = provider["args"].items.map(\.text)
        record.set(.providerCommand, .text(command), from: origin)
        let asksVault =
            name == "nacre" || command.hasPrefix("/opt/nacre/")
            || arguments.contains { $0?.hasPrefix("/run/nacre/") == true }
        record.set(.providerAsksVault, .flag(asksVault), from: origin)
        record.set(.providerFits, fits(command, arguments, installation, clients), from: origin)
        return record
    }

    /// Whether it is the program and the socket of a client that is enrolled.
    static func fits(
        _ command: String,
        _ arguments: [String?],
        _ installation: Installation,
        _ clients: [EnrolledClient]
    ) -> Value {
        guard let container = installation.container else {
            if let doubt = installation.containerDoubt { return .unknown(doubt) }
            return .flag(clients.contains { !$0.isContainer && $0.program == command && arguments == [$0.socket] })
        }
        /// Where a path inside is outside, by the longest mount.
        func outside(_ path: String) -> String? {
            container.mounts.filter { Path.isInside(path, $0.inside) }
                .max { $0.inside.utf8.count < $1.inside.utf8.count }
                .map { $0.outside + path.dropFirst($0.inside.count) }
        }
        let program = outside(command)
        let sockets = arguments.map { $0.flatMap(outside) }
        return .flag(clients.contains { $0.isContainer && $0.program == program && sockets == [$0.socket] })
    }
}
