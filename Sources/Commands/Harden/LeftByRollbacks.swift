import Hardening
import Reports

/// What rollbacks left alone because somebody had changed it since, whole or in part.
struct LeftByRollbacks {
    /// By what it is about, the states that it had before something of Nacre's was put.
    private var before: [Resource: [State]] = [:]

    init(_ generations: [Generation]) {
        for generation in generations where generation.progress == .rolledBack && generation.about.reverts == nil {
            let changes = generation.plan.changes
            for case .left(let number, _) in generation.entries where changes.indices.contains(number) {
                before[changes[number].resource, default: []].append(changes[number].before)
            }
        }
        // What is in force there was put later, and is told as that.
        for generation in generations where generation.progress == .confirmed {
            for change in generation.plan.changes { before[change.resource] = nil }
        }
    }

    /// Without what somebody put back in the meantime, in order.
    func still(_ observe: (Resource) async -> Observation) async -> [Resource] {
        var left: [Resource] = []
        for (resource, states) in before.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            if case .state(let now) = await observe(resource), states.contains(now) { continue }
            left.append(resource)
        }
        return left
    }

    /// Where sshd's files are among it, on which ports SSH answers.
    static func words(_ left: [Resource], ports: [Int]) -> String {
        let names = left.map { Sanitizer.report.line("\($0)") }.joined(separator: ", ")
        let isOfSSH = left.contains { if case .file(let path) = $0 { path.hasPrefix("/etc/ssh/") } else { false } }
        let answers = ports.map { "\($0)" }.joined(separator: ", ")
        return "Left as it is by a rollback, because somebody had changed it since: \(names).\n"
            + (isOfSSH && !ports.isEmpty ? "SSH answers on port \(answers).\n" : "")
    }
}
