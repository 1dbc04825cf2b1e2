import FoundationEssentials
public import Hardening
import Observers

/// What every control said when a generation was confirmed: what later audits are compared with.
public struct Baseline: Hashable, Codable, Sendable {
    /// Seconds since 1970.
    public let taken: Int
    public let verdicts: [Control.ID: Finding.Verdict]

    public init(taken: Int, verdicts: [Control.ID: Finding.Verdict]) {
        self.taken = taken
        self.verdicts = verdicts
    }

    /// What held at an earlier confirmation counts as held still.
    ///
    /// Else whatever lapsed between two confirmations would be forgotten by the second one, which was about something
    /// else. Who gives up a control on purpose says so in the profile.
    public func carrying(_ earlier: Baseline) -> Baseline {
        Baseline(
            taken: taken,
            verdicts: verdicts.merging(earlier.verdicts) { now, before in
                before == .compliant && now != .notApplicable ? before : now
            }
        )
    }
}

extension GenerationStore {
    public func save(_ baseline: Baseline, of generation: Generation) throws(StoreError) {
        do {
            let bytes = [UInt8](try JSONEncoder().encode(baseline))
            try FileWriter.replace(path(generation.number, "baseline"), with: .init(bytes, mode: 0o600))
        } catch {
            throw StoreError("the baseline of generation \(generation.number) could not be written: \(error)")
        }
    }

    /// None where the generation was confirmed without one, as after a crash in the middle of the confirmation.
    public func baseline(of generation: Generation) throws(StoreError) -> Baseline? {
        let bytes = try bytes(generation.number, "baseline", limit: 1 << 20, orEmpty: true)
        return bytes.isEmpty ? nil : try decoded(Baseline.self, bytes, generation.number)
    }
}
