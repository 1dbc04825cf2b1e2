import FoundationEssentials
public import Hardening
import Observers

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
