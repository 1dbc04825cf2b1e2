import Documents
import Foundation
import MachineTesting
import TestPrograms
import Testing

/// The reader against the dotenv of Node, over random texts.
///
/// `NACRE_DOTENV` is the package's directory, by default Debian's node-dotenv; `NACRE_NODE` the program.
/// `NACRE_DOTENV_TRIALS` is how many texts.
@Suite(.enabled(if: DotenvOracle.isInstalled, "dotenv was not asked: it takes node and the package dotenv"))
struct DotenvOracleTests {
    @Test func `reads random texts as dotenv reads them`() async throws {
        var random = SeededGenerator(seed: 11)
        let texts = (0..<DotenvOracle.trials).map { _ in RandomDotenv.text(&random) }
        let theirs = try await DotenvOracle.values(of: texts)
        try #require(theirs.count == texts.count)
        for (text, their) in zip(texts, theirs) {
            #expect(DotenvFile(text).values == their, "\(text.debugDescription)")
        }
        // Most texts must set something, or nothing was compared.
        #expect(theirs.count { !$0.isEmpty } > texts.count / 2)
        print("dotenv: \(texts.count) texts, \(theirs.reduce(0) { $0 + $1.count }) values")
    }

    @Test func `what is added and taken back leaves the rest as dotenv reads it`() async throws {
        var random = SeededGenerator(seed: 12)
        var texts: [String] = []
        var wanted: [[String: String]] = []
        for _ in 0..<DotenvOracle.trials {
            let (text, more) = (RandomDotenv.text(&random), RandomDotenv.text(&random))
            let value = ["plain", "a b", "#ab", "x\" y", "$A"].randomElement(using: &random) ?? ""
            guard let longer = DotenvFile.adding("TOKEN", value, to: text) else { continue }
            texts.append(longer)
            wanted.append(DotenvFile(text).values.merging(["TOKEN": value], uniquingKeysWith: { $1 }))
            let now = DotenvFile(longer + more).values
            guard let reversal = DotenvReversal(of: longer, to: text, in: longer + more) else { continue }
            texts.append(reversal.text)
            wanted.append(now.filter { $0.key != "TOKEN" || reversal.restored.isEmpty })
        }
        let theirs = try await DotenvOracle.values(of: texts)
        try #require(theirs.count == texts.count && texts.count > DotenvOracle.trials)
        for (index, their) in theirs.enumerated() {
            #expect(their == wanted[index], "\(texts[index].debugDescription)")
        }
    }
}

private enum RandomDotenv {
    private static let parts = [
        "A", "B", "TOKEN", "export ", "export\t", "=", "=", "=", ": ", ":", "'", "'", "\"", "\"", "`", "\\", "\\n",
        "\\r",
        "#", "\n", "\n", "\n", "\n", "\r", "\r\n", " ", "\t", "\u{b}", "\u{c}", "\u{a0}", "\u{2028}", "\u{2029}",
        "\u{feff}", "\u{85}", "x", "y-z.1", "ä", "$", "{", "\nA=", "\nB='", "\nC=\"", "\n# ",
    ]

    static func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...24, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    }
}

private enum DotenvOracle {
    private static let environment = ProcessInfo.processInfo.environment
    private static let package = environment["NACRE_DOTENV"] ?? "/usr/share/nodejs/dotenv"
    private static let node = environment["NACRE_NODE"] ?? "/usr/bin/node"
    static let trials = Int(environment["NACRE_DOTENV_TRIALS"] ?? "") ?? 5000

    static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: node)
            && FileManager.default.fileExists(atPath: package + "/package.json")
    }

    private static let script = """
        const fs = require('fs'), [file, name] = process.argv.slice(1)
        const texts = JSON.parse(fs.readFileSync(file, 'utf8')), dotenv = require(name)
        fs.writeFileSync(file + '.out', JSON.stringify(texts.map(text => dotenv.parse(Buffer.from(text)))))
        """

    static func values(of texts: [String]) async throws -> [[String: String]] {
        let file = FileManager.default.temporaryDirectory.appending(path: "nacre-dotenv-\(UUID())")
        let answer = URL(filePath: file.path() + ".out")
        defer { for url in [file, answer] { try? FileManager.default.removeItem(at: url) } }
        try JSONEncoder().encode(texts).write(to: file)
        _ = try await Program.run(node, ["-e", script, file.path(), package])
        return try JSONDecoder().decode([[String: String]].self, from: Data(contentsOf: answer))
    }
}
