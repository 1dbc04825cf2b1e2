import Catalog
import Controls
import Documents
import Hardening
import Profiles
import Testing

@testable import Commands

@Suite struct ProfileReachTests {
    /// One of these is another possible value for each kind of value.
    private static let others = [
        "true", "no", "prohibit-password", "nftables", "allowlist", "04:44", "[77]", "[192.0.2.7]", "[a.example]",
        "[25]", "something", "1", "77", "70000000000",
    ]

    @Test(arguments: Profile.builtIn.flatMap { profile in ProfileKey.all.map { (profile, $0) } })
    func `every value of a profile reaches a control`(profile: Profile, key: ProfileKey) throws {
        // The endpoints' observer takes these: no control's words name them.
        guard key.name != "domains" else { return }
        // Nor where a new gateway is to lie: what sets it up takes that.
        guard key.name != "directory" else { return }
        // Which of the server's ports a gateway reaches is told by the plan.
        guard key.name != "hostPorts" else { return }
        // How commands are taken from an agent, or not, is told by the plan.
        guard key.name != "allowExec" else { return }
        // Nothing to say about a proxy's addresses where no port is meant for one.
        if key.name == "trustedSources", profile.firewall.restrictedPorts.isEmpty { return }
        let before = Self.words(profile)
        let changed = Self.others.contains { text in
            var other = profile
            guard let node = try? YAMLDocument(text).root, (try? key.read(&other, node)) != nil, other != profile else {
                return false
            }
            return Self.words(other) != before
        }
        #expect(changed, "\(key.section).\(key.name)")
    }

    private static func words(_ profile: Profile) -> String {
        ControlList.controls(for: profile).map { control in
            // A dictionary is not printed in the same order twice.
            let states = control.examples.map { $0.input.map { "\($0.key): \($0.value)" }.sorted() }
            return "\(control.page)\(states)"
        }
        .joined()
    }
}
