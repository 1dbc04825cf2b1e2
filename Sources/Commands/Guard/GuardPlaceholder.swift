import LinuxMachine
import Vault

/// What an agent sends where a key would stand; as nacre-guard makes them.
enum GuardPlaceholder {
    /// 256 bits of chance in base32, behind what no provider's keys begin with.
    static func mint() -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var random = SystemRandomNumberGenerator()
        let letters = (0..<52).map { _ in alphabet[Int(random.next() & 31)] }
        return "nacre-guard-" + String(decoding: letters, as: UTF8.self)
    }

    /// What guard.yaml keeps of it.
    static func hash(_ placeholder: String) -> String { ContentDigest.hexadecimal(Array(placeholder.utf8)) }
}
