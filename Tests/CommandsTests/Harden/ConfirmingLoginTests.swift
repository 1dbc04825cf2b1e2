import Catalog
import Hardening
import LinuxMachine
import Operations
import Testing

@testable import Commands

@Suite struct ConfirmingLoginTests {
    private static func objection(_ origin: Value) throws -> String? {
        let login = Record(
            "login",
            [
                .user: "admin", .beganAfterBoot: 2000, .bootIdentifier: "b", .serverPort: 2222,
                .fromAddress: "198.51.100.9", .comesFromItself: origin,
            ]
        )
        return try objection([login], ports: [2222])
    }

    private static func objection(_ logins: [Record], ports: [Int], hasSSH: Bool = true) throws -> String? {
        var about = Generation.About(
            version: "1",
            profile: "test",
            created: 5,
            boot: "b",
            process: try #require(ProcessIdentity.current),
            deadline: 60,
            ports: ports
        )
        about.applied = 1000
        let generation = Generation(
            number: 1,
            about: about,
            plan: Plan(profile: "test", stages: []),
            entries: [.applied]
        )
        let session: Observation = .state(logins.isEmpty ? .absent : .records(logins))
        let action = Lifecycle(generation).handle(.login(session, hasSSH: hasSSH))
        guard case .refuse(.login(let objection, _)) = action else {
            #expect(action == .confirm)
            return nil
        }
        return ConfirmingLogin.words(objection, ports: ports, hasSSH: hasSSH)
    }

    @Test func `a login from outside counts`() throws {
        #expect(try Self.objection(.unset) == nil)
    }

    @Test func `one from the server itself proves nothing, and says how to do it right`() throws {
        for origin in ["loopback", "203.0.113.5, an address of its own", "a container or guest behind docker0"] {
            let objection = try Self.objection(.text(origin))
            #expect(objection?.contains("comes from the server itself (\(origin))") == true)
            #expect(objection?.contains("ssh -o ControlPath=none -p 2222 USER@SERVER") == true)
        }
    }

    @Test func `one that a tunnel's service brought in counts, and the service is named`() throws {
        let login = Record("login", [.carriedBy: "cloudflared.service (/usr/bin/cloudflared)"])
        let words = ConfirmingLogin.carrier(.state(.records([login])))
        #expect(words?.contains("by cloudflared.service (/usr/bin/cloudflared)") == true)
        #expect(ConfirmingLogin.carrier(.state(.records([Record("login", [.carriedBy: .unset])]))) == nil)
        #expect(try Self.objection("loopback: ssh opened it")?.contains("tailscale serve") == true)
        #expect(try Self.objection("203.0.113.5, an address of its own")?.contains("tailscale serve") == false)
    }

    @Test func `one whose origin could not be determined does not count`() throws {
        #expect(try Self.objection(.unknown(.missing("no ip"))) != nil)
    }

    private static func console(began: Value) -> Record {
        Record(
            "login",
            [.user: "admin", .beganAfterBoot: began, .bootIdentifier: "b", .console: "ttyS0", .comesFromItself: .unset]
        )
    }

    @Test func `without an SSH server, a new login on the console counts, and is named`() throws {
        #expect(try Self.objection([Self.console(began: 2000)], ports: [], hasSSH: false) == nil)
        let words = ConfirmingLogin.carrier(.state(.records([Self.console(began: 2000)])))
        #expect(words?.contains("came in on ttyS0") == true)
        let tailnet = Record("login", [.tailnetService: "tailscaled.service (/usr/sbin/tailscaled)"])
        #expect(ConfirmingLogin.carrier(.state(.records([tailnet])))?.contains("tailscaled.service") == true)
    }

    @Test func `without an SSH server, an old login and none at all are told how to do it right`() throws {
        let old = try Self.objection([Self.console(began: 500)], ports: [], hasSSH: false)
        #expect(old?.contains("began before the change") == true)
        let none = try Self.objection([], ports: [], hasSSH: false)
        #expect(none?.contains("no login on the console and none over Tailscale SSH") == true)
        for words in [old, none] {
            #expect(words?.contains("the server's console, or over Tailscale SSH") == true)
            #expect(words?.contains("sudo nacre confirm") == true && words?.contains("ControlPath") == false)
        }
    }

    @Test func `where SSH was moved and is gone, no other login stands for it`() throws {
        let words = try Self.objection([Self.console(began: 2000)], ports: [2222], hasSSH: false)
        #expect(words?.contains("there is no SSH server any more") == true)
    }
}
