import Documents
import Leaks
import Reports

/// What was found and does not count, for somebody allowed it.
struct LeaksAside {
    var allowed: [LeakReport.Secret] = []
    /// Why each of them is allowed.
    var allowances: [String: AllowedLeaks.Allowance] = [:]
    /// Allowances of what was found that have come to their end, with their last days.
    var ended: [String: String] = [:]

    /// Lines of the report; nothing where there is nothing to say.
    var text: String {
        var text = ""
        if !allowed.isEmpty {
            let finds = allowed.reduce(0) { $0 + $1.places.count }
            let shown = allowed.prefix(20).map(\.fingerprint).joined(separator: ", ")
            let more = allowed.count > 20 ? " and \(allowed.count - 20) more" : ""
            text +=
                "\(finds == 1 ? "1 find is" : "\(finds) finds are") allowed (\(shown)\(more)): "
                + "\(LeakCommandLine.text("--allowed"))\n"
        }
        for (fingerprint, day) in ended.sorted(by: { $0.key < $1.key }) {
            text += "\(fingerprint) was allowed until \(day), and counts again.\n"
        }
        return text
    }

    func json(_ secret: LeakReport.Secret, _ members: JSONValue) -> JSONValue {
        guard case .object(let known) = members, let one = allowances[secret.fingerprint] else { return members }
        return .object(
            known.map { ($0.key, $0.value) } + [("reason", .string(one.reason)), ("until", .optional(one.until))]
        )
    }
}

extension LeakReport {
    /// Finds that count.
    var counting: [Leak] { secrets.flatMap(\.places).map(\.leak) }

    /// Takes out what is allowed on a day.
    func setting(aside allowed: AllowedLeaks, on day: String) -> LeakReport {
        var report = self
        report.aside.allowances = allowed.counting(on: day)
        report.secrets.removeAll { report.aside.allowances[$0.fingerprint] != nil }
        report.aside.allowed = secrets.filter { report.aside.allowances[$0.fingerprint] != nil }
        let found = Set(secrets.map(\.fingerprint))
        report.aside.ended = allowed.ended(before: day).filter { found.contains($0.key) }.compactMapValues(\.until)
        return report
    }
}
