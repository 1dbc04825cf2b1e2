import CLinux
import Glibc
import Hardening
import Surface
import Testing

@testable import LinuxMachine

/// Whether others than root decide what is at a place, on the running system.
@Suite(.enabled(if: geteuid() == 0, "needs root, to give files to others")) struct OthersTests {
    private static func withTree(_ body: (String) async throws -> Void) async throws {
        let root = "/root/nacre-others-\(UInt32.random(in: 0 ... .max))"
        unsafe mkdir(root, 0o755)
        unsafe mkdir("\(root)/home", 0o755)
        defer {
            for name in ["home/file", "home/link", "own", "given"] { unsafe unlink("\(root)/\(name)") }
            unsafe rmdir("\(root)/home")
            unsafe rmdir(root)
        }
        for name in ["home/file", "own", "given"] { close(unsafe open("\(root)/\(name)", O_CREAT | O_WRONLY, 0o644)) }
        unsafe symlink("/etc", "\(root)/home/link")
        unsafe chown("\(root)/home", 12345, 12345)
        unsafe lchown("\(root)/home/link", 12345, 12345)
        unsafe chown("\(root)/given", 12345, 12345)
        try await body(root)
    }

    @Test func `what an account owns, holds or could have made is its own to change`() async throws {
        try await Self.withTree { root in
            let machine = RunningMachine()
            #expect(await machine.isOthers(.permissions("\(root)/given")))
            #expect(await machine.isOthers(.file("\(root)/home/file")), "root's own in an account's directory")
            #expect(await machine.isOthers(.file("\(root)/home/absent")))
            #expect(await machine.isOthers(.file("\(root)/home/gone/deep/absent")))
            #expect(await machine.isOthers(.file("\(root)/home/link/passwd")), "through an account's link")
            #expect(await machine.isOthers(.directory("\(root)/home")))
        }
    }

    @Test func `what only root can change is root's`() async throws {
        try await Self.withTree { root in
            let machine = RunningMachine()
            for path in [
                "\(root)/own", "\(root)/absent", "\(root)/gone/deep", "/etc/passwd", "/etc/ssh/sshd_config", "/",
            ] {
                #expect(await !machine.isOthers(.file(path)), "\(path)")
            }
            #expect(await !machine.isOthers(.ruleset))
            #expect(await !machine.isOthers(.unit("ssh.service")))
        }
    }

    @Test func `an access control list is seen on what is only held`() async throws {
        try await Self.withTree { root in
            let path = "\(root)/own"
            let surface = try LiveSurface()
            guard surface.accessList(path) == .found(.init()) else {
                Issue.record("\(surface.accessList(path))")
                return
            }
            func entry(_ tag: UInt8, _ rights: UInt8, _ id: [UInt8] = [255, 255, 255, 255]) -> [UInt8] {
                [tag, 0, rights, 0] + id
            }
            let list =
                [2, 0, 0, 0] + entry(1, 6) + entry(2, 6, [0x39, 0x30, 0, 0]) + entry(4, 4) + entry(16, 6) + entry(32, 4)
            let file = unsafe open(path, O_RDONLY)
            defer { close(file) }
            guard setAccessList(file, list) else { return }
            #expect(surface.accessList(path).content?.users == [12345])
        }
    }

    /// False where the file system has no such lists.
    private func setAccessList(_ file: Int32, _ list: [UInt8]) -> Bool {
        unsafe list.withUnsafeBytes { bytes in
            unsafe nacre_set_attribute(file, "system.posix_acl_access", bytes.baseAddress, UInt(bytes.count)) == 0
        }
    }
}
