import Hardening
import Testing

@testable import Commands
@testable import LinuxMachine

@Suite struct ConfirmingLoginTests {
    private static func objection(_ origin: Value) throws -> String? {
        var about = Generation.About(
            version: "1",
            profile: "test",
            created: 5,
            boot: "b",
            process: try #require(ProcessIdentity.current),
            deadline: 60,
            ports: [2222]
        )
        about.applied = 1000
        let generation = Generation(number: 1, about: about, plan: Plan(profile: "test", stages: []), entries: [])
        let login = Record(
            "login",
            [
                .user: "admin", .beganAfterBoot: 2000, .bootIdentifier: "b", .serverPort: 2222,
                .fromAddress: "198.51.100.9", .comesFromItself: origin,
            ]
        )
        return ConfirmingLogin.objection(.state(.records([login])), to: generation)
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

    @Test func `one whose origin cannot be told does not count`() throws {
        #expect(try Self.objection(.unknown("no ip")) != nil)
    }
}
