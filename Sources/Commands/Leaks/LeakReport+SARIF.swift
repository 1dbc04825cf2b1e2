import Detection
import Documents
import Leaks
import LinuxMachine
import Reports

extension LeakReport {
    /// SARIF 2.1.0, without a secret in any member.
    ///
    /// Each kind of secret is a rule, each place a result; what is allowed is suppressed, and what was not looked at is a
    /// notification.
    func sarif(at time: Timestamp = Timestamp(Timestamp.now)) -> JSONValue {
        let all = secrets + aside.allowed
        var rules: [JSONValue] = []
        var numbers: [String: Int] = [:]
        for secret in all where numbers[secret.id] == nil {
            numbers[secret.id] = rules.count
            rules.append(Self.rule(secret))
        }
        let results = all.flatMap { secret in
            secret.places.map { result(secret, $0.leak, rule: numbers[secret.id] ?? -1) }
        }
        return SARIF.log(
            version: Nacre.version,
            rules: rules,
            invocation: [
                ("executionSuccessful", .flag(leftOut.isEmpty)), ("endTimeUtc", .string(time.machine)),
                ("toolExecutionNotifications", .array(notifications)),
            ],
            results: results,
            properties: [
                ("files", .integer(files)), ("bytes", .integer(bytes)),
                ("excludedDirectories", .integer(exclusion.directories)), ("excludedFiles", .integer(exclusion.files)),
            ]
        )
    }

    /// "Incomplete" is an error (3.58.6).
    private var notifications: [JSONValue] {
        let missing = leftOut.map { Self.notification("error", "Not looked at: \($0.place): \($0.why)") }
        return missing
            + (excluded.isEmpty ? [] : [Self.notification("note", excluded)])
            + aside.ended.sorted { $0.key < $1.key }.map {
                Self.notification("note", "\($0.key) was allowed until \($0.value), and counts again.")
            }
    }

    private static func notification(_ level: String, _ text: String) -> JSONValue {
        .object([("level", .string(level)), ("message", SARIF.message(Sanitizer.leaks.line(text)))])
    }

    private static func rule(_ secret: Secret) -> JSONValue {
        .object([
            ("id", .string(secret.id)), ("shortDescription", SARIF.message("A secret lies about: \(secret.kind)")),
            ("help", SARIF.message("Revoke it where it was issued, and take it out of there.")),
            ("defaultConfiguration", .object([("level", .string("error"))])),
            (
                "properties",
                .object([("tags", .strings(["security", "secret"])), ("security-severity", .string("8.0"))])
            ),
        ])
    }

    private func result(_ secret: Secret, _ leak: Leak, rule: Int) -> JSONValue {
        let form = leak.form == .plain ? "" : " (\(leak.form.rawValue))"
        let words =
            "\(secret.kind): \(secret.masked), fingerprint \(secret.fingerprint), in \(leak.place.words)\(form)"
        var members: [(String, JSONValue)] = [
            ("ruleId", .string(secret.id)), ("ruleIndex", .integer(rule)), ("kind", .string("fail")),
            ("level", .string("error")), ("message", SARIF.message(Sanitizer.leaks.line(words))),
            ("locations", .array([location(leak.place)])),
            ("partialFingerprints", .object([("secret/v1", .string(secret.fingerprint))])),
        ]
        if let one = aside.allowances[secret.fingerprint] {
            let suppression: [(String, JSONValue)] = [
                ("kind", .string("external")), ("status", .string("accepted")),
                ("justification", .string(Sanitizer.leaks.line(one.reason))),
            ]
            members.append(("suppressions", .array([.object(suppression)])))
        }
        return .object(members)
    }

    /// A file, with the line or the bytes before the find where it lies in the file itself; and the whole way into it.
    private func location(_ place: LeakPlace) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if isFile(place.source) {
            // A key may be what a file is called.
            let path = Sanitizer.leaks.redact(place.source)
            var physical: [(String, JSONValue)] = [
                ("artifactLocation", .object([("uri", .string(SARIF.address(of: path)))]))
            ]
            if place.inside.isEmpty {
                let start = place.line.map { ("startLine", $0) } ?? ("byteOffset", place.offset)
                physical.append(("region", .object([(start.0, .integer(start.1))])))
            }
            members.append(("physicalLocation", .object(physical)))
        }
        let name: [(String, JSONValue)] = [("fullyQualifiedName", .string(Sanitizer.leaks.line(place.words)))]
        members.append(("logicalLocations", .array([.object(name)])))
        return .object(members)
    }

    /// Whether that is a path, and not such as the journal or a process.
    private func isFile(_ source: String) -> Bool {
        source.hasPrefix("/") || staged.contains(source) || LeakHunt.exists(source)
    }
}
