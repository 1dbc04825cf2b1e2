import Documents
import Foundation
import MachineTesting
import TestPrograms
import Testing

@Suite struct AptPreferencesTests {
    private func read(_ text: String) throws -> AptPreferences {
        var preferences = AptPreferences()
        try preferences.add(text)
        return preferences
    }

    @Test func `reads paragraphs, comments and continued lines`() throws {
        let pins = try read(
            """
            # a comment
            Explanation: only words

            Package: nginx
             nginx-*
            Pin: version 1.2*
            Pin-Priority: 1001

            Package: *
            Pin: color red
            """
        ).pins
        #expect(pins.count == 1 && pins[0].packages == ["nginx", "nginx-*"] && pins[0].line == 4)
        #expect(pins[0].names("nginx-core") == true && pins[0].names("apache2") == false)
        #expect(try read("Package: /^a/ b\nPin: origin \"\"\nPin-Priority: 1\n").pins[0].names("c") == nil)
    }

    @Test(arguments: ["Pin: release a=x\nPin-Priority: 1\n", "Package: *\nPin: release a=x\nPin-Priority: 0\n"])
    func `what apt refuses is refused with its line`(_ text: String) {
        #expect(throws: SyntaxError.self) { try read(text) }
    }

    // Archives as their lists lie on a disk: the list's name, and what it says of itself.
    private static let archives: [(list: String, source: String, components: [String], text: String)] = [
        (
            "deb.debian.org_debian_dists_bookworm", "http://deb.debian.org/debian bookworm main contrib",
            ["main", "contrib"],
            "Origin: Debian\nLabel: Debian\nSuite: stable\nVersion: 12.5\nCodename: bookworm\n"
        ),
        (
            "deb.debian.org_debian_dists_bookworm-backports", "http://deb.debian.org/debian bookworm-backports main",
            ["main"],
            "Origin: Debian Backports\nLabel: Debian Backports\nSuite: stable-backports\n"
                + "Codename: bookworm-backports\nNotAutomatic: yes\nButAutomaticUpgrades: yes\n"
        ),
        (
            "security.debian.org_dists_bookworm-security", "http://security.debian.org bookworm-security main",
            ["main"],
            "Origin: Debian\nLabel: Debian-Security\nSuite: stable-security\nVersion: 12\nCodename: bookworm-security\n"
        ),
        (
            "download.docker.com_linux_debian_dists_bookworm",
            "http://download.docker.com/linux/debian bookworm stable", ["stable"],
            "Origin: Docker\nLabel: Docker CE\nSuite: bookworm\nCodename: bookworm\n"
        ),
    ]

    private static func draw(_ generator: inout SeededGenerator) -> String {
        let keys = [
            "a=stable", "a=stable*", "n=bookworm", "n=bookworm-*", "o=Debian", "o=Docker", "l=Debian-Security",
            "l=Debian*", "c=main", "c=contrib", "v=12*", "v=12", "b=amd64", "A=stable", "x=y", "a=", " o=Debian ",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let parts = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                keys.randomElement(using: &generator) ?? ""
            }
            let pin = [
                "release \(parts.joined(separator: ","))", "release bookworm", "release stable*", "release 12*",
                "release *", "origin \"deb.debian.org\"", "origin *.debian.org", "origin \"\"", "version 1*",
                "Release o=Debian", "release",
            ]
            let package = ["*", "*", "*", "x", "/x/"].randomElement(using: &generator) ?? "*"
            let priority = [
                "-1", "1", "50", "100", "400", "500", "900", "990", "1001", "700", "-20", "5", "300", "0", "x",
            ]
            text += "Package: \(package)\nPin: \(pin.randomElement(using: &generator) ?? "")\n"
            text += "Pin-Priority: \(priority.randomElement(using: &generator) ?? "")\n\n"
        }
        return text
    }

    @Test(.enabled(if: Program.isThere("/usr/bin/apt-cache")))
    func `archives get the priority that apt gives them`() async throws {
        let root = try Program.scratch()
        defer { try? FileManager.default.removeItem(at: root) }
        let place = root.path()
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: root.appending(path: name))
        }
        try FileManager.default.createDirectory(
            at: root.appending(path: "lists/partial"),
            withIntermediateDirectories: true
        )
        for archive in Self.archives {
            try write("lists/\(archive.list)_InRelease", archive.text + "Architectures: amd64\n")
            for component in archive.components {
                let package = "Package: x\nVersion: 1\nArchitecture: amd64\nFilename: x\nSize: 1\nSHA256: 00\n\n"
                try write("lists/\(archive.list)_\(component)_binary-amd64_Packages", package)
            }
        }
        try write("sources.list", Self.archives.map { "deb \($0.source)\n" }.joined())
        try write("status", "")
        var generator = SeededGenerator(seed: 31)
        let count = 250
        let texts = (0..<count).map { _ in Self.draw(&generator) }
        for (number, text) in texts.enumerated() {
            try write("p\(number)", text)
            try write(
                "base\(number)",
                """
                Dir::State::lists "\(place)/lists"; Dir::State::status "\(place)/status";
                Dir::Etc::sourcelist "\(place)/sources.list"; Dir::Etc::sourceparts "/dev/null";
                Dir::Etc::preferences "\(place)/p\(number)"; Dir::Etc::preferencesparts "/dev/null";
                Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache ""; APT::Architecture "amd64";
                """
            )
        }
        let script = """
            i=0; while [ $i -lt \(count) ]; do echo "==$i"
            APT_CONFIG="\(place)/base$i" apt-cache policy || echo refused; i=$((i+1)); done
            """
        let blocks = try await Program.run("/bin/sh", ["-c", script]).output.components(separatedBy: "==").dropFirst()
        try #require(blocks.count == count)
        var pinned = 0
        var refused = 0
        for (text, block) in zip(texts, blocks) {
            guard let preferences = try? read(text) else {
                refused += 1
                #expect(block.contains("refused"), "\(text)\(block)")
                continue
            }
            #expect(!block.contains("refused"), "\(text)")
            for archive in Self.archives {
                for component in archive.components {
                    let suite = archive.source.split(separator: " ")[1]
                    let line = block.split(separator: "\n").first { $0.contains(" \(suite)/\(component) amd64 ") }
                    let theirs = line?.split(separator: " ").first.flatMap { Int($0) }
                    let face = AptPreferences.Archive(
                        ReleaseFile(Array(archive.text.utf8)),
                        component: component,
                        site: String(archive.list.prefix { $0 != "_" })
                    )
                    guard let ours = preferences.priority(of: face) else { continue }
                    if ours.pin != nil { pinned += 1 }
                    #expect(ours.priority == theirs, "\(archive.list) \(component)\n\(text)\(block)")
                }
            }
        }
        print("\(pinned) archives were pinned, \(refused) files refused")
        #expect(pinned > count)
    }
}
