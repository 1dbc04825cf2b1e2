import CVectorscan
import Synchronization

/// The words of the catalogue, compiled by Vectorscan: all are found in one pass over a text.
///
/// The literals are in the catalogue; no text that is scanned, and no secret, becomes a pattern.
@safe final class WordDatabase: Sendable {
    /// Never written once it is compiled; any number of scans may read it at the same time.
    private let address: UInt
    /// Working memory, one for each scan that runs at the same time.
    private let spare: Mutex<[Scratch]>

    @safe private struct Scratch: Sendable {
        /// Used by whoever took it out of the spare ones.
        let address: UInt
        var pointer: OpaquePointer? { unsafe OpaquePointer(bitPattern: address) }
    }

    private var database: OpaquePointer? { unsafe OpaquePointer(bitPattern: address) }

    /// Nothing where Vectorscan does not run on this processor, or has no memory.
    init?(_ literals: [Words.Literal]) {
        // One array for all texts, so that their places stay the same while they are compiled.
        var texts: [CChar] = []
        var starts: [Int] = []
        for literal in literals {
            starts.append(texts.count)
            texts += literal.text.map { CChar(bitPattern: $0) }
        }
        var compiled: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        let result = unsafe texts.withUnsafeBufferPointer { texts in
            unsafe hs_compile_lit_multi(
                starts.map { place in unsafe texts.baseAddress.map { unsafe $0 + place } },
                literals.map { $0.isFolded ? UInt32(HS_FLAG_CASELESS) : 0 },
                literals.indices.map { UInt32($0) },
                literals.map(\.text.count),
                UInt32(literals.count),
                UInt32(HS_MODE_BLOCK),
                nil,
                &compiled,
                &failure
            )
        }
        unsafe hs_free_compile_error(failure)
        guard result == HS_SUCCESS, let compiled = unsafe compiled else { return nil }
        address = UInt(bitPattern: compiled)
        spare = Mutex([])
    }

    deinit {
        for scratch in spare.withLock({ $0 }) { unsafe hs_free_scratch(scratch.pointer) }
        unsafe hs_free_database(database)
    }

    /// Tells each word and where it ends; false where there was no memory for it, and nothing can be said.
    func search(_ bytes: UnsafeRawBufferPointer, _ found: (Int, Int) -> Void) -> Bool {
        guard let start = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress else { return true }
        guard let scratch = spare.withLock({ $0.popLast() }) ?? makeScratch() else { return false }
        defer { spare.withLock { $0.append(scratch) } }
        return withoutActuallyEscaping(found) { found in
            unsafe withUnsafePointer(to: found) { receiver in
                unsafe hs_scan(
                    database,
                    start,
                    UInt32(bytes.count),
                    0,
                    scratch.pointer,
                    { word, _, end, _, receiver in
                        unsafe receiver?.assumingMemoryBound(to: ((Int, Int) -> Void).self).pointee(Int(word), Int(end))
                        return 0
                    },
                    UnsafeMutableRawPointer(mutating: receiver)
                ) == HS_SUCCESS
            }
        }
    }

    private func makeScratch() -> Scratch? {
        var scratch: OpaquePointer?
        guard unsafe hs_alloc_scratch(database, &scratch) == HS_SUCCESS else { return nil }
        return unsafe scratch.map { Scratch(address: UInt(bitPattern: $0)) }
    }
}
