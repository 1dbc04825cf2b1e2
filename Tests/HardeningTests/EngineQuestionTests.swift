import Testing

@testable import Hardening

/// What the engine asks of resources and activations, which alone know paths and daemons.
@Suite struct EngineQuestionTests {
    private static let project = Activation.ComposeProject(name: "claw", directory: "/opt/claw", files: [])

    private static func stage(_ activation: Activation, interim: State? = nil) -> Plan.Stage {
        let change = Change(.file("/a"), before: .absent, after: .value("after"), interim: interim, because: [])
        return Plan.Stage([change], activation: activation)
    }

    @Test func `a boot sets parameters, and takes them from files of sysctl.d alone`() {
        #expect(Resource.file("/etc/sysctl.d/60-nacre.conf").setsKernelParameters)
        #expect(!Resource.file("/etc/sysctl.conf").setsKernelParameters)
        #expect(!Resource.directory("/etc/sysctl.d/x").setsKernelParameters)
        #expect(Resource.kernelParameter("kernel.sysrq").isSetByBoot && !Resource.ruleset.isSetByBoot)
    }

    private static let row = Resource.row(
        Row("/a/b.sqlite", table: "t", keyColumn: "k", key: "authProfiles.store", valueColumn: "v")
    )

    @Test func `what a row holds is in no description, and when it was written is no part of it`() {
        let secret = RowContent("{\"key\":\"hidden\"}", beside: ["note": .text("hidden")])
        let state = State.row(secret)
        for text in ["\(secret)", "\(state)", String(reflecting: secret), String(reflecting: state)] {
            #expect(!text.contains("hidden"))
        }
        var dumped = ""
        dump(state, to: &dumped)
        #expect(!dumped.contains("hidden"))
        #expect("\(Self.row)" == "authProfiles.store of t in /a/b.sqlite")
        #expect(secret == RowContent(secret.text) && secret != RowContent("{}"))
        // Written otherwise, the same character is another text.
        #expect(RowContent("\u{e9}") != RowContent("e\u{301}"))
    }

    @Test func `files and packages outlive a boot, what the kernel and systemd hold does not`() {
        for resource in [Resource.file("/a"), .directory("/a"), .permissions("/a"), .package("a"), Self.row] {
            #expect(resource.survivesReboot)
        }
        for resource in [Resource.kernelParameter("a"), .ruleset, .unit("a"), .facts(.sshServer)] {
            #expect(!resource.survivesReboot)
        }
    }

    @Test func `variables come before the files that use them, defaults after what is set by itself`() {
        let order: [Resource] = [
            .directory("/a"), .file("/opt/claw/.env"), .file("/opt/claw/claw.json"), .permissions("/a"), Self.row,
            .kernelParameter("net.ipv4.conf.eth0.rp_filter"), .kernelParameter("net.ipv4.conf.default.rp_filter"),
            .ruleset, .unit("a.service"),
        ]
        #expect(order.map(\.rank) == order.map(\.rank).sorted() && Set(order.map(\.rank)).count == order.count)
    }

    @Test func `containers are made anew after the daemon is as it was, and new projects go before`() {
        var new = Self.project
        new.newService = "gateway"
        #expect(Self.stage(.compose(Self.project)).undoneAfter == .docker)
        #expect(Self.stage(.compose(new)).undoneAfter == nil)
        #expect(Self.stage(.sshd).undoneAfter == nil)
    }

    @Test func `logins move where sshd gets something else until the confirmation`() {
        func moves(_ stages: [Plan.Stage]) -> Bool { Plan(profile: "", stages: stages).movesLogins }
        #expect(moves([Self.stage(.caddy), Self.stage(.sshd, interim: .value("both"))]))
        #expect(!moves([Self.stage(.firewall(.nftables), interim: .value("both")), Self.stage(.sshd)]))
    }

    @Test func `a parameter's dots are slashes in the kernel's tree, and its slashes dots`() {
        #expect(Resource.kernelPath(of: "net.ipv4.ip_forward") == "/proc/sys/net/ipv4/ip_forward")
        #expect(Resource.kernelPath(of: "net.ipv4.conf.eth0/1.x") == "/proc/sys/net/ipv4/conf/eth0.1/x")
    }
}
