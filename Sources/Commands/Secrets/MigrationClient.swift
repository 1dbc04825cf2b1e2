import Controls
import Hardening
import LinuxMachine
import Vault

/// What an installation is enrolled as, or will be.
enum MigrationClient {
    /// A client for it, with the secrets that it has already; `name` is what it is to be called, made up where there is none.
    static func client(
        for keys: InstallationKeys,
        named name: String?,
        among enrolled: [VaultClient]
    ) throws -> VaultClient {
        guard let account = keys.account else {
            throw VaultRefusal(
                "which account runs the gateway of \(keys.installation) is not known; start it first, and try again"
            )
        }
        let place: VaultClient.Place = keys.container == nil ? .account : .container
        // Containers have the same account as a rule: who one is, its directory says.
        let there = enrolled.first { client in
            client.place == place && client.account == account.user && client.state == keys.installation
                && (name == nil || client.name == name)
        }
        let own = name ?? there?.name ?? free(made(from: keys), among: enrolled)
        guard there != nil || !enrolled.contains(where: { $0.name == own }) else {
            throw VaultRefusal("\(own) is enrolled for something else already; choose another name: --client NAME")
        }
        return try explained { () throws(VaultStoreFailure) in
            try VaultClient(
                own,
                at: place,
                account: account.user,
                group: account.group,
                secrets: there?.secrets ?? [],
                user: place == .container ? nil : account.name,
                state: keys.installation
            )
        }
    }

    private static func free(_ name: String, among enrolled: [VaultClient]) -> String {
        let names = Set(enrolled.map(\.name))
        return ([name] + (2...999).map { "\(name.prefix(36))-\($0)" }).first { !names.contains($0) } ?? name
    }

    /// `/srv/claw/.openclaw` and `/home/claw/.openclaw-work` as `claw` and `claw-work`.
    private static func made(from keys: InstallationKeys) -> String {
        let parts = keys.installation.split(separator: "/").map(String.init)
        let last = parts.last ?? ""
        let isHidden = last.hasPrefix(".")
        let base = (isHidden || last == "state" ? parts.dropLast().last : last) ?? "openclaw"
        let profile = isHidden ? last.split(separator: "-", maxSplits: 1).dropFirst().map { "-\($0)" }.joined() : ""
        let plain = (base + profile).lowercased().map { character in
            character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
        }
        let name = String(String(plain.drop { $0 == "-" }).prefix(40))
        return name.isEmpty ? "openclaw" : name
    }

    /// How it gets at its keys, as the gateway sees it.
    static func delivery(to client: VaultClient) -> KeyMigration.Delivery {
        let program = SecretLauncher(of: client).path
        guard client.place == .container else {
            return .init(client: client.name, command: program, socket: client.socket, mounts: [])
        }
        let directory = program.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
        return .init(
            client: client.name,
            command: "/opt/nacre/nacre-secret",
            socket: "/run/nacre/socket",
            mounts: ["\(directory):/opt/nacre:ro", "\(client.directory):/run/nacre:ro"]
        )
    }
}
