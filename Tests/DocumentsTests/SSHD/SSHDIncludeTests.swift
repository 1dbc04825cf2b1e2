import Documents
import Testing

@Suite struct SSHDIncludeTests {
    private let version = SSHDVersion("1:9.2p1-2+deb12u3")

    @Test func `files that include the next one many times end in a refusal`() throws {
        var files: [String: SSHDFile] = [:]
        var expansions: [String: [String]] = [:]
        for number in 0..<SSHDConfiguration.deepest {
            let text = String(repeating: "Include /f\(number + 1)\n", count: 100)
            files["/f\(number)"] = SSHDFile(Array(text.utf8))
            expansions["/f\(number + 1)"] = ["/f\(number + 1)"]
        }
        let configuration = SSHDConfiguration(
            main: "/f0",
            files: files,
            expansions: expansions,
            version: try #require(version)
        )
        #expect(throws: SSHDRefusal.self) { try configuration.settings() }
    }
}
