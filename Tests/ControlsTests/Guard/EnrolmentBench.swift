import Controls
import Hardening
import MachineTesting
import Observers
import Surface
import Testing
import Vault

/// A server in dictionaries whose agents come behind the guard.
extension MigrationBench {
    func models() async throws -> InstallationModels {
        try #require(try await Observer(bench.surface).models.all().first)
    }

    func enrolment(_ choice: GuardEnrolment.Choice) async throws -> GuardEnrolment {
        let observer = Observer(bench.surface)
        var snapshot = Snapshot()
        for resource in GuardEnrolment.needs { snapshot[resource] = await observer.observe(resource) }
        var count = 0
        return GuardEnrolment(
            try await models(),
            choice,
            minting: {
                count += 1
                return Self.placeholder(count)
            },
            on: snapshot
        )
    }

    static func placeholder(_ number: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return "nacre-guard-jkhuomtxiag37zb4gyo4kfb32dlmhh3dtrss2iml5nuuyjcoce"
            + String([letters[number / 26], letters[number % 26]])
    }

    /// The same with openclaw.json and guard.yaml as the enrolment leaves them.
    func applying(_ enrolment: GuardEnrolment) throws -> MigrationBench {
        var changed = self
        let path = "\(OpenClawBench.directory)/openclaw.json"
        var after = State.file(State.File(Array(file(path).utf8), mode: 0o600))
        let own = enrolment.amendments.filter { $0.resource == .file(path) }
        for amendment in own { after = try amendment.amend(after, Snapshot()) }
        // A second pass finds its own work done.
        var again = after
        for amendment in own { again = try amendment.amend(again, Snapshot()) }
        #expect(again == after)
        guard case .file(let file) = after else { return self }
        changed.bench.surface.add(path, String(decoding: file.bytes, as: UTF8.self), mode: 0o600)
        let text = try GuardFile.adding(enrolment.entries, at: "127.0.0.1:18785", to: "") { placeholder in
            ContentDigest.hexadecimal(Array(placeholder.utf8))
        }
        changed.bench.surface.add("/etc/nacre/guard.yaml", text)
        return changed
    }
}
