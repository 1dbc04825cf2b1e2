import ArgumentParser
import Hardening
import Profiles
import Reports

/// What is said of secrets that may lie where they do.
struct AllowanceChoice: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Let the secret of that fingerprint lie where it does, for a --reason; it is counted apart.",
            valueName: "fingerprint"
        )
    )
    var allow: String?

    @Option(help: "With --allow: why, for whoever reads it in a year.")
    var reason: String?

    @Option(help: ArgumentHelp("With --allow: the last day on which it counts, YYYY-MM-DD.", valueName: "date"))
    var until: String?

    @Flag(help: "With --allow: allow it no longer.")
    var withdraw = false

    @Flag(help: "List what is allowed.")
    var allowed = false

    /// Whether that is all that is wanted.
    var isAsked: Bool { allow != nil || allowed }

    func validate() throws {
        guard let allow else {
            guard reason == nil, until == nil, !withdraw else {
                throw ValidationError("--reason, --until and --withdraw belong to --allow.")
            }
            return
        }
        guard !allowed else { throw ValidationError("--allowed stands alone.") }
        guard AllowedLeaks.isFingerprint(allow) else {
            throw ValidationError(
                "--allow \(allow) is no fingerprint: it has 16 hexadecimal digits, as the report shows it."
            )
        }
        guard !withdraw else {
            guard reason == nil, until == nil else {
                throw ValidationError("--withdraw takes no --reason and --until.")
            }
            return
        }
        guard let reason, !reason.allSatisfy(\.isWhitespace) else {
            throw ValidationError("--reason is missing: whoever reads this in a year needs to know why.")
        }
        if let until, !Profile.isDay(until) {
            throw ValidationError("--until \(until) is not a day such as 2027-03-31.")
        }
    }

    /// Does it.
    func carryOut(in file: AllowedLeaksFile?, today: String = ProfileChoice.today) throws {
        guard let file else {
            throw ConfigurationError("neither XDG_CONFIG_HOME nor HOME says where this account keeps its settings")
        }
        guard let allow else { return try FileOutput.print(Self.list(try file.read(), today)) }
        if withdraw {
            try file.withdraw(allow)
            return try FileOutput.print("\(allow) counts again.\n")
        }
        if let until, until < today { throw ConfigurationError("--until \(until) is over: today is \(today)") }
        try file.add(AllowedLeaks.Allowance(reason: reason ?? "", until: until), for: allow)
        try FileOutput.print(
            "Allowed\(until.map { " until \($0)" } ?? ""), in \(Sanitizer.leaks.line(file.path)): \(allow).\n"
                + "Take it back: \(file.owner == 0 ? "sudo " : "")nacre leaks --allow \(allow) --withdraw\n"
        )
    }

    static func list(_ allowed: AllowedLeaks, _ today: String) -> String {
        guard !allowed.all.isEmpty else { return "Nothing is allowed.\n" }
        let ended = allowed.ended(before: today)
        return allowed.all.sorted { $0.key < $1.key }.map { fingerprint, one in
            let end = one.until.map { ended[fingerprint] != nil ? ", over since \($0)" : ", until \($0)" } ?? ""
            return "\(fingerprint): \(Sanitizer.leaks.line(one.reason))\(end)\n"
        }.joined()
    }
}
