import Hardening
import LinuxMachine

extension Preparation {
    /// Seconds in which daemons must show that they took everything over.
    private static let settling = 45

    /// Judges the machine anew until the controls hold.
    ///
    /// - Throws: `TransactionError.notEffective` for the first that still does not when the daemons had their time; one
    ///   that cannot be told does not hold.
    func requireEffect(of identifiers: Set<Control.ID>, report: (String) -> Void) async throws {
        report("Looking at what is true now")
        let end = Uptime.now + Self.settling
        while true {
            let failing = try await audit().entries.first {
                let verdict = $0.finding.verdict
                return identifiers.contains($0.control.id) && (verdict == .drifted || verdict == .unknown)
            }
            guard let failing else { return }
            if Uptime.now >= end {
                let seen = failing.finding.evidence.first.map { "\($0.resource): \($0.observed)" } ?? "no evidence"
                throw TransactionError.notEffective(failing.control.id, seen)
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    /// Ports by which the login that confirms may come, where the plan moves SSH; none where any will do.
    func loginPorts(after plan: Plan) -> [Int] {
        let movesPort = plan.changes.contains { $0.interim != nil && $0.because.contains("ssh.listen-on-agreed-port") }
        return movesPort ? [profile.ssh.port] : []
    }
}
