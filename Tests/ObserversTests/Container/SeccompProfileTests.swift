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

    @Test(arguments: [
        #"{"DefaultAction": "SCMP_ACT_ERRNO", "Syscalls": [{"Names": ["mount"], "ACTION": "SCMP_ACT_ALLOW"}]}"#,
        profile("ERRNO", [#"{"name\u017F": ["mount"], "action": "SCMP_ACT_ALLOW"}"#]),
        profile("ERRNO", [capable.replacing("CAP_BPF", with: "CAP_CHOWN")]),
        profile("ERRNO", [#"{"names": ["init_module"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0}]}"#]),
        profile("ERRNO", [#"{"names": ["perf_event_open"], "action": "SCMP_ACT_ALLOW"}"#]),
        profile("ERRNO", [#"{"names": ["io_uring_setup"], "action": "SCMP_ACT_ALLOW"}"#]),
    ])
    func `what Docker reads in its own way, or every container has, holds nothing back`(_ profile: String) {
        #expect(SeccompProfile.judged(profile) == SeccompProfile.loose)
    }

    @Test func `of a service's options the last counts`() async {
        let compose =
            "services: {openclaw: {image: openclaw/openclaw, security_opt: [\"seccomp=builtin\", \"seccomp:unconfined\"]}}\n"
        let surface = CannedSurface(files: ["/opt/app/compose.yaml": compose])
        guard case .state(let found) = await Observer(surface).observe(.facts(.composeServices)) else {
            Issue.record("no services")
            return
        }
        #expect(found.records.map { $0[.seccomp] } == ["unconfined"])
    }

    @Test(arguments: [
        "{", "[]", "{}", #"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [], "Syscalls": []}"#,
        #"{"defaultAction": 1}"#,
    ])
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
