import Controls
import Documents
import Foundation
import Hardening
import Testing

/// Configurations of real people, where a directory of them is given.
@Suite struct OpenClawSampleTests {
    private static let directory = ProcessInfo.processInfo.environment["NACRE_OPENCLAW_SAMPLES"]

    private static let names: [String] = {
        guard let directory, let all = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            return []
        }
        return all.sorted()
    }()

    @Test(.enabled(if: directory != nil), arguments: names)
    func `real configurations are hardened in one go, and keep what they say`(_ name: String) async throws {
        let data = try #require(FileManager.default.contents(atPath: "\(Self.directory ?? "")/\(name)"))
        guard let before = try? JSONDocument([UInt8](data)) else { return }
        for profile in Profile.tried {
            var bench = OpenClawBench(String(decoding: before.bytes, as: UTF8.self))
            bench.profile = profile
            let (demands, complaints) = try await bench.harden()
            #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))\n\(bench.text())")
            let after = try JSONDocument(Array(bench.text().utf8))
            #expect(after.bytes.count > before.bytes.count / 2)
            print("sample", name, profile.name, demands.amendments.count, demands.advice.count)
        }
    }
}
