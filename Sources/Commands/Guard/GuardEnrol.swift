import ArgumentParser
import Controls
import Glibc
import Hardening
import LinuxMachine
import Operations
import Reports
import Vault

struct GuardEnrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Put agents of OpenClaw behind the guard, each with a placeholder in place of a key.",
        discussion: """
            Every model that the agents ask, fallbacks and helpers as well, gets a provider of its agent's own in openclaw.json, which \
            leads to the guard; the guard gets the vendor's address and the name of the key in the vault. What would go around the \
            guard is named, and nothing is done until it is gone or accepted. Keys have to be in the vault: sudo nacre secrets migrate.

            openclaw.json changes as a generation: shown first, undone unless nacre confirm comes from a new login, and undone later by \
            nacre rollback. What guard.yaml got stays then; nobody has its placeholders any more.

            Exit status: 0 enrolled, or nothing to do; 2 wrong arguments, or not run as root; 3 refused, and nothing was changed; \
            4 something failed, and was put back.
            """
    )

    @Argument(help: ArgumentHelp("Agents, as openclaw.json names them.", valueName: "agent"))
    var agents: [String] = []

    @Flag(help: "All agents.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "Leave a way around the guard as it is; once for each, by the setting that was named.",
            valueName: "setting"
        )
    )
    var accept: [String] = []

    @Option(
        help: ArgumentHelp(
            "Take a provider that no agent asks out of openclaw.json: models.providers.NAME.",
            valueName: "setting"
        )
    )
    var drop: [String] = []

    @Option(
        help: ArgumentHelp(
            "The secret of the vault that is a provider's key, where openclaw.json does not say so.",
            valueName: "provider=name"
        )
    )
    var key: [String] = []

    @Option(
        help: ArgumentHelp(
            "Where the guard is, as the gateway sees it; port 18785 of 127.0.0.1, or of its container's network.",
            valueName: "host:port"
        )
    )
    var address: String?

    @Flag(help: "Leave tool search and code mode of OpenClaw as they are; the guard sees less of what is called then.")
    var keepTools = false

    @OptionGroup var choice: MigrationChoice
    @OptionGroup var vault: VaultChoice

    @Option(help: ArgumentHelp("Undo everything unless it is confirmed in this time: 90s, 5m, 1h.", valueName: "time"))
    var confirmWithin = Patience(seconds: 300)

    @Flag(help: "Show what would be done, and stop there.")
    var dryRun = false

    @Flag(help: "Show every change as a difference; placeholders are masked.")
    var diff = false

    @Flag(help: "Do not ask before it begins.")
    var yes = false

    func validate() throws {
        guard all != !agents.isEmpty else {
            throw ValidationError("name the agents to enrol, or --all (not both); nacre guard list shows them")
        }
    }

    func run() async throws {
        guard geteuid() == 0 else {
            throw ConfigurationError("only root can change the server: sudo nacre guard enrol")
        }
        guard vault.isStandard else {
            throw ConfigurationError("the guard gets its keys from the server's own vault: leave --vault out")
        }
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let keys = try keys()
        Interruption.isTold(.looking)
        let terminal = Terminal.current()
        let order = try await choice.order()
        terminal.progress("Looking for models …")
        let hardener = try await Refusal.explained {
            let hardener = RunningHardener(try GenerationStore(), terminal)
            try await hardener.requireSettled()
            return hardener
        }
        let models = try await Refusal.explained {
            try choice.one(of: try await hardener.installationModels(order)) { $0.installation }
        }
        var wanted = GuardEnrolment.Choice(
            agents: agents,
            accepted: Set(accept),
            dropped: Set(drop),
            keys: keys,
            address: try guardAddress(for: models),
            keepsTools: keepTools
        )
        wanted.holders = try await GuardKeyHolders.all(of: models)
        let whole = try await Refusal.explained {
            try await hardener.enrolment(order, of: models, wanted, minting: GuardPlaceholder.mint)
        }
        terminal.progress(nil)
        let enrolment = whole.enrolment
        guard !enrolment.amendments.isEmpty else {
            return try FileOutput.print("Every model that they ask is behind the guard already.\n")
        }
        let placement = try GuardPlacement(enrolment, address: wanted.address)
        try FileOutput.print(text(whole, terminal))
        guard !dryRun else {
            return try FileOutput.print("\nNothing was changed. To do it: the same without --dry-run\n")
        }
        if !yes { try Apply.ask(terminal, about: whole.draft, command: command) }
        try await placement.put(vault, terminal)

        // The list of the vault's clients has the guard by now, and is a part of the plan.
        let draft = try await Refusal.explained {
            var placeholders = enrolment.entries.map(\.placeholder).makeIterator()
            let again = try await hardener.enrolment(order, of: models, wanted) {
                placeholders.next() ?? GuardPlaceholder.mint()
            }
            guard again.enrolment.entries == enrolment.entries else {
                throw VaultRefusal("openclaw.json was changed meanwhile; nothing was changed in it: try again")
            }
            return again.draft
        }
        Interruption.isTold(.applying)
        let outcome = try await Refusal.explained {
            try await hardener.apply(draft, by: order, within: confirmWithin.seconds)
        }
        Interruption.isOver()
        terminal.progress(nil)
        if let away = await GatewayAbsence.words(of: hardener.host) { try FileOutput.print(away) }
        try await Apply.tell(outcome)
    }

    /// What it is called by again.
    private var command: String { "nacre guard enrol " + (all ? "--all" : agents.joined(separator: " ")) }

    private func keys() throws -> [String: String] {
        var keys: [String: String] = [:]
        for text in key {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw ConfigurationError("--key \(text): write PROVIDER=NAME") }
            keys[parts[0].lowercased()] = try SecretName.typed(parts[1]).text
        }
        return keys
    }

    private func guardAddress(for models: InstallationModels) throws -> String {
        if let address {
            guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]),
                (1...65_535).contains(port), colon != address.startIndex,
                !address.contains("/"), !address.contains(" ")
            else { throw ConfigurationError("--address \(address): write HOST:PORT, such as 172.18.0.1:18785") }
            return address
        }
        guard let container = models.container, models.hasOwnNetwork else { return "127.0.0.1:18785" }
        if models.bridges.count == 1 { return "\(models.bridges[0]):18785" }
        let networks = models.bridges.isEmpty ? "no network that this server has an address in" : "several networks"
        let some = models.bridges.isEmpty ? ["172.18.0.1"] : models.bridges
        throw ConfigurationError(
            "the container \(container) of the gateway is in \(networks). Name the address of this server over which it is to ask the "
                + "guard, which listens there then: \(some.map { "--address \($0):18785" }.joined(separator: ", or "))"
        )
    }

    private func text(_ whole: EnrolmentDraft, _ terminal: Terminal) -> String {
        let enrolment = whole.enrolment
        let plan = whole.draft.text(
            terminal.style,
            showsDifferences: diff,
            hiding: enrolment.entries.map(\.placeholder),
            command: command
        )
        let lines = enrolment.entries.map { entry in
            let key = entry.key.map { "key \($0) of the vault" } ?? "no key"
            return "  \(entry.name): \(entry.dialect), \(entry.upstream), \(key)"
        }
        let notes = enrolment.notes.flatMap { terminal.style.wrap($0, lead: "  -", indent: 4) }
        let head = lines.isEmpty ? [] : ["Behind the guard:"]
        let shown = ["OpenClaw in \(enrolment.installation)", ""] + head + lines + notes
        return shown.map { Sanitizer.report.line($0) + "\n" }.joined() + "\n" + plan
    }
}
