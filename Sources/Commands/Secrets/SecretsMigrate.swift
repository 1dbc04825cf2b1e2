import ArgumentParser
import Controls
import Glibc
import Hardening
import LinuxMachine
import Observers
import Operations
import Reports
import Surface
import Vault

struct SecretsMigrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Move the keys of an OpenClaw into the vault, and leave references in their place.",
        discussion: """
            The server needs a vault first: sudo nacre vault init.

            Every key that the installed version takes by reference goes into the server's vault, out of openclaw.json, what \
            it includes, .env, and what gives it its environment; copies that OpenClaw made of them go. The gateway is enrolled, and asks for its keys \
            when it starts. What stays, and why, is said first.

            It is a generation like any other: shown first, undone unless nacre confirm comes from a new login, and undone \
            later by nacre rollback. The keys stay in the vault then.

            Exit status: 0 moved, or nothing to move; 2 wrong arguments, or not run as root; 3 refused, and nothing was \
            changed; 4 something failed, and was put back.
            """
    )

    @OptionGroup var choice: MigrationChoice
    @OptionGroup var vault: VaultChoice

    @Option(
        help: ArgumentHelp(
            "What the installation is enrolled as; made from its directory if not given.",
            valueName: "name"
        )
    )
    var client: String?

    @Option(help: ArgumentHelp("Undo everything unless it is confirmed in this time: 90s, 5m, 1h.", valueName: "time"))
    var confirmWithin = Patience(seconds: 300)

    @Flag(help: "Show what would be done, and stop there.")
    var dryRun = false

    @Flag(help: "Show every change as a difference; values are masked.")
    var diff = false

    @Flag(help: "Do not ask before it begins.")
    var yes = false

    func run() async throws {
        guard geteuid() == 0 else {
            throw ConfigurationError("only root can change the server: sudo nacre secrets migrate")
        }
        guard vault.isStandard else {
            throw ConfigurationError("gateways get their keys from the server's own vault: leave --vault out")
        }
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        Interruption.isTold(.looking)
        let terminal = Terminal.current()
        let order = try await choice.order()
        let store = try vault.store(for: "init")
        let sources = try explained { () throws(VaultStoreFailure) in try store.head().sources }
        if let objection = VaultService.objection(to: sources) { throw VaultRefusal(objection) }
        terminal.progress("Looking for keys …")
        let hardener = try await Refusal.explained {
            let hardener = RunningHardener(try GenerationStore(), terminal)
            try await hardener.requireSettled()
            return hardener
        }
        let keys = try await Refusal.explained {
            try choice.one(of: try await hardener.keys(order)) { $0.installation }
        }
        if let blocker = keys.blocker { throw VaultRefusal("\(keys.installation): \(blocker)") }
        guard keys.keys.contains(where: { $0.blocker == nil }) else {
            terminal.progress(nil)
            return try FileOutput.print(KeysText.head(keys) + KeysText.text(keys) + "There is nothing to move.\n")
        }
        let asking = try MigrationClient.client(
            for: keys,
            named: client,
            among: try EnrolledFile.clients()
        )
        let whole = try await Refusal.explained {
            try await hardener.migration(order, of: keys, by: MigrationClient.delivery(to: asking))
        }
        terminal.progress(nil)
        try await requireSame(whole.migration)
        try FileOutput.print(text(whole, keys, terminal))
        guard !dryRun else {
            return try FileOutput.print("\nNothing was changed. To do it: sudo nacre secrets migrate\n")
        }
        if !yes { try Apply.ask(terminal, about: whole.draft, command: "nacre secrets migrate") }
        let unresolved = await Self.unresolved(in: whole.migration.installation)
        try await hand(over: whole.migration, to: asking)

        Interruption.isTold(.applying)
        let outcome = try await Refusal.explained {
            try await hardener.apply(whole.draft, by: order, within: confirmWithin.seconds) {
                terminal.progress("Asking OpenClaw whether it resolves them …")
                try await Self.requireResolved(whole.migration.installation, but: unresolved)
            }
        }
        Interruption.isOver()
        terminal.progress(nil)
        if let away = await GatewayAbsence.words(of: hardener.host) { try FileOutput.print(away) }
        try await Apply.tell(outcome)
    }

    /// How many references OpenClaw does not resolve as it is; none where it cannot be asked.
    private static func unresolved(in installation: String) async -> Int {
        guard let own = await references(of: installation),
            case .unresolved(let count, _) = await ReferenceCheck(own).run()
        else { return 0 }
        return count
    }

    private static func references(of installation: String) async -> SecretReferences? {
        guard let surface = try? LiveSurface(), case .found(let all) = await Observer(surface).secretReferences() else {
            return nil
        }
        return all.first { $0.directory == installation }
    }

    /// - Throws: where OpenClaw itself says that it does not resolve more references than before.
    private static func requireResolved(_ installation: String, but before: Int) async throws {
        guard let own = await references(of: installation) else {
            throw VaultRefusal("\(installation) could not be looked at again")
        }
        switch await ReferenceCheck(own).run() {
        case .resolved(let count):
            FileOutput.writeError("OpenClaw itself resolves its references: \(count) of \(count).\n")
        case .notAsked(let why):
            FileOutput.writeError("OpenClaw was not asked whether it resolves its references: \(why).\n")
        case .unresolved(let count, let all):
            let words =
                "OpenClaw resolves \(all - count) of \(all) references; which not: openclaw secrets audit --allow-exec"
            guard count <= before else { throw VaultRefusal(words) }
            FileOutput.writeError("\(words). It did not resolve \(before) before, either.\n")
        }
    }

    private func text(_ whole: MigrationDraft, _ keys: InstallationKeys, _ terminal: Terminal) -> String {
        let values = whole.migration.moves.map(\.key.value)
        let plan = whole.draft.text(
            terminal.style,
            showsDifferences: diff,
            hiding: values,
            command: "nacre secrets migrate"
        )
        let weak = whole.migration.moves.filter {
            $0.key.setting.first == "gateway" && TokenStrength.isWeak($0.key.value)
        }
        let warnings = weak.map {
            "\($0.key.words) is short, or one that anybody would try, and stays so in the vault. A better one, once this is confirmed: "
                + "openssl rand -hex 32 | sudo nacre vault rotate \($0.name) --yes"
        }
        let shared = keys.container == nil ? nil : keys.account.flatMap { SharedNumber.warning($0.user) }
        let notes = (warnings + [shared].compactMap(\.self) + whole.migration.notes).flatMap {
            terminal.style.wrap($0, lead: "  -", indent: 4)
        }
        return KeysText.head(keys) + KeysText.text(keys, moves: whole.migration.moves) + "\n"
            + notes.map { Sanitizer.report.line($0) + "\n" }.joined() + (notes.isEmpty ? "" : "\n") + plan
    }

    /// - Throws: where the vault has other values under their names.
    private func requireSame(_ migration: KeyMigration) async throws {
        let vault = try await vault.open(for: "migrate")
        let others = try migration.moves.filter { move in
            let name = try SecretName.typed(move.name)
            guard vault.secrets[name] != nil else { return false }
            return try !vault.value(name).equals(SecretBytes(Array(move.key.value.utf8)))
        }
        guard !others.isEmpty else { return }
        let lines = others.map { "\n    \($0.name), and \($0.key.words)" }.joined()
        let putting = others.map { "\n    sudo nacre vault set \($0.name)" }.joined()
        let getting = others.map { "\n    sudo nacre vault get \($0.name) --reveal" }.joined()
        throw VaultRefusal(
            "the vault holds other values than OpenClaw uses, and nothing was changed:\(lines)\nWhere that of OpenClaw is the right one, put it "
                + "there first:\(putting)\nWhere that of the vault is, as after a rotation, take it to where OpenClaw has "
                + "the other one:\(getting)"
        )
    }

    /// Puts the keys into the vault, and has them handed to the gateway.
    private func hand(over migration: KeyMigration, to client: VaultClient) async throws {
        let names = try Dictionary(
            migration.moves.map { (try SecretName.typed($0.name), $0.key) }
        ) { first, _ in first }
        try await vault.change(for: "set") { vault in
            if let objection = VaultService.objection(to: vault.sources) { throw VaultRefusal(objection) }
            for (name, key) in names.sorted(by: { $0.key < $1.key }) {
                let value = SecretBytes(Array(key.value.utf8))
                if vault.secrets[name] != nil {
                    guard try vault.value(name).equals(value) else {
                        throw VaultRefusal(
                            "the vault holds another value as \(name) already, and nothing was changed. Where the one of \(key.words) is "
                                + "the right one, put it there first: sudo nacre vault set \(name)"
                        )
                    }
                    continue
                }
                try vault.set(name, to: value, purpose: "OpenClaw \(key.words)", now: VaultChoice.now)
            }
        }
        let all = Set(client.secrets).union(names.keys).sorted()
        let whole = try explained { () throws(VaultStoreFailure) in
            try VaultClient(
                client.name,
                at: client.place,
                account: client.account,
                group: client.group,
                secrets: all,
                user: client.user,
                state: client.state
            )
        }
        _ = try await Enrollment(client: whole).put()
    }
}
