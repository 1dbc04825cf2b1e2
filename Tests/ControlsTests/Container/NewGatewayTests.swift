import Catalog
import Documents
import Hardening
import Testing

@testable import Controls

@Suite struct NewGatewayTests {
    private func profile(_ image: String) -> Profile {
        var profile = Profile.standalone
        profile.container.image = image
        return profile
    }

    private func server(images: [String], owner: UInt32 = 1000, hasSecrets: Bool = true) -> Snapshot {
        var snapshot = Snapshot()
        snapshot[.facts(.openclaw)] = .state(.absent)
        snapshot[.facts(.listeners)] = .state(.records([Record("tcp *:22", [.listeningPort: 22])]))
        for name in ["state/openclaw.json", "compose.yml", "docker-compose.yml", "docker-compose.yaml"] {
            snapshot[.file("/opt/openclaw/\(name)")] = .state(.absent)
        }
        snapshot[.facts(.composeServices)] = .state(.absent)
        snapshot[.facts(.images)] = .state(.records([Record("image", [.imageNames: .list(images)])]))
        snapshot[.directory("/opt/openclaw/state")] = .state(
            .permissions(.init(mode: 0o700, owner: owner, group: owner))
        )
        snapshot[.permissions("/opt/openclaw/state/.env")] = .state(
            hasSecrets ? .permissions(.init(mode: 0o600, owner: owner, group: owner)) : .absent
        )
        snapshot[.file("/opt/openclaw/compose.yaml")] = .state(.absent)
        return snapshot
    }

    private func answer(_ profile: Profile, _ snapshot: Snapshot) throws -> Fix.Answer {
        try #require(ControlList.fixes(for: profile).first { $0.control == "container.run-gateway" }).answer(
            snapshot
        )
    }

    @Test func `is asked for only where the profile names an image`() throws {
        for (image, verdict) in [("", Finding.Verdict.notApplicable), ("openclaw:local", .drifted)] {
            let control = try #require(
                ControlList.controls(for: profile(image)).first { $0.id == "container.run-gateway" }
            )
            #expect(control.audit(server(images: [])).verdict == verdict)
        }
        let control = ControlList.runGateway(profile("openclaw:local"))
        var other = server(images: [])
        let state = Record("/opt/claw/state", [.openclawContainer: .unset, .openclawUnit: .unset])
        other[.facts(.openclaw)] = .state(.records([state]))
        #expect(control.audit(other).verdict == .drifted, "state that nothing runs")
        other[.facts(.openclaw)] = .state(.records([state, Record("b", [.openclawUnit: "openclaw.service"])]))
        #expect(control.audit(other).verdict == .compliant)
        other[.facts(.openclaw)] = .unreadable(.notStated("no"))
        #expect(control.audit(other).verdict == .unknown)
    }

    @Test func `says what is still to be done by a person, one thing after the other`() throws {
        let image = "ghcr.io/openclaw/openclaw:2026.9.4"
        let profile = profile(image)
        var defined = server(images: [image])
        defined[.facts(.composeServices)] = .state(.records([Record("service gateway in /srv/compose.yaml")]))
        var written = server(images: [image])
        written[.file("/opt/openclaw/compose.yaml")] = .state(.file(.init([1], mode: 0o644)))
        var project = server(images: [image])
        project[.file("/opt/openclaw/docker-compose.yml")] = .state(.file(.init([1], mode: 0o644)))
        var taken = server(images: [image])
        taken[.facts(.listeners)] = .state(
            .records([Record("tcp *:18789", [.listeningPort: 18789, .listeningProgram: "node"])])
        )
        var hidden = server(images: [image])
        hidden[.facts(.images)] = .unreadable(.notRunning("the daemon does not answer"))
        var linked = server(images: [image])
        linked[.permissions("/opt/openclaw/state/.env")] = .unreadable(.notTrusted("is a link"))
        for (snapshot, words) in [
            (project, "docker-compose.yml already exists"), (taken, "node listens on 18789"),
            (hidden, "the daemon does not answer"), (linked, "is a link"),
            (server(images: ["openclaw:local"]), "docker pull \(image)"),
            (server(images: [image], owner: 0), "install -d -m 700 -o 1000 -g 1000 /opt/openclaw/state"),
            (server(images: [image], hasSecrets: false), "OPENCLAW_GATEWAY_TOKEN"), (defined, "service gateway"),
            (written, "already exists"),
        ] {
            guard case .advise(let why) = try answer(profile, snapshot) else {
                Issue.record("nothing is left to a person where \(words) was expected")
                continue
            }
            #expect(why.contains(words))
        }
    }

    @Test func `says at once all that only a person can give, in the order in which it is done`() throws {
        let image = "ghcr.io/openclaw/openclaw:2026.9.4"
        guard case .advise(let why) = try answer(profile(image), server(images: [], owner: 0, hasSecrets: false)) else {
            Issue.record("nothing is left to a person")
            return
        }
        let places = ["docker pull \(image)", "install -d -m 700 -o 1000", "OPENCLAW_GATEWAY_TOKEN="].map {
            why.firstRange(of: $0)?.lowerBound
        }
        #expect(
            places.allSatisfy { $0 != nil } && places.compactMap { $0 } == places.compactMap { $0 }.sorted(),
            "\(why)"
        )
        #expect(why.hasPrefix("The new gateway wants 3 things of you: (1) "))
        guard
            case .advise(let last) = try answer(profile(image), server(images: [image], owner: 4321, hasSecrets: false))
        else {
            Issue.record("nothing is left to a person")
            return
        }
        #expect(last.contains("install -m 600 -o 4321 -g 4321") && !last.contains("docker pull"))
    }

    @Test func `an image is there by its tag, or by the digest that it names`() throws {
        let digest = "sha256:" + String(repeating: "a", count: 64)
        for (image, names, isThere) in [
            ("openclaw:local", ["openclaw:local"], true), ("openclaw:local", ["openclaw:other"], false),
            ("ghcr.io/o/c:1@\(digest)", ["ghcr.io/o/c@\(digest)"], true),
            ("registry:5000/c@\(digest)", ["registry:5000/c@\(digest)"], true),
            ("registry:5000/c:1@\(digest)", ["registry:5000/c@\(digest)"], true),
            ("ghcr.io/o/c:1@\(digest)", ["ghcr.io/o/c:1"], false), ("c:1@\(digest)", ["c@\(digest)"], true),
            ("openclaw", ["openclaw:latest"], true), ("docker.io/openclaw/openclaw:1", ["openclaw/openclaw:1"], true),
            ("docker.io/library/c", ["c:latest"], true), ("ghcr.io/o/c", ["ghcr.io/o/c:1"], false),
        ] {
            let gateway = try #require(NewGateway(profile(image)))
            #expect(gateway.isThere([Record("image", [.imageNames: .list(names)])]) == isThere, "\(image) \(names)")
        }
    }

    @Test func `writes a compose file and a configuration that can be read, for the account of the state`() throws {
        let profile = profile("openclaw:local")
        guard case .amend(let amendments) = try answer(profile, server(images: ["openclaw:local"], owner: 4321)) else {
            Issue.record("nothing is set up")
            return
        }
        #expect(
            amendments.map(\.resource) == [
                .file("/opt/openclaw/state/openclaw.json"), .file("/opt/openclaw/compose.yaml"),
            ]
        )
        for amendment in amendments {
            let made = try amendment.amend(.absent, Snapshot())
            guard case .file(let file) = made else {
                Issue.record("\(amendment.resource) is no file")
                continue
            }
            let text = try #require(file.text)
            if text.hasPrefix("{") {
                #expect(try JSONDocument(file.bytes, dialect: .json).root["gateway"]?["bind"]?.text == "lan")
                #expect(file.mode == 0o600 && file.owner == 4321 && file.group == 4321)
            } else {
                let compose = try ComposeText(text)
                #expect(compose.text == text && text.contains("user: \"4321:4321\""))
                #expect(file.mode == 0o644 && file.owner == 0)
            }
            #expect(try amendment.amend(made, Snapshot()) == made)
            let other = State.file(.init([1], mode: 0o600))
            #expect(try amendment.amend(other, Snapshot()) == other)
        }
    }
}
