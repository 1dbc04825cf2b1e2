@testable import Guard
import Glibc
import Testing

/// What lies where guard.yaml should.
@Suite struct ConfigurationFileTests {
    private func fault(_ path: String) -> String? {
        do {
            _ = try GuardConfiguration(file: path)
            return nil
        } catch { return "\(error)" }
    }

    private func file(_ bytes: [UInt8]) -> String {
        let path = "/tmp/nacre-guard-\(UInt64.random(in: 0...UInt64.max)).yaml"
        guard let file = unsafe fopen(path, "we") else { return path }
        unsafe fwrite(bytes, 1, bytes.count, file)
        unsafe fclose(file)
        return path
    }

    @Test(.timeLimit(.minutes(1))) func whatIsNoFileIsSaidAtOnce() {
        let pipe = "/tmp/nacre-pipe-\(UInt64.random(in: 0...UInt64.max))"
        unsafe mkfifo(pipe, 0o600)
        defer { unsafe unlink(pipe) }
        for path in [pipe, "/dev/zero", "/tmp"] { #expect(fault(path) == "\(path): it is no regular file", "\(path)") }
        #expect(fault("/nowhere/guard.yaml") == "/nowhere/guard.yaml: No such file or directory")
    }

    @Test func whatIsTooLongOrNoTextIsSaid() {
        let good = LiveGuard.configuration(1, key: "").replacing("127.0.0.1:1\"", with: "127.0.0.1:9\"")
        let whole = file(Array(good.utf8))
        // The rest of a longer one would be left out without a word.
        let long = file(Array(good.utf8) + Array("\n# ".utf8) + [UInt8](repeating: 0x78, count: 1 << 20))
        let other = file(Array("# \u{e4}\n".unicodeScalars.map { UInt8($0.value) }) + Array(good.utf8))
        defer { for path in [whole, long, other] { unsafe unlink(path) } }
        #expect(fault(whole) == nil)
        #expect(fault(long) == "\(long): it is longer than 1 MiB")
        #expect(fault(other) == "\(other): it is no text in UTF-8")
    }

    @Test("one that names nobody is an error", arguments: ["", "agents: {}\n", "# nothing\n"])
    func nobody(end: String) {
        let upstreams = "upstreams:\n  one: {dialect: ollama, url: \"http://127.0.0.1:1\"}\n"
        for text in ["", upstreams] {
            let path = file(Array((text + end).utf8))
            defer { unsafe unlink(path) }
            #expect(fault(path)?.contains("it names no agents") == true)
        }
    }
}
