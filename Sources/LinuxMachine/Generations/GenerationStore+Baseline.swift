import FoundationEssentials
public import Hardening

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

    /// SHA-256 of the state as it is written down.
    public func digest(of state: State) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // A state of values that are all its own can always be written.
        guard let bytes = try? encoder.encode(state) else { return "" }
        return Cryptography.sha256([UInt8](bytes)).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }
        .joined()
    }
}
