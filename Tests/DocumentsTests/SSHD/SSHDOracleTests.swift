import Documents
import Foundation
import TestPrograms
import Testing

/// The model against the sshd that is installed: what `sshd -T -C …` prints, keyword by keyword.
///
/// `NACRE_SSHD_TRIALS` is how many, `NACRE_SSHD_SEED` the first seed. With `NACRE_SSHD_ROOT`, a directory with another
/// release of Debian or Ubuntu that has openssh-server, its sshd is asked in there.
@Suite(.enabled(if: Oracle.isInstalled, "sshd was not asked: it takes sshd, ssh-keygen, and for root /run/sshd"))
struct SSHDOracleTests {
    @Test(.timeLimit(.minutes(30)))
    func `says what sshd says of random configurations`() async throws {
        let oracle = try await Oracle()
        defer { oracle.remove() }
        let total = Oracle.number("NACRE_SSHD_TRIALS") ?? 400
        let first = Oracle.number("NACRE_SSHD_SEED") ?? 0
        let batch = 125
        let outcomes = try await withThrowingTaskGroup(of: [Outcome].self) { group in
            for start in stride(from: first, to: first + total, by: batch) {
                group.addTask { try await oracle.trials(start..<min(start + batch, first + total)) }
            }
            return try await group.reduce(into: [Outcome]()) { $0 += $1 }
        }
        for difference in outcomes.compactMap(\.difference).prefix(10) { Issue.record("\(difference)") }
        #expect(outcomes.count == total)
        // Most configurations must start, and some must be refused, or nothing was compared.
        #expect(outcomes.count { !$0.isRefused } > total / 2)
        #expect(outcomes.count { $0.isRefused } > total / 100)
        print(
            "sshd \(oracle.version): seeds \(first) to \(first + total - 1), \(outcomes.count) configurations, \(outcomes.count { $0.isRefused }) refused by both, "
                + "\(outcomes.reduce(0) { $0 + $1.compared }) values compared, "
                + "\(outcomes.count { $0.difference != nil }) differences"
        )
    }
}

struct Outcome: Sendable {
    var isRefused = false
    var compared = 0
    var difference: String?
}

/// A directory with random configurations, and the real sshd to ask.
struct Oracle: Sendable {
    private let directory: String
    private let hostKey: String
    /// The release that is asked.
    let version: SSHDVersion
    /// The root of another system; empty for this one.
    private let root: String

    private static let sshd = "/usr/sbin/sshd"
    private static let keygen = "/usr/bin/ssh-keygen"
    private static let otherRoot = ProcessInfo.processInfo.environment["NACRE_SSHD_ROOT"] ?? ""

    static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: keygen)
            && FileManager.default.isExecutableFile(atPath: otherRoot + sshd)
            // Without its empty directory sshd says nothing at all to root.
            && (geteuid() != 0 || FileManager.default.fileExists(atPath: "\(otherRoot)/run/sshd"))
    }

    static func number(_ variable: String) -> Int? { ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } }

    init() async throws {
        root = Self.otherRoot
        directory = "/tmp/sshd-oracle-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root + directory, withIntermediateDirectories: true)
        hostKey = "\(directory)/key"
        _ = try await Program.run(Self.keygen, ["-q", "-t", "ed25519", "-N", "", "-f", root + hostKey])
        let said =
            try await root.isEmpty
            ? Program.run("/usr/bin/ssh", ["-V"]) : Program.run("/usr/sbin/chroot", [root, "ssh", "-V"])
        version = try #require(SSHDVersion(said.errors))
    }

    func remove() { try? FileManager.default.removeItem(atPath: root + directory) }

    /// One shell runs a batch: starting sshd is most of the work.
    func trials(_ seeds: Range<Int>) async throws -> [Outcome] {
        var authors: [(author: SSHDAuthor, files: [String: String], connection: SSHDConnection)] = []
        var script = ""
        for seed in seeds {
            let place = "\(directory)/\(seed)"
            var author = SSHDAuthor(seed: UInt64(seed), directory: place)
            let files = author.files()
            let connection = author.connection()
            authors.append((author, files, connection))
            for name in ["drop", "deep"] {
                let path = "\(root)\(place)/\(name)"
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            }
            for (path, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: root + path)) }
            script += "\(Self.sshd) -T -f \(place)/sshd_config -h \(hostKey) -C \(spec(connection)) "
            script += ">\(place)/output 2>\(place)/errors </dev/null; echo $? >\(place)/status\n"
        }
        let path = "\(directory)/\(seeds.lowerBound).sh"
        try Data(script.utf8).write(to: URL(fileURLWithPath: root + path))
        _ =
            try await root.isEmpty
            ? Program.run("/bin/sh", [path]) : Program.run("/usr/sbin/chroot", [root, "/bin/sh", path])
        return try zip(seeds, authors).map { seed, work in
            let place = "\(directory)/\(seed)"
            func said(_ name: String) throws -> String {
                let path = "\(root)\(place)/\(name)"
                return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
            }
            let model = Result {
                try SSHDConfiguration(
                    main: "\(place)/sshd_config",
                    files: work.files.mapValues { SSHDFile(Array($0.utf8)) },
                    expansions: work.author.expansions(work.files),
                    version: version
                ).settings(for: work.connection)
            }
            let status = try #require(Int32(try said("status").trimmingCharacters(in: .whitespacesAndNewlines)))
            return compare(
                (status, try said("output"), try said("errors")),
                model,
                "seed \(seed), \(spec(work.connection))\n"
                    + work.files.map { "--- \($0)\n\($1)" }.joined(separator: "\n")
            )
        }
    }

    private func spec(_ connection: SSHDConnection) -> String {
        // Since 9.9 the test mode is to be told that there is no such account.
        let isUnknown = connection.groups == nil && version >= SSHDVersion(9, 9)
        return "user=\(connection.user),host=\(connection.host),addr=\(connection.address),"
            + "laddr=\(connection.localAddress),lport=\(connection.localPort)" + (isUnknown ? ",invalid-user" : "")
    }

    private func compare(
        _ said: (status: Int32, output: String, errors: String),
        _ model: Result<SSHDSettings, any Error>,
        _ story: String
    ) -> Outcome {
        var outcome = Outcome()
        switch (said.status, model) {
        case (0, .failure(let error)): outcome.difference = "sshd accepts, the model refuses: \(error)\n\(story)"
        case (0, .success(let settings)):
            var truth: [String: [String]] = [:]
            for line in said.output.split(separator: "\n") {
                let parts = line.split(separator: " ", maxSplits: 1)
                truth[String(parts[0]), default: []].append(parts.count > 1 ? String(parts[1]) : "")
            }
            for (keyword, values) in truth where !Self.unmodeled.contains(keyword) {
                outcome.compared += 1
                var mine = settings[keyword]?.map(\.value) ?? []
                // The key on the command line comes first.
                if keyword == "hostkey" { mine.insert(hostKey, at: 0) }
                // 9.6 leaves a blank behind a command without arguments.
                let values =
                    keyword == "subsystem" ? values.map { $0.hasSuffix(" ") ? "\($0.dropLast())" : $0 } : values
                // sshd puts the directory it was started in before a relative path.
                func isSame(_ own: String, _ said: String) -> Bool {
                    own == said || (!own.hasPrefix("/") && said.hasSuffix("/\(own)"))
                }
                let agrees =
                    mine.count == values.count
                    && mine.allSatisfy { own in values.contains { isSame(own, $0) } }
                    && values.allSatisfy { said in mine.contains { isSame($0, said) } }
                guard !agrees else { continue }
                outcome.difference = "\(keyword): sshd \(values), the model \(mine)\n\(story)"
            }
            for keyword in ["acceptenv", "setenv", "allowusers", "denyusers", "allowgroups", "denygroups"] {
                guard truth[keyword] == nil, settings[keyword]?.isEmpty == false else { continue }
                outcome.difference = "\(keyword): only the model has it\n\(story)"
            }
        case (_, .success):
            outcome.difference = "sshd refuses, the model accepts: \(said.errors)\n\(story)"
        case (_, .failure): outcome.isRefused = true
        }
        return outcome
    }

    /// What the generator does not set and the model does not know.
    private static let unmodeled: Set<String> = [
        "gssapikexalgorithms", "persourcepenalties", "persourcepenaltyexemptlist", "logverbose",
    ]
}
