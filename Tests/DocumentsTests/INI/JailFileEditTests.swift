import Documents
import MachineTesting
import Testing

@Suite struct JailFileEditTests {
    private func set(_ text: String, _ option: String, _ value: String, _ section: String = "sshd") throws -> String {
        try JailFile.text(text, setting: option, to: value, in: section)
    }

    @Test func `replaces one option and leaves every other byte`() throws {
        let text = "# mine\r\n[sshd]\nport = 22 ; the old one\n\nmaxretry : 9\n\n[nginx]\nmaxretry = 9\n"
        #expect(
            try set(text, "maxretry", "5")
                == "# mine\r\n[sshd]\nport = 22 ; the old one\n\nmaxretry = 5\n\n[nginx]\nmaxretry = 9\n"
        )
    }

    @Test func `replaces the lines that continue a value`() throws {
        let text = "[sshd]\naction = a\n    b\n# c\n    d\nport = 1\n"
        #expect(try set(text, "action", "x\ny") == "[sshd]\naction = x\n    y\nport = 1\n")
    }

    @Test func `adds a missing option to its section, and a missing section to the file`() throws {
        #expect(try set("[sshd]\nport = 1\n\n[x]\n", "enabled", "true") == "[sshd]\nport = 1\nenabled = true\n\n[x]\n")
        #expect(try set("# head\n", "enabled", "true") == "# head\n\n[sshd]\nenabled = true\n")
        #expect(try set("", "enabled", "true") == "[sshd]\nenabled = true\n")
    }

    @Test func `says so where a value would be read as something else`() {
        #expect(throws: SyntaxError.self) { try set("", "port", "22 ; and more") }
        #expect(throws: SyntaxError.self) { try set("[sshd]\nport\n", "port", "22") }
        #expect(throws: SyntaxError.self) { try set("", "port", "a\n#b") }
    }

    @Test func `edits random files without changing what else they say`() {
        var generator = SeededGenerator(seed: 7)
        let pieces = [
            "[sshd]", "[DEFAULT]", "[a]", "port = 22", " port = 1", "action = x", "    y", "# c", "", "  [b]",
            "Port: 2",
            "x", "; no", "\ta = 1", "é = ü", "[sshd", "=",
        ]
        var edited = 0
        for _ in 0..<3000 {
            let lines = (0..<Int.random(in: 0...8, using: &generator)).compactMap { _ in
                pieces.randomElement(using: &generator)
            }
            let text = lines.joined(separator: Bool.random(using: &generator) ? "\n" : "\r\n")
            guard let before = try? JailFile(text, file: "f"), let after = try? set(text, "port", "9\n8"),
                let read = try? JailFile(after, file: "f")
            else { continue }
            edited += 1
            func others(_ file: JailFile) -> [String] {
                file.sections.flatMap { section in
                    section.options.filter { section.name != "sshd" || $0.key != "port" }
                        .map { "\(section.name) \($0.key) \($0.value.raw)" }
                }.sorted()
            }
            #expect(others(read) == others(before), "\(text)")
            #expect((try? set(after, "port", "9\n8")) == after)
        }
        #expect(edited > 500)
    }
}
