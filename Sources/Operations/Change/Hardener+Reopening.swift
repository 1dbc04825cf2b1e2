import Catalog
import Controls
public import Hardening

/// What is about to be taken back.
public struct TakingBack: Sendable {
    /// The newest first.
    public let generations: [Generation]
    /// What holds now and will not, of what OpenClaw's own files decide; as far as it can be seen.
    public let reopening: [Control]
    /// Why that could not be seen; none where it could, or where nobody looked.
    public let unseen: String?
}

extension Hardener {
    /// Looks what taking back what was confirmed makes of OpenClaw's settings: old values come back that no change was asked
    /// for, such as a token that somebody has replaced since.
    func takingBack(_ generations: [Generation]) async -> TakingBack {
        let confirmed = generations.filter { $0.progress == .confirmed && $0.about.reverts == nil }
        guard let newest = confirmed.first else {
            return TakingBack(generations: generations, reopening: [], unseen: nil)
        }
        do {
            let planner = planner(try order(of: newest))
            let reversal = try await Reversal(
                of: confirmed.map { $0.plan.without($0.entries.neverMade) },
                on: host,
                reconcile: ConfigurationReversal.reconcile
            )
            let controls = rules.controls(planner.profile).filter { $0.layer == .openclaw && $0.severity >= .high }
            let resources = Set(controls.flatMap(\.resources))
            let looking = try planner.looking()
            let now = await looking.foresee(Plan(profile: "", stages: []), of: resources)
            let then = await looking.foresee(reversal.plan, of: resources)
            let reopening = controls.filter { control in
                control.audit(then).verdict == .drifted && control.audit(now).verdict != .drifted
            }
            return TakingBack(generations: generations, reopening: reopening, unseen: nil)
        } catch {
            return TakingBack(generations: generations, reopening: [], unseen: "\(error)")
        }
    }
}
