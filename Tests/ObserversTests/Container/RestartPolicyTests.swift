import Hardening
import MachineTesting
import Testing

@testable import Observers

/// What compose and the daemon make of a service's words.
@Suite struct RestartPolicyTests {
    private func policy(_ keys: String) async -> Value? {
        let compose = "services: {openclaw: {image: openclaw/openclaw, \(keys)}}\n"
        let surface = CannedSurface(files: ["/opt/app/compose.yaml": compose])
        guard case .state(let found) = await Observer(surface).observe(.facts(.composeServices)) else { return nil }
        return found.records.first?[.restartPolicy]
    }

    @Test(arguments: [
        ("restart: unless-stopped", "unless-stopped"), ("restart: \"on-failure:5\"", "on-failure"), ("tty: true", "no"),
        ("restart: unless-stopped, deploy: {restart_policy: {condition: none}}", "no"),
        ("restart: always, deploy: {restart_policy: {condition: on-failure, max_attempts: 3}}", "on-failure"),
        ("restart: no, deploy: {restart_policy: {condition: any}}", "always"),
        ("restart: always, deploy: {replicas: 1}", "always"),
    ])
    func `deploy goes before restart`(_ keys: String, _ expected: String) async {
        #expect(await policy(keys) == .text(expected))
    }

    @Test(arguments: [
        "restart: nonsense", "restart: unless-stoped", "restart: Always", "restart: always:3",
        "restart: always, deploy: {restart_policy: {condition: sometimes}}",
        "restart: always, deploy: {restart_policy: {max_attempts: 3}}",
        "restart: always, deploy: {restart_policy: {condition: $X}}",
    ])
    func `what the daemon refuses is no policy`(_ keys: String) async {
        guard case .unknown = await policy(keys) else {
            Issue.record("\(String(describing: await policy(keys)))")
            return
        }
    }
}
