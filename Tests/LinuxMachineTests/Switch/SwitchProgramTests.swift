import Foundation
import TestPrograms
import Testing

@testable import LinuxMachine

@Suite struct SwitchProgramTests {
    private static let maps = """
        55d0 r--p 00000000 08:01 1 /usr/bin/nacre
        7f01 r--p 00000000 08:01 2 /usr/lib/x86_64-linux-gnu/libssl.so.3
        7f02 r-xp 00000000 08:01 2 /usr/lib/x86_64-linux-gnu/libssl.so.3
        7f03 r-xp 00000000 08:01 3 /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
        7f04 rw-s 00000000 00:01 4 /dev/shm/x.so
        7f05 r-xp 00000000 00:00 0 [vdso]
        """

    @Test func `takes the libraries that the process has, each once`() {
        let libraries = SwitchProgram.libraries(maps: Self.maps)
        #expect(libraries.map { $0.split(separator: "/").last } == ["libssl.so.3", "ld-linux-x86-64.so.2"])
        #expect(libraries.filter(SwitchProgram.isLoader).count == 1)
    }

    @Test func `libraries of two versions are not mixed`() {
        let maps = Self.maps + "\n7f06 r-xp 00000000 08:01 5 /usr/lib/x86_64-linux-gnu/libc.so.6 (deleted)\n"
        #expect(SwitchProgram.libraries(maps: maps) == [])
    }

    /// The copy runs by its own loader, with nothing but its own libraries.
    @Test func `what was copied is enough to run`() async throws {
        let store = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: store) }
        try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
        let words = try SwitchProgram(store: store, RunningSystem()).install().split(separator: " ").map(String.init)
        #expect(words.count == 4 && words[0].hasPrefix(store + "/lib/ld-linux"))
        // The loader says what it would load, and does not run it.
        let ended = try await Program.run(words[0], ["--list"] + words.dropFirst(), environment: [:])
        let text = ended.output
        #expect(ended.status == 0)
        let loaded = text.split(separator: "\n").filter { $0.contains("=>") }
        #expect(
            !loaded.isEmpty && loaded.contains { $0.contains("libc.so") && $0.contains("=> \(store)/lib/") },
            "\(text)"
        )
    }
}
