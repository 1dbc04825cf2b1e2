import Foundation
import Surface
import Testing

@testable import LinuxMachine

@Suite struct CanaryTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "canary-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true) }

    @Test(.enabled(if: Canary.program != nil)) func `the canary tells whether it may gain privileges`() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let archive = directory.appending(path: "canary.tar")
        try Data(Canary.tar("canary", Canary.program ?? [])).write(to: archive)
        let surface = try LiveSurface()
        let list = await surface.run(Command("tar", ["-tvf", archive.path()], timeout: 60)).content
        #expect(list?.text.hasPrefix("-rwxr-xr-x 0/0") == true && list?.text.contains(" canary\n") == true)
        let unpack = Command("tar", ["-C", directory.path(), "-xf", archive.path()], timeout: 60)
        #expect(await surface.run(unpack).content?.status == 0)
        let program = directory.appending(path: "canary").path()
        let isBound = await surface.text("/proc/self/status").content?.contains("NoNewPrivs:\t1") == true
        #expect(await surface.run(Command(program, timeout: 60)).content?.status == (isBound ? 1 : 0))
        let bound = Command("setpriv", ["--no-new-privs", program], timeout: 60)
        #expect(await surface.run(bound).content?.status == 1)
    }
}
