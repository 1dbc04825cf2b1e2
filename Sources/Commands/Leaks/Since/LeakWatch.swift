import Catalog
import Glibc
import Hardening
import Leaks
import LinuxMachine
import Reports
import Vault

/// The regular look for known values in what was written since the last one.
///
/// What only looks like a secret is not told: a guess every night would be heard by nobody.
struct LeakWatch {
    /// Seconds after which it begins nothing more.
    static let longest = 10_800

    /// What came of it.
    struct Outcome {
        /// Finds that count, secret by secret, with those that are allowed taken out.
        var found: [(fingerprint: String, leaks: [Leak])] = []
        var allowed = 0
        var gaps: [Omission] = []
        /// Gaps that were told before and are as they were.
        var oldGaps: [Omission] = []
        /// When the look before began; none where everything was looked at.
        var since: Int?
        var files = 0
        var bytes = 0
        /// What else is to be said.
        var notes: [String] = []

        /// As the exit status has it: 1 for a find, 3 where something could not be looked at.
        var status: Int32 { found.isEmpty ? gaps.isEmpty ? 0 : 3 : 1 }
    }

    let known: KnownSecrets
    let configured: ConfiguredSecrets
    private let fingerprints: LeakFingerprints

    init(_ known: KnownSecrets, _ configured: ConfiguredSecrets, _ fingerprints: LeakFingerprints) {
        (self.known, self.configured, self.fingerprints) = (known, configured, fingerprints)
    }

    /// With the values of this server's vault and configurations.
    static func ofServer() async -> Self {
        let fingerprints = LeakFingerprints.system()
        var known = await KnownSecrets.ofServer(fingerprints)
        var configured = ConfiguredSecrets()
        do {
            try SecretProcess.begin()
            let keys = try await LinuxMachine(try LiveSurface()).plainKeys()
            configured.take(keys, into: &known, fingerprints)
        } catch {
            known.leaveOut("keys of configurations", "they were not looked for: \(error)")
        }
        do { configured.take(try DeliveriesFile.deliveries(), among: known) } catch {
            known.leaveOut("what is delivered where", "\(error)")
        }
        return Self(known, configured, fingerprints)
    }

    /// Looks, and notes what was looked at; `places` has a hunt look wherever that is.
    func look(
        _ file: LeakMarkFile = LeakMarkFile(),
        allowing allowed: AllowedLeaks,
        version: String = Nacre.version,
        now: Int = Timestamp.now,
        in places: (LeakHunt) async throws -> Void
    ) async throws -> Outcome {
        var outcome = Outcome()
        outcome.gaps = known.isWhole ? [] : known.leftOut
        if known.isWhole { outcome.notes += known.leftOut.map { "\($0.place): \($0.why)" } }
        if configured.short > 0 {
            outcome.notes.append(
                "\(LeakReport.count(configured.short, "key")) of configurations: one of fewer than "
                    + "\(ConfiguredSecrets.shortest) characters is not looked for"
            )
        }
        guard known.values != nil else {
            outcome.notes.append(
                "there is no value to look for: neither the vault nor a configuration holds one that is known"
            )
            return outcome
        }
        var mark: LeakMark?
        do { mark = try file.read() } catch { outcome.notes.append("everything is looked at: \(error)") }
        let period = mark?.period(for: version, known.secrets.keys, now: now)
        if period == nil { mark = nil }
        var bounds = LeakHunt.Bounds()
        (bounds.seconds, bounds.period, bounds.isKnownOnly) = (Self.longest, period, true)
        let hunt = LeakHunt(
            bounds: bounds,
            known: known.values,
            secrets: known.secrets,
            fingerprint: fingerprints.text(of:)
        )
        try await places(hunt)
        let counting = allowed.counting(on: ProfileChoice.today)
        let away = hunt.leaks.filter { !isAtHome($0) }
        let found = away.filter { counting[$0.fingerprint] == nil }
        outcome.allowed = away.count - found.count
        outcome.found = Self.grouped(found)
        for gap in hunt.leftOut {
            // Finds that were made and are not told are none that were told before.
            let isFind = gap.why.hasSuffix(LeakList.unlistedWords)
            if !isFind, mark?.knows(gap) == true { outcome.oldGaps.append(gap) } else { outcome.gaps.append(gap) }
        }
        (outcome.since, outcome.files, outcome.bytes) = (mark?.last, hunt.files, hunt.bytes)
        let new = LeakMark(
            after: mark,
            hunt,
            from: now,
            version: version,
            values: Set(known.secrets.keys),
            found: found
        )
        do { try file.replace(with: new) } catch {
            outcome.gaps.append(Omission(file.path, why: "\(error)"))
        }
        return outcome
    }

    private static func grouped(_ leaks: [Leak]) -> [(fingerprint: String, leaks: [Leak])] {
        Dictionary(grouping: leaks, by: \.fingerprint).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Whether it stands where it is used, or where a container was given it: other controls judge those.
    private func isAtHome(_ leak: Leak) -> Bool {
        let (source, inside) = (leak.place.source, leak.place.inside)
        if source.hasPrefix("container ") || source.hasPrefix("image "), inside.first?.hasPrefix("/") != true {
            return true
        }
        let isVaults = known.vault.contains(leak.fingerprint)
        return configured.homes[leak.fingerprint]?.include(source, inside, withCopies: !isVaults) == true
    }
}

extension LeakWatch {
    /// Looks where OpenClaw and people write, and at the journal, and shows what came of it.
    ///
    /// - Returns: the exit status that it has by itself.
    static func run() async throws -> Int32 {
        let allowed = try AllowedLeaksFile.own()?.read() ?? AllowedLeaks()
        let watch = await ofServer()
        let outcome = try await watch.look(allowing: allowed) { hunt in
            do { try await OpenClawResidue().lookAtFiles(with: hunt) } catch is VaultRefusal {
                // There is none, and nobody could have left anything.
            }
            hunt.lookAtHistories()
            hunt.lookAtJournal()
        }
        try FileOutput.print("\n" + watch.text(outcome))
        return outcome.status
    }
}
