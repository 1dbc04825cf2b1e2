import Catalog

/// A made-up detector of password guessing: an entry that has nothing to do with controls and machines.
struct GuessDetector: Entry {
    enum Source: String, EntryGroup {
        case sshd, web

        var title: String {
            switch self {
            case .sshd: "SSH log"
            case .web: "Web log"
            }
        }
    }

    static let vocabulary = Vocabulary(
        entry: Term("detector"),
        group: Term("source"),
        report: "watch",
        target: "log",
        compliant: "quiet",
        drifted: "detected",
        beginning: "Look at these first",
        notMeasured: ["what was never logged"]
    )

    let group: Source
    let title: String
    let fault: String
    let severity: Severity
    /// So many failures in a row are guesses.
    let limit: Int

    var id: String { "\(group.id).find-guesses" }
    let rationale = "Somebody tries one password after the other until one opens."
    let references = [Reference("sshd(8)", "AUTHENTICATION")]
    let remedy = "nacre apply --layer intrusion"

    var details: [Page.Section] { [Page.Section("When it fires", items: ["\(limit) failures in a row"])] }

    var examples: [Example<[String], Finding.Verdict>] {
        [
            Example("one typo", ["Failed password for ann", "Accepted password for ann"], is: .compliant),
            Example("a row of failures", Array(repeating: "Failed password for root", count: limit), is: .drifted),
            Example("a log that holds nothing", [], is: .unknown),
        ]
    }

    func answer(to log: [String]) -> Finding.Verdict { finding(in: log).verdict }

    func finding(in log: [String]) -> Finding {
        guard !log.isEmpty else {
            return Finding(
                verdict: .unknown,
                evidence: [Evidence(group.title, observed: "could not look: the log is empty", wanted: title)]
            )
        }
        var run: [Int] = []
        for (index, line) in log.enumerated() {
            run = line.hasPrefix("Failed password") ? run + [index] : []
            guard run.count >= limit else { continue }
            let evidence = Evidence(
                group.title,
                observed: line,
                wanted: "fewer than \(limit) failures in a row",
                file: "/var/log/auth.log",
                line: index + 1
            )
            return Finding(verdict: .drifted, evidence: [evidence])
        }
        return Finding(verdict: .compliant)
    }

    static let ssh = Self(
        group: .sshd,
        title: "No passwords are guessed over SSH",
        fault: "Passwords were guessed over SSH",
        severity: .high,
        limit: 3
    )
    static let web = Self(
        group: .web,
        title: "No passwords are guessed over HTTPS",
        fault: "Passwords were guessed over HTTPS",
        severity: .medium,
        limit: 5
    )
}
