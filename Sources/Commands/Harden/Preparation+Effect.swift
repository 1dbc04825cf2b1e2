import Hardening
import LinuxMachine

extension Preparation {
    /// Seconds in which daemons must show that they took everything over.
    private static let settling = 45

    /// Judges the machine anew until the controls hold.
    ///
    /// What the controls could not tell before the change either is no failure of it.
    ///
    /// - Throws: `TransactionError.notEffective` for the first that still does not when the daemons had their time; one
    ///   that cannot be told, and could before, does not hold.
    func requireEffect(
        of identifiers: Set<Control.ID>,
        but blindSpots: BlindSpots,
        report: (String) -> Void
    ) async throws {
        report("Looking at what is true now")
        let end = Uptime.now + Self.settling
        while true {
            let failing = try await audit().entries.lazy.filter { identifiers.contains($0.control.id) }
                .compactMap { entry in blindSpots.failure(entry).map { (entry.control.id, $0) } }.first
            guard let (control, evidence) = failing else { return }
            if Uptime.now >= end {
                throw TransactionError.notEffective(control, "\(evidence.resource): \(evidence.observed)")
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
