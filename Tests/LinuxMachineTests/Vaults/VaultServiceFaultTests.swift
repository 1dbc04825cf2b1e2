import Hardening
import Testing

@testable import LinuxMachine

/// What is left of an earlier version's service.
struct VaultServiceFaultTests {
    private static let path = "/etc/systemd/system/nacre-vault.service"

    private static func host(_ state: String = "active") throws -> ScriptedHost {
        let host = ScriptedHost()
        host.set("link /proc/self/exe", "/usr/bin/nacre")
        for directory in ["/usr", "/usr/bin"] { host.set("directory \(directory)") }
        try host.replace("/usr/bin/nacre", with: State.File([0x7f], mode: 0o755))
        let text = VaultService.text(program: "/usr/bin/nacre", sources: VaultService.sources)
        try host.replace(path, with: State.File(Array(text.utf8), mode: 0o644))
        host.set("systemctl show --property=ActiveState -- nacre-vault.service", "ActiveState=\(state)\n")
        return host
    }

    @Test func `one that this version wrote and that runs is as it should be`() async throws {
        #expect(await VaultService(try Self.host()).fault() == nil)
    }

    @Test func `one of an earlier version, one that is gone and one that does not run are said`() async throws {
        let old = try Self.host()
        try old.replace(
            Self.path,
            with: State.File(Array("[Service]\nExecStart=/usr/bin/nacre vault serve\n".utf8), mode: 0o644)
        )
        #expect(await VaultService(old).fault()?.contains("is not as this nacre writes it") == true)
        let gone = try Self.host()
        try gone.remove(Self.path)
        #expect(await VaultService(gone).fault()?.contains("is gone") == true)
        #expect(await VaultService(try Self.host("failed")).fault()?.contains("is failed") == true)
    }
}
