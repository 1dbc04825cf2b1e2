import ArgumentParser
import Catalog
import Controls
import Documents
import Glibc
import Hardening
import LinuxMachine
import Operations
import Profiles
import Reports

struct Accept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Live with a finding, for a reason, and have it counted apart.",
        discussion: """
            Writes into \(ProfileChoice.ownFile) what was found, and why that is all right. The audit then shows it \
            apart, and apply leaves it alone. What is found later and was not there when it was accepted counts as \
            before, and so does everything after the day that --until names.

            Exit status: 0 accepted, withdrawn or listed; 2 wrong arguments, not run as root, or there is nothing to accept; 3 it could \
            not be looked at or written.
            """
    )

    @Argument(
        help: ArgumentHelp("The control's identifier, as in nacre list.", valueName: "id"),
        completion: .list(ControlList.controls(for: .standalone).map(\.id))
    )
    var id: String?

    @Option(help: "Why, for whoever reads it in a year.")
    var reason: String?

    @Option(help: ArgumentHelp("The last day on which it counts, YYYY-MM-DD.", valueName: "date"))
    var until: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Only what was found there, as the evidence names it; may be repeated.",
            valueName: "resource"
        )
    )
    var resources: [String] = []

    @Flag(help: "List what is accepted.")
    var list = false

    @Flag(help: "Accept it no longer.")
    var withdraw = false

    func validate() throws {
        guard list || id != nil else { throw ValidationError("Name a control, or --list what is accepted.") }
        if list, id != nil || withdraw { throw ValidationError("--list stands alone.") }
        guard !list, !withdraw else { return }
        guard let reason, !reason.allSatisfy(\.isWhitespace) else {
            throw ValidationError("--reason is missing: whoever reads this in a year needs to know why.")
        }
        if let until, !Profile.isDay(until) {
            throw ValidationError("--until \(until) is not a day such as 2027-03-31.")
        }
    }

    func run() async throws {
        guard let id else { return try FileOutput.print(try Self.list() + Self.listOfDrift()) }
        guard geteuid() == 0 else { throw ConfigurationError("only root can do this: sudo nacre accept …") }
        if withdraw {
            try AcceptedFile.withdraw(id)
            return try FileOutput.print("\(id) counts again.\n")
        }
        if let until, until < ProfileChoice.today {
            throw ConfigurationError("--until \(until) is over: today is \(ProfileChoice.today)")
        }
        let profile = try ProfileChoice.profile(ProfileChoice.ownName)
        if let cause = ControlList.causes.first(where: { $0.id == id }) {
            throw ConfigurationError(try await Self.oneByOne(cause.entries, of: id, in: profile))
        }
        let control = try Control.named(id, in: profile)
        let seen = try await seen(control, profile)
        // What was accepted before and is over does not come back with it, and what had an end keeps one.
        let before =
            resources.isEmpty ? nil : profile.dropping(acceptancesBefore: ProfileChoice.today).profile.accepted[id]
        let end = [until, before?.until].compactMap { $0 }.min()
        let accepted = Profile.Accepted(reason: reason ?? "", until: end, seen: (before?.seen ?? []).union(seen))
        try AcceptedFile.write(accepted, for: id)
        let words = Sanitizer.report
        let lines = seen.sorted().map { "  " + words.line($0) }
        try FileOutput.print(
            "Accepted\(end.map { " until \($0)" } ?? ""), in \(ProfileChoice.ownFile): \(control.fault).\n"
                + lines.joined(separator: "\n")
                + "\nAnything else that is found there counts. Take it back: sudo nacre accept \(id) --withdraw\n"
        )
    }

    /// What to type for those of a cause's controls that find something here.
    private static func oneByOne(_ entries: Set<Control.ID>, of cause: String, in profile: Profile) async throws
        -> String
    {
        let controls = ControlList.controls(for: profile).filter { entries.contains($0.id) }
        let look = try await SystemLook(root: nil, profile: profile)
        let found = await look.report(controls, profile).outcomes.filter { $0.finding.verdict == .drifted }.map(
            \.entry.id
        )
        guard !found.isEmpty else {
            return "no control of \(cause) found anything here, so that there is nothing to accept"
        }
        return "\(cause) is what several controls have in common; accept them one by one:\n"
            + found.map { "  sudo nacre accept \($0) --reason \"…\"" }.joined(separator: "\n")
    }

    /// What is found now, as far as it was named.
    private func seen(_ control: Control, _ profile: Profile) async throws -> Set<String> {
        let look = try await SystemLook(root: nil, profile: profile)
        guard let outcome = await look.report([control], profile).outcomes.first else { return [] }
        let evidence = outcome.finding.evidence
        let unsure = evidence.first { $0.cause != nil }
        if outcome.finding.verdict == .drifted, let unsure {
            throw ConfigurationError(
                "a part of \(control.id) could not be determined, and what nobody has seen cannot be accepted: "
                    + Sanitizer.report.line("\(unsure.resource): \(unsure.observed)")
            )
        }
        switch outcome.finding.verdict {
        case .drifted: break
        case .unknown:
            FileOutput.writeError(
                "nacre: \(control.id) could not be judged, so that there is nothing to accept: "
                    + "\(evidence.first.map { Sanitizer.report.line($0.observed) } ?? "no reason was given")\n"
            )
            throw ExitCode.couldNotCheck
        case .compliant, .notApplicable:
            throw ConfigurationError("\(control.id) found nothing here, so that there is nothing to accept")
        }
        guard !resources.isEmpty else { return Set(evidence.map(Profile.sight)) }
        // As it is, or as reports show it.
        func isNamed(_ piece: Evidence, _ resource: String) -> Bool {
            piece.resource == resource || Sanitizer.report.line(piece.resource) == resource
        }
        for resource in resources where !evidence.contains(where: { isNamed($0, resource) }) {
            let names = Set(evidence.map(\.resource)).sorted().map { "\"\(Sanitizer.report.line($0))\"" }
            throw ConfigurationError("nothing was found at \(resource); there is \(names.joined(separator: ", "))")
        }
        return Set(evidence.filter { piece in resources.contains { isNamed(piece, $0) } }.map(Profile.sight))
    }

    /// What of drift is accepted, which another command keeps.
    private static func listOfDrift() throws -> String {
        guard geteuid() == 0 else { return "\nWhat of drift is accepted: sudo nacre drift --list-accepted\n" }
        let hardener = RunningHardener(try GenerationStore(), Terminal.current())
        let accepted: [(name: String, acceptance: Baseline.Acceptance?)]
        do {
            accepted = try hardener.acceptances()
        } catch let refused as Refused where refused.isAboutNothing {
            return ""
        }
        guard !accepted.isEmpty else { return "" }
        return "\nOf what is no longer as it was confirmed (sudo nacre drift --withdraw NAME takes it back):\n"
            + DriftAcceptance.list(accepted)
    }

    private static func list() throws -> String {
        let profile = try ProfileChoice.profile(ProfileChoice.ownName)
        guard !profile.accepted.isEmpty else { return "Nothing is accepted on this server.\n" }
        let ended = Set(profile.dropping(acceptancesBefore: ProfileChoice.today).ended)
        let shown = Sanitizer.report
        return profile.accepted.sorted { $0.key < $1.key }.map { id, one in
            let end = one.until.map { ended.contains(id) ? ", over since \($0)" : ", until \($0)" } ?? ""
            let seen = one.seen.sorted().map { "  " + shown.line($0) }.joined(separator: "\n")
            return "\(shown.line(id)): \(shown.line(one.reason))\(end)\n\(seen)\n"
        }.joined()
    }
}
