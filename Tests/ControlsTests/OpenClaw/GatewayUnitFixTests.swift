import Catalog
import Controls
import Hardening
import Testing

@Suite struct GatewayUnitFixTests {
    private static let phrases = [
        "set-unit-stop-timeout", "set-unit-kill-mode", "prevent-restart-on-configuration-error",
        "forbid-new-privileges",
        "restrict-system-calls", "isolate-unit",
    ]

    private static func unit(_ changes: [Field: Value] = [:]) -> Record {
        let careless: [Field: Value] = [
            .openclawUnit: "openclaw.service", .openclawUnitAccount: .unset, .unitRunsAsRoot: false,
            .unitKillMode: "control-group", .unitStopSeconds: 90, .unitStaysDown: false, .unitNoNewPrivileges: false,
            .unitOpenCalls: [
                "SystemCallFilter", "SystemCallArchitectures", "RestrictAddressFamilies", "LockPersonality",
                "RestrictRealtime",
            ],
            .unitFilters: [],
            .unitOpenWalls: [
                "ProtectSystem", "ProtectHome", "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs",
                "ProtectControlGroups", "CapabilityBoundingSet",
            ],
            .unitWrites: ["/home/claw", "/tmp", "/var/tmp"], .unitSystemWrites: [],
        ]
        return Record("/home/claw/.openclaw", careless.merging(changes) { $1 })
    }

    private static func snapshot(_ unit: Record) -> Snapshot {
        let installation = Record(
            "/home/claw/.openclaw",
            [
                .configurationFile: "/home/claw/.openclaw/openclaw.json", .openclawUnit: unit[.openclawUnit],
                .openclawUnitAccount: unit[.openclawUnitAccount],
            ]
        )
        var snapshot = Snapshot()
        snapshot[.facts(.openclawUnits)] = .state(.records([unit]))
        snapshot[.facts(.openclaw)] = .state(.records([installation]))
        return snapshot
    }

    /// What the amendments of these controls make of the drop-in.
    private static func text(
        _ unit: Record,
        _ phrases: [String] = phrases
    ) throws -> (path: String, text: String, activations: Set<Activation?>) {
        let snapshot = snapshot(unit)
        var state = State.absent
        var path = ""
        var activations: Set<Activation?> = []
        var followed: [Amendment] = []
        for phrase in phrases {
            let fix = ControlList.fixes(for: .standalone).first { $0.control == "openclaw.\(phrase)" }
            guard case .amend(let amendments)? = fix?.answer(snapshot) else { continue }
            for amendment in amendments {
                activations.insert(amendment.activation)
                guard case .file(let file) = amendment.resource else { continue }
                path = file
                let once = try amendment.amend(state, snapshot)
                #expect(try amendment.amend(once, snapshot) == once)
                state = once
                followed.append(amendment)
            }
        }
        // Each finds its own work done in the end.
        for amendment in followed { #expect(try amendment.amend(state, snapshot) == state) }
        guard case .file(let file) = state else { return (path, "", activations) }
        return (path, file.text ?? "", activations)
    }

    @Test func `a system's unit gets a drop-in with all of it, and is started anew once`() throws {
        let made = try Self.text(Self.unit())
        #expect(made.path == "/etc/systemd/system/openclaw.service.d/90-nacre.conf")
        #expect(
            made.text == """
                # Written by Nacre.
                [Service]
                TimeoutStopSec=330
                KillMode=mixed
                RestartPreventExitStatus=78
                # sudo, su and every other setuid program end for the gateway and its agents.
                NoNewPrivileges=yes
                # Debuggers, tracers and containers without Docker end for its agents. Chromium needs chroot.
                SystemCallFilter=@system-service chroot
                SystemCallErrorNumber=EPERM
                SystemCallArchitectures=native
                RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
                LockPersonality=yes
                RestrictRealtime=yes
                # The gateway and its agents write to nothing but what ReadWritePaths= names.
                ProtectSystem=strict
                ProtectHome=read-only
                ProtectKernelTunables=yes
                ProtectKernelModules=yes
                ProtectKernelLogs=yes
                ProtectControlGroups=yes
                CapabilityBoundingSet=
                ReadWritePaths=-/home/claw -/tmp -/var/tmp

                """
        )
        guard case .gateway(let gateway)?? = made.activations.first, made.activations.count == 1 else {
            Issue.record("not taken over by the gateway: \(made.activations)")
            return
        }
        #expect(gateway.unit == "openclaw.service" && gateway.user == nil)
    }

    @Test func `a user's unit gets what the user's manager can do, where its account cannot write`() throws {
        let unit = Self.unit([.openclawUnitAccount: "claw", .unitOpenWalls: ["ProtectSystem"]])
        let walls = ControlList.controls(for: .standalone).first { $0.id == "openclaw.isolate-unit" }
        #expect(walls?.audit(Self.snapshot(unit)).verdict == .notApplicable)
        let made = try Self.text(unit, Self.phrases.dropLast())
        #expect(made.path == "/etc/systemd/user/openclaw.service.d/90-nacre.conf")
        #expect(made.text.contains("NoNewPrivileges=yes") && !made.text.contains("Protect"))
    }

    @Test func `filters that are there are only narrowed`() throws {
        let filters: Value = ["SystemCallFilter", "RestrictAddressFamilies"]
        let made = try Self.text(Self.unit([.unitFilters: filters]), ["restrict-system-calls"])
        #expect(made.text.contains("SystemCallFilter=~@clock") && !made.text.contains("@system-service"))
        #expect(made.text.contains("RestrictAddressFamilies=~AF_PACKET\n"))
    }

    @Test func `root keeps the rights over files that it needs`() throws {
        let made = try Self.text(Self.unit([.unitRunsAsRoot: true]), ["isolate-unit"])
        #expect(made.text.contains("CapabilityBoundingSet=\nCapabilityBoundingSet=CAP_CHOWN CAP_DAC_OVERRIDE "))
        #expect(!made.text.contains("SYS"))
    }

    @Test(arguments: [Value.unknown(.notPermitted("permission denied")), ["/home/claw", "/srv/my work"], []])
    func `where it is not known what it writes to, nothing is made read-only`(_ writes: Value) throws {
        #expect(try Self.text(Self.unit([.unitWrites: writes]), ["isolate-unit"]).path.isEmpty)
    }

    @Test func `what lies among the system's files is named, and not opened`() throws {
        let unit = Self.unit([.unitWrites: ["/etc", "/home/claw", "/tmp"], .unitSystemWrites: ["/etc"]])
        #expect(try Self.text(unit, ["isolate-unit"]).path.isEmpty)
        let fix = ControlList.fixes(for: .standalone).first { $0.control == "openclaw.isolate-unit" }
        guard case .advise(let words)? = fix?.answer(Self.snapshot(unit)) else {
            Issue.record("no advice")
            return
        }
        #expect(words.contains("/etc") && words.contains("workspace"))
    }

    @Test func `what would count for two accounts' units is left to a person`() throws {
        let unit = Self.unit([.openclawUnitAccount: "claw"])
        var snapshot = Self.snapshot(unit)
        let other = Record("/home/other/.openclaw", unit.fields.merging([.openclawUnitAccount: "other"]) { $1 })
        snapshot[.facts(.openclawUnits)] = .state(.records([unit, other]))
        let fix = ControlList.fixes(for: .standalone).first { $0.control == "openclaw.set-unit-kill-mode" }
        guard case .advise(let why)? = fix?.answer(snapshot) else {
            Issue.record("not left to a person")
            return
        }
        #expect(why.hasPrefix("2 accounts have a unit openclaw.service"))
    }

    @Test func `a drop-in of somebody else under the name is left alone`() throws {
        let snapshot = Self.snapshot(Self.unit())
        let fix = ControlList.fixes(for: .standalone).first { $0.control == "openclaw.set-unit-kill-mode" }
        guard case .amend(let amendments)? = fix?.answer(snapshot), let amendment = amendments.last else {
            Issue.record("not amended")
            return
        }
        let theirs = State.file(.init(Array("[Service]\nNice=5\n".utf8), mode: 0o644))
        #expect(throws: Amendment.Failure.self) { try amendment.amend(theirs, snapshot) }
    }

    /// An account calls its units what it likes; what root writes for one in /etc/systemd/user counts for all.
    @Test(
        arguments: [
            "backup.service", "ssh-agent.service", "openclaw-.service", "dbus.service", "notopenclaw-gateway.service",
            "openclawd.service",
        ]
    )
    func `a unit that an account named itself gets nothing that counts for everybody's`(_ name: String) throws {
        let unit = Self.unit([.openclawUnit: .text(name), .openclawUnitAccount: "bob"])
        let made = try Self.text(unit)
        #expect(made.path.isEmpty && made.text.isEmpty, "\(made.path)")
        let snapshot = Self.snapshot(unit)
        let fix = ControlList.fixes(for: .standalone).first {
            $0.control == "openclaw.forbid-new-privileges"
        }
        guard case .advise(let words)? = fix?.answer(snapshot) else {
            Issue.record("no advice")
            return
        }
        #expect(words.contains("counts for every account's unit of that name"))
    }

    @Test(arguments: [
        "openclaw-gateway.service", "openclaw-gateway-work.service", "clawdbot.service", "openclaw@bob.service",
    ])
    func `one by OpenClaw's own name does`(_ name: String) throws {
        let made = try Self.text(Self.unit([.openclawUnit: .text(name), .openclawUnitAccount: "bob"]))
        #expect(made.path == "/etc/systemd/user/\(name).d/90-nacre.conf")
    }

    @Test func `a part of the memory is left to the server, where there is enough for a gateway`() throws {
        func limited(_ server: Int, using used: Int = 0) throws -> String {
            let sizes: [Field: Value] = [
                .unitMemory: .unset, .memoryOfServer: .number(server), .unitMemoryUsed: .number(used),
            ]
            return try Self.text(Self.unit(sizes), ["limit-unit-memory"]).text
        }
        #expect(try limited(4 << 30).contains("\nMemoryMax=75%\n"))
        // The gateway would be ended while it starts, or at once.
        #expect(try limited(1 << 30) == "")
        #expect(try limited(4 << 30, using: 7 << 29) == "")
    }
}
