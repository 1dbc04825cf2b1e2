import Catalog
import Controls
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// More files than are looked at: whoever makes them hides nothing.
@Suite struct DecoyFilesTests {
    private static let accounts = "root:x:0:0::/root:/bin/bash\nbob:x:1001:1001::/home/bob:/bin/bash\n"
    private static let state = "/home/bob/.openclaw"

    private static func surface(_ decoys: [String], mode: UInt16 = 0o600) -> CannedSurface {
        var surface = CannedSurface(files: ["/etc/passwd": accounts])
        surface.add("\(state)/openclaw.json", "{}", mode: 0o600, owner: 1001)
        for directory in [state, "\(state)/credentials"] {
            surface.directories[directory] = 0o700
            surface.owners[directory] = 1001
        }
        for path in decoys { surface.add(path, "", mode: mode, owner: 1001) }
        return surface
    }

    private static func records(_ subject: Subject, _ surface: CannedSurface) async throws -> [Record] {
        let observation = await Observer(surface).observe(.facts(subject))
        guard case .state(let state) = observation else {
            Issue.record("\(observation)")
            return []
        }
        return state.records
    }

    /// Which places have a record that says that there is more.
    private static func further(_ records: [Record], _ place: Field, _ field: Field) -> [Value] {
        records.compactMap { record in
            guard case .unknown(let why) = record[field], why.cause == .tooLarge, why.why.contains("more than 1000")
            else {
                return nil
            }
            return record[place]
        }
    }

    @Test(arguments: [("credentials/a%.json", "credentials"), ("openclaw.json.%.bak", "backup")])
    func `files of a gateway beyond the limit are unknown`(pattern: String, kind: String) async throws {
        for (count, isCut) in [(1000, false), (1001, true)] {
            let decoys = (0..<count).map { "\(Self.state)/" + pattern.replacing("%", with: "\($0)") }
            let records = try await Self.records(.openclawFiles, Self.surface(decoys))
            #expect(Self.further(records, .fileKind, .mode) == (isCut ? [.text(kind)] : []), "\(count)")
        }
    }

    @Test func `with decoys the credentials are not found compliant, and an open one drifts all the same`() async throws
    {
        let decoys = (0...1000).map { "\(Self.state)/credentials/a\($0).json" }
        var surface = Self.surface(decoys)
        surface.add("\(Self.state)/credentials/telegram.json", "{}", mode: 0o666, owner: 1001)
        #expect(try await Self.verdict("openclaw.protect-credentials", surface) == .unknown)
        surface.add("\(Self.state)/credentials/a0.json", "{}", mode: 0o666, owner: 1001)
        #expect(try await Self.verdict("openclaw.protect-credentials", surface) == .drifted)
    }

    @Test func `logs and jobs beyond the limit are unknown`() async throws {
        let decoys = (0...1000).flatMap { ["/tmp/openclaw/a\($0).log", "/etc/cron.d/a\($0)"] }
        let records = try await Self.records(.secretFindings, Self.surface(decoys))
        let places = Self.further(records, .findingPlace, .findingKind)
        #expect(places.contains("log") && places.contains("cron"), "\(places)")
    }

    @Test func `what root trusts and others write is not cut off in silence`() async throws {
        let decoys = (0...1000).map { "/etc/profile.d/a\($0).sh" }
        let records = try await Self.records(.trustedPlaces, Self.surface(decoys, mode: 0o666))
        #expect(
            Self.further(records, .trustedReader, .trustedWriter) == ["root's shells and programs"],
            "\(records.count)"
        )
    }

    @Test func `a directory that cannot be listed is unknown, whatever its own mode`() async throws {
        var surface = Self.surface(["/tmp/openclaw/a.log", "/etc/default/a", "/opt/agent/x"])
        for directory in ["/tmp/openclaw", "/etc/default", "/opt/agent"] {
            surface.hide(directory)
        }
        let records = try await Self.records(.secretFindings, surface)
        let places = records.compactMap { record -> Value? in
            if case .unknown(let why) = record[.findingKind], why.cause == .notPermitted {
                record[.findingPlace]
            } else {
                nil
            }
        }
        for place: Value in ["log", "service configuration", "backup", "compose file", "git"] {
            #expect(places.contains(place), "\(place)")
        }
        let files = try await Self.records(.secretFiles, surface)
        for kind: Value in ["environment file", "archive"] {
            #expect(files.contains { $0[.secretFileKind] == kind }, "\(kind)")
        }
    }

    @Test func `where units cannot be listed, rules at boot are unknown`() async throws {
        var surface = Self.surface(["/etc/systemd/system/a.service"])
        #expect(try await Self.verdict("firewall.store-default-drop-ipv4", surface) == .notApplicable)
        surface.hide("/etc/systemd/system")
        #expect(try await Self.verdict("firewall.store-default-drop-ipv4", surface) == .unknown)
        #expect(try await Self.verdict("firewall.exclude-docker-rules", surface) == .unknown)
    }

    private static func verdict(_ id: String, _ surface: CannedSurface) async throws -> Finding.Verdict {
        let control = try #require(ControlList.controls(for: .standalone).first { "\($0.id)" == id })
        var snapshot = Snapshot()
        let observer = Observer(surface)
        for resource in control.resources { snapshot[resource] = await observer.observe(resource) }
        return control.audit(snapshot).verdict
    }
}

extension CannedSurface {
    /// A directory of which only the status is known: a surface answers that before it lists.
    fileprivate mutating func hide(_ directory: String) {
        files[directory] = FileContent(bytes: [], status: FileStatus(kind: .directory, mode: 0o700, owner: 1001))
        unreadable[directory] = .notPermitted("\(directory): permission denied")
    }
}
