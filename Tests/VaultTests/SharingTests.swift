import Testing

@testable import Vault

/// Many tasks hold and read the same secrets, and give them back, while others are made.
struct SharingTests {
    @Test("secrets that many read at once stay what they are until nobody holds them")
    func shared() async {
        let kept = SecretBytes([UInt8](repeating: 7, count: 4096))
        let wrong = await withTaskGroup(of: Int.self) { group in
            for task in 0..<64 {
                group.addTask {
                    var wrong = 0
                    for round in 0..<200 {
                        let byte = UInt8(truncatingIfNeeded: task &* 31 &+ round)
                        let own = SecretBytes([UInt8](repeating: byte, count: 1 + round * 7))
                        if own.exposed.contains(where: { $0 != byte }) { wrong += 1 }
                        if kept.exposed.contains(where: { $0 != 7 }) { wrong += 1 }
                    }
                    return wrong
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
