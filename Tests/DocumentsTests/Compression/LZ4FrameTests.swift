import MachineTesting
import Documents
import Testing

@Suite struct LZ4FrameTests {
    /// A frame to damage: one run of literals, one overlapping match, more literals.
    private let frame: [UInt8] =
        [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0x82, 0x0D, 0, 0, 0]
        + [0x3B, 0x61, 0x62, 0x63, 0x03, 0x00, 0x40, 0x61, 0x62, 0x63, 0x0A] + [0, 0]
        + [0, 0, 0, 0]

    @Test func `unpacks overlapping matches`() throws {
        var block: [UInt8] = [0x38, 0x61, 0x62, 0x63, 0x03, 0x00]
        block += [0x50] + Array("done\n".utf8)
        let frame: [UInt8] =
            [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0x82] + [UInt8(block.count), 0, 0, 0] + block + [0, 0, 0, 0]
        let text = String(decoding: try LZ4Frame.decompress(frame, limit: 1000), as: UTF8.self)
        #expect(text == "abcabcabcabcabcdone\n")
        #expect(throws: SyntaxError.self) { try LZ4Frame.decompress(frame, limit: 10) }
    }

    @Test func `never traps on damaged frames`() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<3000 {
            var bytes = frame
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 7..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            guard let output = try? LZ4Frame.decompress(bytes, limit: 1 << 16) else { continue }
            #expect(output.count <= 1 << 16)
        }
    }
}
