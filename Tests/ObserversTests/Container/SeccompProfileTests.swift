import Catalog
import Hardening
import MachineTesting
import Testing

@testable import Observers

/// Profiles of somebody's own, which may hold back less than Docker's.
@Suite struct SeccompProfileTests {
    private static func profile(_ standard: String, _ rules: [String]) -> String {
        #"{"defaultAction": "SCMP_ACT_\#(standard)", "syscalls": [\#(rules.joined(separator: ", "))]}"#
    }

    private static let refused = #"{"names": ["ptrace"], "action": "SCMP_ACT_ERRNO"}"#
    private static let calls = #"{"names": ["read", "bpf"], "action": "SCMP_ACT_ALLOW"}"#
    private static let logged = #"{"name": "mount", "action": "SCMP_ACT_LOG"}"#
    private static let spaces = #"{"names": ["unshare", "clone"], "action": "SCMP_ACT_ALLOW"}"#
    private static let capable = #"{"names": ["bpf"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_BPF"]}}"#

    @Test(arguments: [
        ("builtin", SeccompProfile.builtin), ("unconfined", SeccompProfile.unconfined),
        (profile("ALLOW", []), SeccompProfile.unconfined), (profile("LOG", [logged]), SeccompProfile.unconfined),
        (profile("ALLOW", [refused]), SeccompProfile.loose), (profile("ERRNO", [calls]), SeccompProfile.loose),
        (profile("ERRNO", [logged]), SeccompProfile.loose), (profile("ERRNO", [spaces]), Value.text("own")),
        (profile("KILL_PROCESS", [capable]), Value.text("own")),
    ])
    func `holds back as much as Docker's, or less`(_ option: String, _ value: Value) {
        #expect(SeccompProfile.judged(option) == value)
    }

    @Test(arguments: ["{", "[]", "{}", #"{"defaultAction": 1}"#])
    func `what is no profile is unknown`(_ text: String) {
        guard case .unknown = SeccompProfile.judged(text) else {
            Issue.record("\(SeccompProfile.judged(text))")
            return
        }
    }

    @Test func `a service's profile is read beside its file`() async {
        func profile(_ files: [String: String]) async -> Value? {
            let compose = "services: {openclaw: {image: openclaw/openclaw, security_opt: [\"seccomp:own.json\"]}}\n"
            let all = files.merging(["/opt/app/compose.yaml": compose]) { $1 }
            let state = await Observer(CannedSurface(files: all)).observe(.facts(.composeServices))
            guard case .state(let found) = state else { return nil }
            return found.records.first?[.seccomp]
        }
        #expect(await profile(["/opt/app/own.json": #"{"defaultAction": "SCMP_ACT_ALLOW"}"#]) == "unconfined")
        #expect(await profile(["/opt/app/own.json": #"{"defaultAction": "SCMP_ACT_ERRNO"}"#]) == "own")
        #expect(await profile([:]) == .unknown(.missing("there is no /opt/app/own.json")))
    }
}
