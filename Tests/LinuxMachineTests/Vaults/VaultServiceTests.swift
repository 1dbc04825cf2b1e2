import Testing
import Vault

@testable import LinuxMachine

/// What the service may reach that opens the vault for those who are enrolled.
struct VaultServiceTests {
    private func lines(_ sources: KeySource...) -> [String] {
        VaultService.text(program: "/usr/bin/nacre", sources: sources).split(separator: "\n").map(String.init)
    }

    @Test func `no device, where no TPM opens the key`() {
        for source in [KeySource("file", ["path": "/etc/nacre/vault.key"]), KeySource("systemd", ["with-key": "host"])]
        {
            let lines = lines(source)
            #expect(lines.contains("PrivateDevices=yes"))
            #expect(!lines.contains { $0.hasPrefix("Device") })
        }
    }

    @Test(arguments: ["tpm2", "host+tpm2", "auto"])
    func `the TPM alone, where it opens the key`(_ binding: String) {
        let lines = lines(KeySource("file", ["path": "/k"]), KeySource("systemd", ["with-key": binding]))
        #expect(lines.contains("DevicePolicy=closed") && lines.contains("DeviceAllow=/dev/tpmrm0 rw"))
        #expect(!lines.contains("PrivateDevices=yes"), "a /dev of its own has no TPM in it")
        #expect(lines.contains("ExecStart=/usr/bin/nacre vault serve"))
    }
}
