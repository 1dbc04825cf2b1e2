import Testing
import Vault

@testable import LinuxMachine

@Suite struct TraceTests {
    private let value = SecretBytes(Array("sk/key+\"one\"=two\\three 4".utf8))
    private var search: TraceSearch { TraceSearch(for: value) }

    @Test(arguments: [
        ("sk/key+\"one\"=two\\three 4", TraceSearch.Form.plain),
        ("c2sva2V5KyJvbmUiPXR3b1x0aHJlZSA0", .base64),
        ("QmVhcmVyIHNrL2tleSsib25lIj10d29cdGhyZWUgNA==", .base64),
        ("dTpzay9rZXkrIm9uZSI9dHdvXHRocmVlIDQ=", .base64),
        ("736b2f6b65792b226f6e65223d74776f5c74687265652034", .hexadecimal),
        ("736B2F6B65792B226F6E65223D74776F5C74687265652034", .hexadecimal),
        ("sk%2Fkey%2B%22one%22%3Dtwo%5Cthree%204", .url),
        ("sk%2fkey%2b%22one%22%3dtwo%5cthree%204", .url),
        (#"sk/key+\"one\"=two\\three 4"#, .json),
        (#"sk\/key+\"one\"=two\\three 4"#, .json),
    ])
    func `a value is found as programs write it`(_ text: String, _ form: TraceSearch.Form) {
        let found = search.matches(in: Array("before \(text) after".utf8))
        #expect(found.map(\.form) == [form])
        #expect(search.matches(in: Array("before sk/key+ after".utf8)).isEmpty)
    }

    @Test func `files, environments and the journal are looked through, and no value is shown`() async {
        let host = ScriptedHost()
        let key = SecretBytes(Array("sk-trace-trace-trace".utf8))
        func put(_ directory: String, _ names: String) {
            host.set("directory \(directory)")
            host.set("entries \(directory)", names)
        }
        put("/home/claw/.openclaw", "openclaw.json.bak state node_modules")
        put("/home/claw/.openclaw/node_modules", "hidden.js")
        put("/home/claw/.openclaw/state", "openclaw.sqlite-wal")
        put("/root", ".bash_history big.bin")
        host.set("file /home/claw/.openclaw/openclaw.json.bak", "{\n\"apiKey\": \"sk-trace-trace-trace\"}")
        host.set("file /home/claw/.openclaw/state/openclaw.sqlite-wal", "\u{0}\u{1}sk-trace-trace-trace")
        host.set("file /home/claw/.openclaw/node_modules/hidden.js", "sk-trace-trace-trace")
        host.set("file /root/.bash_history", "ls\nexport K=c2stdHJhY2UtdHJhY2UtdHJhY2U=\n")
        host.set("file /root/big.bin", String(repeating: "x", count: 2 << 20))
        put("/proc", "1 7 self")
        host.set("file /proc/7/environ", "A=b\u{0}OPENAI_API_KEY=sk-trace-trace-trace\u{0}")
        host.set("file /proc/7/comm", "node\n")
        host.set(
            "journalctl --quiet --no-pager --output=short-iso --all",
            "2026-11-01T00:00:00+0000 h a: b\n2026-11-02T00:00:00+0000 h c: key sk-trace-trace-trace\n"
        )
        var bounds = TraceHunt.Bounds()
        bounds.fileBytes = 1 << 20
        let gateway = RotationExample.references("claw")
        let result = await TraceHunt(for: key, host, bounds: bounds).run([gateway])
        #expect(
            result.traces.map(\.place) == [
                "/home/claw/.openclaw/openclaw.json.bak:2",
                "/home/claw/.openclaw/state/openclaw.sqlite-wal, byte 2",
                "/root/.bash_history:2",
                "the environment of process 7 (node), OPENAI_API_KEY",
                "the journal, first at 2026-11-02T00:00:00+0000",
            ]
        )
        #expect(result.traces[2].form == .base64)
        #expect(result.unseen == ["/root/big.bin: larger than 1 MiB"])
        #expect(result.leftOut.contains("1 directories called node_modules"))
        #expect(!result.traces.contains { $0.place.contains("trace-trace") })
    }

    @Test func `what is beyond the bounds is said`() async {
        let host = ScriptedHost()
        host.set("directory /etc")
        host.set("entries /etc", "a b c")
        for name in ["a", "b", "c"] { host.set("file /etc/\(name)", "sk-trace-trace-trace") }
        var bounds = TraceHunt.Bounds()
        bounds.files = 2
        let key = SecretBytes(Array("sk-trace-trace-trace".utf8))
        let result = await TraceHunt(for: key, host, bounds: bounds).run([])
        #expect(result.traces.map(\.place) == ["/etc/a:1", "/etc/b:1"])
        // Of each tree, where it ended.
        #expect(result.unseen.first == "/etc/c and what comes after it: there is too much")
        #expect(result.unseen.contains("/home and what comes after it: there is too much"))
        #expect(result.leftOut.contains("the journal: there is no journalctl"))
    }
}
