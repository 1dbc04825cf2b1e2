import ArgumentParser
import Documents
import Hardening
import LinuxMachine
import Observers
import Reports
import Surface
import Vault

struct VaultList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is in the vault, without any value.",
        discussion: """
            Names that nothing on this server refers to are listed below: no openclaw.json, no delivery and no issuer, as after a \
            migration that was undone. What people and scripts get by nacre vault get or run is not known here.

            \(VaultStatus.plain)
            """
    )

    @Option(help: "How it is written.")
    var format: ListingFormat = .text

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let vault = try await choice.open(for: "list")
        let secrets = vault.secrets.sorted { $0.key < $1.key }
        guard format == .text else {
            let rows = secrets.map { name, secret in
                JSONValue.object([
                    ("name", .string(name.text)), ("purpose", .string(secret.purpose)),
                    ("version", .integer(Int(secret.current?.number ?? 0))),
                    ("created", .string(Timestamp(Int(secret.current?.created ?? 0)).machine)),
                    ("fingerprint", .string(Hexadecimal.text(secret.current?.fingerprint ?? []))),
                ])
            }
            return try FileOutput.print(JSONValue.object([("secrets", .array(rows))]).document)
        }
        guard !secrets.isEmpty else {
            return try FileOutput.print(
                "Nothing is in the vault yet; to put something in: \(choice.hint("set NAME"))\n"
            )
        }
        let width = secrets.map(\.key.text.utf8.count).max() ?? 0
        let lines = secrets.map { name, secret in
            let age = VaultAge.words(since: secret.current?.created ?? 0, now: VaultChoice.now)
            let column = name.text + String(repeating: " ", count: width - name.text.utf8.count)
            return
                "\(column)  version \(secret.current?.number ?? 0)  \(age)  \(Sanitizer.report.line(secret.purpose))\n"
        }
        try FileOutput.print(lines.joined() + (try await unused(vault)))
    }

    /// Which names nothing refers to, and how they are taken out.
    private func unused(_ vault: Vault) async throws -> String {
        guard choice.isStandard else { return "" }
        let gateways: [SecretReferences]
        switch await Observer(try LiveSurface()).secretReferences() {
        case .found(let found): gateways = found
        case .absent: gateways = []
        case .unreadable(let why):
            return "\nWhich names are still referred to is not known: \(Sanitizer.report.line("\(why)"))\n"
        }
        return UnusedSecrets(
            names: vault.secrets.keys.sorted(),
            clients: try EnrolledFile.clients(),
            gateways: gateways,
            elsewhere: Set(try DeliveriesFile.deliveries().map(\.secret))
                .union(try IssuersFile.entries().flatMap { [$0.key, $0.value.administrator] })
        ).text
    }
}

/// How old something is, as people say it.
enum VaultAge {
    static func words(since then: UInt64, now: UInt64) -> String {
        let seconds = now > then ? now - then : 0
        switch seconds {
        case ..<3600: return "new"
        case ..<(2 * 86_400): return "\(seconds / 3600) h old"
        default: return "\(seconds / 86_400) days old"
        }
    }
}

struct VaultHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the versions of a secret, without any value.",
        discussion: VaultStatus.plain
    )

    @Argument(help: "What the secret is called.")
    var name: String

    @Option(help: "How it is written.")
    var format: ListingFormat = .text

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let name = try SecretName.typed(name)
        let vault = try await choice.open(for: "history")
        try choice.require(name, in: vault)
        guard let secret = vault.secrets[name] else { throw VaultRefusal(VaultFailure.noSuchSecret(name.text)) }
        guard format == .text else {
            let rows = secret.versions.map { version in
                JSONValue.object([
                    ("version", .integer(Int(version.number))), ("state", .string("\(version.state)")),
                    ("created", .string(Timestamp(Int(version.created)).machine)),
                    ("fingerprint", .string(Hexadecimal.text(version.fingerprint))),
                ])
            }
            return try FileOutput.print(
                JSONValue.object([("name", .string(name.text)), ("versions", .array(rows))]).document
            )
        }
        let lines = secret.versions.map { version in
            "version \(version.number)  \(Timestamp(Int(version.created)).human)  \(version.state.words)\n"
        }
        try FileOutput.print(lines.joined())
    }
}

extension StoredSecret.State {
    var words: String {
        switch self {
        case .current: "in force"
        case .previous: "the previous one, kept"
        case .retired: "no longer kept"
        case .compromised: "no longer kept; somebody else may have it"
        }
    }
}
