import Leaks

@testable import LinuxMachine

/// Keys that nobody has, and a hunt that finds them.
enum MadeUpKeys {
    /// A key of OpenAI's shape; another one for each number.
    static func key(_ number: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var state = UInt64(number) &* 7_919 &+ 12_345
        let body = (0..<48).map { _ -> Character in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return letters[Int(state >> 33) % letters.count]
        }
        return "sk-proj-" + String(body)
    }

    static func hunt() -> LeakHunt { LeakHunt(fingerprint: { String(decoding: $0, as: UTF8.self) }) }
}

extension LeakHunt {
    /// Where a key was found, as a person reads it.
    func places(of number: Int) -> [String] {
        leaks.filter { $0.fingerprint == MadeUpKeys.key(number) }.map(\.place.words)
    }
}
