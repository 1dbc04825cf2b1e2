import Controls
import Documents
import Foundation
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// The configurations of real people, in `NACRE_SAMPLES`/configs, moved and put back.
///
/// `NACRE_WRITES` names a directory for what was written, so that a real OpenClaw can be asked.
@Suite struct KeyMigrationSamplesTests {
    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    /// Versions of which each takes references in other settings; two of them where `NACRE_VERSIONS` does not name more.
    private static let versions =
        variable("NACRE_VERSIONS") == nil
        ? ["2026.4.23", "2026.9.6"] : ["2026.4.23", "2026.6.11", "2026.7.1", "2026.9.6"]

    @Test(arguments: versions)
    func `what is moved comes to the same, is accepted, and goes back byte for byte`(_ version: String) async throws {
        guard let directory = Self.variable("NACRE_SAMPLES").map({ "\($0)/configs" }) else {
            print("left out: configurations of real people, for NACRE_SAMPLES is not set")
            return
        }
        var counts = (moved: 0, keys: 0, staying: 0, nothing: 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() {
            let bytes = [UInt8](try #require(FileManager.default.contents(atPath: "\(directory)/\(name)")))
            let text = String(decoding: bytes, as: UTF8.self)
            var bench = MigrationBench(text, version: version, variables: Self.variables(in: text))
            guard let keys = try await bench.keys(), keys.blocker == nil else { continue }
            let migration = await bench.migration(keys)
            counts.staying += keys.keys.count { $0.blocker != nil }
            guard migration.blocker == nil, !migration.moves.isEmpty else {
                counts.nothing += 1
                continue
            }
            let before = try bench.effective()
            let original = bench.bench.surface.files
            let plan = try await bench.put(migration)
            let vault = Dictionary(migration.moves.map { ($0.name, $0.key.value) }) { first, _ in first }
            // What was only implied is said now, and means what it did.
            let implied = migration.moves.filter(\.key.isImplied)
            if implied.isEmpty {
                #expect(try Self.provided(bench.effective(vault)).means(Self.provided(before)), "\(name)")
            }
            let written = ConfigurationText(Array(bench.text.utf8))
            let refusals = written.refusals(notIn: ConfigurationText(bytes), version: version)
            #expect(refusals.isEmpty, "\(version) \(name): \(refusals)")
            for move in migration.moves where !bench.text.contains("\"\(move.key.value)\"") || move.key.value.count > 11
            {
                let stays = keys.keys.contains { $0.blocker != nil && $0.value == move.key.value }
                #expect(stays || !bench.text.contains(move.key.value), "\(name): \(move.key.words)")
            }
            for change in plan.changes {
                guard case .file(let path) = change.resource, case .file(let file) = change.before else { continue }
                #expect(file.bytes == original[path]?.bytes, "\(name): \(path)")
            }
            counts.moved += 1
            counts.keys += migration.moves.count
            guard let writes = Self.variable("NACRE_WRITES").map({ "\($0)/\(version)" }) else { continue }
            try FileManager.default.createDirectory(atPath: writes, withIntermediateDirectories: true)
            try text.write(toFile: "\(writes)/\(name)-before.json", atomically: false, encoding: .utf8)
            try bench.text.write(toFile: "\(writes)/\(name)-written.json", atomically: false, encoding: .utf8)
        }
        #expect(counts.moved > 0)
        print(
            "\(version): \(counts.keys) keys of \(counts.moved) configurations moved, \(counts.staying) stay; "
                + "\(counts.nothing) have nothing to move"
        )
    }

    /// Every variable that the text asks for.
    private static func variables(in text: String) -> String {
        var names: Set<Substring> = []
        for part in text.split(separator: "${", omittingEmptySubsequences: false).dropFirst() {
            let name = part.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            if !name.isEmpty, part.dropFirst(name.count).hasPrefix("}") { names.insert(name) }
        }
        return names.sorted().map { "\($0)=value-of-\($0)-Zk29dk4J\n" }.joined()
    }

    /// The configuration without its providers of secrets.
    private static func provided(_ value: JSONValue) -> JSONValue { value.without("secrets") }
}
