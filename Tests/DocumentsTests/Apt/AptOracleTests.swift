import MachineTesting
import Documents
import Foundation
import TestPrograms
import Testing

@Suite struct AptOracleTests {
    private static let count = 600

    @Test(.enabled(if: Program.isThere("/usr/bin/apt-config")))
    func `reads random configurations as apt-config does`() async throws {
        let root = try Program.scratch()
        defer { try? FileManager.default.removeItem(at: root) }
        var random = RandomAptConfig(generator: SeededGenerator(seed: 11))
        var expected: [[(name: String, text: String)]] = []
        for index in 0..<Self.count {
            let directory = root.appending(path: "\(index)")
            let parts = directory.appending(path: "apt.conf.d")
            try FileManager.default.createDirectory(at: parts, withIntermediateDirectories: true)
            let names = ["50b.conf", "10a", "b.dpkg-old", "~x", ".hidden", "Z", "x.y.conf", "end."].shuffled(
                using: &random.generator
            )
            var files: [(name: String, text: String)] = []
            for name in names.prefix(Int.random(in: 0...4, using: &random.generator)) {
                files.append((name, random.text()))
                try Data(files[files.count - 1].text.utf8).write(to: parts.appending(path: name))
            }
            let main = random.text()
            try Data(main.utf8).write(to: directory.appending(path: "apt.conf"))
            let read = AptFile.names(among: files.map(\.name)).compactMap { name in files.first { $0.name == name } }
            expected.append(read + [("apt.conf", main)])
            try Data("Dir::Etc \"\(directory.path())\";".utf8).write(to: directory.appending(path: "base"))
        }
        let script = """
            i=0; while [ $i -lt \(Self.count) ]; do echo "==$i"
            APT_CONFIG="\(root.path())/$i/base" apt-config dump && echo "==fine"; i=$((i+1)); done
            """
        let blocks = try await Program.run("/bin/sh", ["-c", script]).output.components(separatedBy: "\n==")
        var dumps: [String] = []
        for block in ("\n" + blocks.joined(separator: "\n==")).components(separatedBy: "\n==").dropFirst() {
            if block.hasPrefix("fine") { dumps[dumps.count - 1] += "\n==fine" } else { dumps.append(block) }
        }
        #expect(dumps.count == Self.count)
        var refused = 0
        var compared = 0
        for (index, dump) in dumps.enumerated() {
            let ours = Self.dump(expected[index])
            let theirs = dump.hasSuffix("==fine") ? Self.interesting(dump) : nil
            if theirs == nil { refused += 1 }
            compared += theirs?.count ?? 0
            #expect(ours == theirs, "\(index): \(expected[index])")
        }
        #expect((20..<500).contains(refused), "some are refused, most are read: \(refused)")
        #expect(compared > 1000, "items: \(compared)")
    }

    /// Our own dump, of the items the random files can set; none where a file is refused.
    private static func dump(_ files: [(name: String, text: String)]) -> [String]? {
        var configuration = AptConfiguration()
        for (name, text) in files {
            guard let file = try? AptFile(Array(text.utf8)) else { return nil }
            for statement in file.statements { configuration.apply(statement, of: name) }
        }
        let lines = configuration.entries.map { "\(quoted($0.name)) \"\($0.value)\";" }.joined(separator: "\n")
        return interesting(lines)
    }

    private static func interesting(_ dump: String) -> [String] {
        dump.components(separatedBy: ";\n").map { $0.hasSuffix(";") ? String($0.dropLast()) : $0 }.filter { line in
            line.hasPrefix("X") || line.hasPrefix("x") || line.hasPrefix("::")
        }
    }

    /// `QuoteString(Name, "=\"\\n")` of apt-pkg/contrib/strutl.cc.
    private static func quoted(_ name: String) -> String {
        name.utf8.reduce(into: "") { text, byte in
            let isPlain = (0x21...0x7E).contains(byte) && !"=\"%".utf8.contains(byte)
            text += isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
