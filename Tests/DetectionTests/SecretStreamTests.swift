import FoundationEssentials
import MachineTesting
import Testing

@testable import Detection

@Suite struct SecretStreamTests {
    @Test func `a secret that lies across what is decided at once is told with its bytes and its line`() {
        let key = "sk-ant-api03-" + MadeUp.text(93) + "AA"
        for place in stride(from: 900, to: 1300, by: 7) {
            var text = Array(repeating: UInt8(ascii: "a"), count: place)
            text[place - 1] = 0x0A
            text += Array(key.utf8) + Array(repeating: UInt8(ascii: "\n"), count: 40_000)
            var stream = SecretStream(engine: .catalogue, block: 256)
            var found: [SecretSighting] = []
            unsafe text.withUnsafeBytes { unsafe stream.sight($0, besides: nil) { found.append($0) } }
            unsafe stream.end(besides: nil) { found.append($0) }
            #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == [key], "\(place)")
            #expect(found.map(\.line) == [2])
        }
    }

    /// What a stream finds in pieces of random lengths.
    private func stream(_ bytes: [UInt8], block: Int, _ generator: inout SeededGenerator) -> [FoundSecret] {
        var stream = SecretStream(engine: .catalogue, block: block)
        var found: [FoundSecret] = []
        var place = 0
        while place < bytes.count {
            let next = min(bytes.count, place + Int.random(in: 1...40000, using: &generator))
            stream.read(Array(bytes[place..<next])) { found.append($0) }
            place = next
        }
        stream.finish { found.append($0) }
        return found
    }

    private func noise(_ parts: [[UInt8]], _ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<count {
            let part = parts.randomElement(using: &generator) ?? []
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes += part.prefix(Int.random(in: 0...part.count, using: &generator))
            case 1:
                var changed = part
                if !changed.isEmpty {
                    changed[Int.random(in: 0..<part.count, using: &generator)] = UInt8.random(
                        in: 0...255,
                        using: &generator
                    )
                }
                bytes += changed
            case 2: bytes.append(UInt8.random(in: 0...255, using: &generator))
            default: bytes += part
            }
            if Bool.random(using: &generator) { bytes += " \n".utf8 }
        }
        return bytes
    }

    private static let parts: [[UInt8]] =
        (MadeUp.secrets.map(\.1) + [
            MadeUp.privateKey, "=", ":", "://", "-----BEGIN ", "PRIVATE KEY-----", "--token ", "\"", "eyJ", ".", "\\n",
            "curl -u a:", "machine a login b password ", "Authorization: Basic ", "TOKEN=", "\"auth\": \"", ":$6$",
            "AA",
            "Password=", "Server=x;", "%3D", "<token>", "postgres://a:", "@h", "PuTTY-User-Key-File-", "Private-Lines:",
        ])
        .map { Array($0.utf8) }

    @Test func `finds in pieces what the whole has, whatever the bytes`() {
        let rounds = Rounds.count(standard: 400)
        var generator = SeededGenerator(seed: Rounds.seed)
        for _ in 0..<rounds {
            let bytes = noise(Self.parts, Int.random(in: 0..<120, using: &generator), &generator)
            let whole = SecretScanner().scan(bytes, limit: .max)
            for secret in whole { #expect(secret.range.upperBound <= bytes.count && !secret.range.isEmpty) }
            for (one, next) in zip(whole, whole.dropFirst()) { #expect(one.range.upperBound <= next.range.lowerBound) }
            for block in [1 + Int.random(in: 0..<7, using: &generator), 997] where bytes.count < 1500 || block > 7 {
                #expect(stream(bytes, block: block, &generator) == whole)
            }
        }
    }

    @Test func `never traps on short texts of random bytes`() {
        var generator = SeededGenerator(seed: Rounds.seed &+ 1)
        for _ in 0..<Rounds.count(standard: 20000) {
            let bytes = noise(Self.parts, Int.random(in: 0..<4, using: &generator), &generator)
            for secret in SecretScanner().scan(bytes) { #expect(secret.range.upperBound <= bytes.count) }
        }
    }

    @Test func `finds once what lies across a boundary, at its offset in the whole`() {
        let secret = Array((MadeUp.secrets.first { $0.0 == "npm token" }?.1 ?? "").utf8)
        var stream = SecretStream(engine: .catalogue, block: 4096)
        var found: [FoundSecret] = []
        // Longer than what is kept, in one line.
        let filler = [UInt8](repeating: UInt8(ascii: "."), count: 100_003)
        var places: [Int] = []
        var length = 0
        for _ in 0..<40 {
            stream.read(filler) { found.append($0) }
            length += filler.count
            places.append(length)
            for byte in secret { stream.read([byte]) { found.append($0) } }
            length += secret.count
        }
        stream.finish { found.append($0) }
        #expect(found.map(\.range.lowerBound) == places)
        #expect(found.allSatisfy { $0.range.count == secret.count })
    }
}

/// How long random tests run: `NACRE_FUZZ_ROUNDS` for longer, `NACRE_FUZZ_SEED` for others.
enum Rounds {
    private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    static func count(standard: Int) -> Int { number("NACRE_FUZZ_ROUNDS") ?? standard }
    static var seed: UInt64 { UInt64(number("NACRE_FUZZ_SEED") ?? 7) }
}
