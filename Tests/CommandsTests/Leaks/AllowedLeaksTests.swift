import Foundation
import TestPrograms
import Testing

@testable import Commands

@Suite struct AllowedLeaksTests {
    private static let (one, other) = ("1234567890123456", "00000000000000e5")

    @Test func `what is written is read, and comments stay`() throws {
        let first = AllowedLeaks.Allowance(reason: "an example: \"of\" the handbook", until: "2027-03-31")
        var text = try AllowedLeaks.adding(first, for: Self.one, to: "# mine\n")
        text = try AllowedLeaks.adding(.init(reason: "made up", until: nil), for: Self.other, to: text)
        #expect(text.hasPrefix("# mine\n"))
        #expect(try AllowedLeaks(text).all == [Self.one: first, Self.other: .init(reason: "made up", until: nil)])
        text = try AllowedLeaks.adding(.init(reason: "again", until: nil), for: Self.one, to: text)
        #expect(try AllowedLeaks(text).all[Self.one] == .init(reason: "again", until: nil))
        text = try AllowedLeaks.removing(Self.one, from: text)
        #expect(try AllowedLeaks(text).all.keys.sorted() == [Self.other])
        #expect(try AllowedLeaks(try AllowedLeaks.removing(Self.other, from: text)).all.isEmpty)
    }

    @Test func `the last day counts, and the one after it does not`() throws {
        let allowed = try AllowedLeaks("allowed: {\(Self.other): {reason: r, until: 2027-03-31}}")
        #expect(allowed.counting(on: "2027-03-31").count == 1 && allowed.ended(before: "2027-03-31").isEmpty)
        #expect(allowed.counting(on: "2027-04-01").isEmpty && allowed.ended(before: "2027-04-01").count == 1)
    }

    @Test(arguments: [
        "allowed: [x]", "allowed: 1", "[]", "nonsense", "allowed: {", "alowed: {}", "allowed: {abc: {reason: r}}",
        "allowed: {00000000000000e5: {}}", "allowed: {00000000000000e5: {reason: ' '}}",
        "allowed: {00000000000000e5: r}",
        "allowed: {00000000000000e5: {reason: r, until: 2027-02-30}}",
        "allowed: {00000000000000e5: {reason: r, til: x}}",
        "allowed: {00000000000000e5: {reason: r, until: }}", "allowed: {00000000000000E5: {reason: r}}",
    ])
    func `what is not understood is an error, and no empty list`(text: String) {
        #expect(throws: (any Error).self) { try AllowedLeaks(text) }
    }

    @Test(arguments: ["", "# nothing yet\n", "allowed: {}\n"])
    func `an empty list is one`(text: String) throws { #expect(try AllowedLeaks(text).all.isEmpty) }

    @Test func `the settings of an account are where it says`() {
        #expect(AllowedLeaksFile.place(configuration: "/c", home: "/h") == "/c/nacre/leaks-allowed.yaml")
        for other in [nil, "", "c"] {
            #expect(AllowedLeaksFile.place(configuration: other, home: "/h") == "/h/.config/nacre/leaks-allowed.yaml")
        }
        #expect(AllowedLeaksFile.place(configuration: nil, home: nil) == nil)
    }

    private static func file() throws -> AllowedLeaksFile {
        let home = try Program.scratch().path
        return AllowedLeaksFile(path: "\(home)/.config/nacre/leaks-allowed.yaml", owner: geteuid())
    }

    @Test func `a file is made, changed and read by its owner alone`() throws {
        let file = try Self.file()
        #expect(try file.read().all.isEmpty)
        try file.add(.init(reason: "r", until: nil), for: Self.one)
        try file.add(.init(reason: "s", until: nil), for: Self.other)
        #expect(try file.read().all.count == 2)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try file.withdraw(Self.one)
        #expect(try file.read().all.keys.sorted() == [Self.other])
        #expect(throws: ConfigurationError.self) { try file.withdraw(Self.one) }
    }

    @Test func `what others can write, a link and a damaged file are not believed`() throws {
        let file = try Self.file()
        try file.add(.init(reason: "r", until: nil), for: Self.one)
        let manager = FileManager.default
        let directory = URL(filePath: file.path).deletingLastPathComponent().path
        for (place, mode) in [(file.path, 0o600), (directory, 0o755), (String(directory.dropLast(6)), 0o755)] {
            for loose in [mode | 0o020, mode | 0o002] {
                try manager.setAttributes([.posixPermissions: loose], ofItemAtPath: place)
                #expect(throws: ConfigurationError.self, "\(place) \(loose)") { try file.read() }
                #expect(throws: ConfigurationError.self) {
                    try file.add(.init(reason: "s", until: nil), for: Self.other)
                }
            }
            try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: place)
        }
        #expect(try file.read().all.count == 1)
        try manager.moveItem(atPath: file.path, toPath: file.path + ".real")
        try manager.createSymbolicLink(atPath: file.path, withDestinationPath: file.path + ".real")
        #expect(throws: ConfigurationError.self) { try file.read() }
        try manager.removeItem(atPath: file.path)
        for damaged in [Data([0xFF, 0xFE, 0x00]), Data("allowed: [".utf8), Data(count: 2 << 20)] {
            try damaged.write(to: URL(filePath: file.path))
            #expect(throws: ConfigurationError.self) { try file.read() }
        }
        try manager.removeItem(atPath: file.path)
        try manager.createDirectory(atPath: file.path, withIntermediateDirectories: false)
        #expect(throws: ConfigurationError.self) { try file.read() }
    }

    @Test(.enabled(if: geteuid() == 0)) func `a file of somebody else's is not believed`() throws {
        let file = try Self.file()
        try file.add(.init(reason: "r", until: nil), for: Self.one)
        try #require(unsafe chown(file.path, 65534, 65534) == 0)
        #expect(throws: ConfigurationError.self) { try file.read() }
    }
}
