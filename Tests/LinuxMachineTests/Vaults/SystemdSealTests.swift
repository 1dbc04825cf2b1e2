import Foundation
import Testing

@testable import LinuxMachine

/// What a sealed credential says that it is sealed with; the first bytes are as systemd 252 wrote them.
struct SystemdSealTests {
    private func sealed(_ kind: String) -> String {
        let bytes = stride(from: 0, to: kind.utf8.count, by: 2).map { index in
            UInt8(kind.dropFirst(index).prefix(2), radix: 16) ?? 0
        }
        return Data(bytes + [UInt8](repeating: 7, count: 80)).base64EncodedString()
    }

    @Test(arguments: [
        ("5a1c6a86df9d4096b1d5a65e0862f19a", "host"), ("0c7cc07b117645919c4b0bea08bc20fe", "tpm2"),
        ("93a894094874449090caf2fc93cab553", "host+tpm2"),
    ])
    func `each kind is what was asked for, or what auto became`(_ kind: String, _ binding: String) throws {
        #expect(try SystemdSeal(sealed(kind), claimed: "auto").binding == binding)
        #expect(try SystemdSeal(sealed(kind), claimed: binding).binding == binding)
        for other in ["host", "tpm2", "host+tpm2"] where other != binding {
            #expect(throws: VaultStoreFailure.self) { try SystemdSeal(sealed(kind), claimed: other) }
        }
    }

    @Test(arguments: [
        ("058469daf6f54324800549da0f8ea2fb", "no key at all"), ("55b9ed1d38594d43a8319d2ebb332ac6", "does not know"),
    ])
    func `a seal without a key, and one that is not known, are refused`(_ kind: String, _ named: String) {
        do {
            _ = try SystemdSeal(sealed(kind), claimed: "auto")
            Issue.record("\(kind) was taken")
        } catch { #expect("\(error)".contains(named)) }
        #expect(throws: VaultStoreFailure.self) { try SystemdSeal("AAAA", claimed: "auto") }
        #expect(throws: VaultStoreFailure.self) { try SystemdSeal("<&>", claimed: "auto") }
    }
}
