import Foundation
import Hardening
import Testing

@testable import LinuxMachine

/// A generation keeps the profile it was applied by.
@Suite struct SealedPlanTests {
    private static let plan = Plan(profile: "own", stages: [], advice: [.init(control: "a.b", text: "Reboot.")])

    private func withStore(_ work: (GenerationStore, Generation.About) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let about = Generation.About(
            version: "1",
            profile: "own",
            profileSource: "/etc/own.yaml",
            created: 5,
            boot: "b",
            process: ProcessIdentity(pid: 1, began: 1),
            deadline: 60
        )
        try work(try GenerationStore(directory), about)
    }

    @Test func `it comes back with the plan, and stays when the generation is saved again`() throws {
        var profile = Profile.standalone
        profile.name = "own"
        profile.ssh.port = 4444
        try withStore { store, about in
            let generation = try store.create(Self.plan, about, by: profile)
            #expect(try store.generation(1).profile == profile)
            try store.save(generation)
            let again = try store.generation(1)
            #expect(again.profile == profile && again.plan == Self.plan)
        }
    }

    @Test func `an older generation, which is the plan alone, is read without one`() throws {
        let old = try JSONEncoder().encode(Self.plan)
        let read = try JSONDecoder().decode(SealedPlan.self, from: old)
        #expect(read.plan == Self.plan && read.profile == nil)
    }

    @Test func `a profile of another version keeps nobody from the plan`() throws {
        let generation = Generation(
            number: 1,
            about: .init(
                version: "9",
                profile: "own",
                created: 5,
                boot: "b",
                process: ProcessIdentity(pid: 1, began: 1),
                deadline: 60
            ),
            plan: Self.plan,
            entries: [],
            profile: .standalone
        )
        let text = String(decoding: try JSONEncoder().encode(SealedPlan(generation)), as: UTF8.self)
        let other = text.replacingOccurrences(of: "\"maxAuthTries\"", with: "\"attempts\"")
        #expect(other != text)
        let read = try JSONDecoder().decode(SealedPlan.self, from: Data(other.utf8))
        #expect(read.plan == Self.plan && read.profile == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(SealedPlan.self, from: Data(#"{"plan":{"stages":1}}"#.utf8))
        }
    }
}
