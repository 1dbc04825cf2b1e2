import Detection
import Documents
import Leaks
import LinuxMachine
import Reports

/// What was found, secret by secret.
struct LeakReport {
    /// One secret, and every place where it lies.
    struct Secret {
        let fingerprint: String
        let kind: String
        let id: String
        let masked: String
        var places: [Place]
        /// Whether it is one for sure, and not by its name or its place alone.
        var isCertain: Bool
    }

    struct Place {
        let leak: Leak
        /// How often it lies in the same file by the same way.
        var count: Int
    }

    /// What counts.
    var secrets: [Secret]
    let standing: LeakStanding
    var aside = LeaksAside()
    /// What holds no bytes to look at and was met on the way, by what it is.
    let passedOver: [String: Int]
    /// Files that were passed over, for they were not written in the time that was asked for.
    let unchanged: Int
    /// Files that were looked at as they are staged.
    let staged: Set<String>
    let leftOut: [Omission]
    /// How much was looked at of what is no file, by what one of it is called.
    let others: [String: Int]
    /// What was not looked at because it was not wanted.
    let exclusion: LeakExclusion
    let files: Int
    let bytes: Int
    /// Whether it is being taken out already.
    var isRedacted = false

    init(_ hunt: LeakHunt, known: KnownSecrets = KnownSecrets()) {
        var secrets: [Secret] = []
        var numbers: [String: Int] = [:]
        for leak in Self.once(hunt.leaks) {
            let number = numbers[leak.fingerprint] ?? secrets.count
            if number == secrets.count {
                numbers[leak.fingerprint] = number
                secrets.append(
                    Secret(
                        fingerprint: leak.fingerprint,
                        kind: leak.kind.name,
                        id: leak.kind.id,
                        masked: leak.masked,
                        places: [],
                        isCertain: false
                    )
                )
            }
            secrets[number].places.append(Place(leak: leak, count: 1))
            if leak.isCertain { secrets[number].isCertain = true }
        }
        standing = LeakStanding(hunt.leaks, known.secrets)
        for number in secrets.indices where standing.words(secrets[number].fingerprint) != nil {
            secrets[number].isCertain = true
        }
        // Those that may be none come last.
        self.secrets = secrets.filter(\.isCertain) + secrets.filter { !$0.isCertain }
        (others, exclusion) = (hunt.others, hunt.exclusion)
        (leftOut, files, bytes) = (hunt.leftOut + known.leftOut, hunt.files, hunt.bytes)
        (passedOver, staged, unchanged) = (hunt.passedOver, hunt.staged, hunt.unchanged)
    }

    /// What is a value of the vault and was found by its shape as well is told by its shape.
    private static func once(_ leaks: [Leak]) -> [Leak] {
        var seen: Set<Leak.Spot> = []
        let shaped = leaks.filter { $0.kind != .known }
        for leak in shaped { seen.insert(leak.spot) }
        guard shaped.count < leaks.count else { return leaks }
        return leaks.filter { $0.kind != .known || !seen.contains($0.spot) }
    }

    var json: JSONValue {
        .object([
            ("schema", .string("nacre.leaks/1")), ("files", .integer(files)), ("bytes", .integer(bytes)),
            ("secrets", .array(secrets.map(json))),
            ("allowed", .array(aside.allowed.map { aside.json($0, json($0)) })),
            ("unchanged", .integer(unchanged)), ("endedAllowances", .strings(aside.ended.keys.sorted())),
            ("passedOver", .object(passedOver.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
            (
                "excluded",
                .object([
                    ("directories", .integer(exclusion.directories)), ("files", .integer(exclusion.files)),
                    ("unusedPatterns", .strings(exclusion.unused)),
                ])
            ), ("others", .object(others.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
            (
                "leftOut",
                .array(leftOut.map { .object([("place", .string($0.place)), ("why", .string($0.why))]) })
            ),
        ])
    }

    private func json(_ secret: Secret) -> JSONValue {
        .object([
            ("fingerprint", .string(secret.fingerprint)), ("kind", .string(secret.id)), ("name", .string(secret.kind)),
            ("masked", .string(secret.masked)), ("certain", .flag(secret.isCertain)),
            ("state", .string(standing.state(secret.fingerprint))),
            (
                "places",
                .array(
                    secret.places.map { place in
                        .object([
                            ("source", .string(place.leak.place.source)), ("inside", .strings(place.leak.place.inside)),
                            ("line", place.leak.place.line.map { .integer($0) } ?? .null),
                            ("offset", .integer(place.leak.place.offset)), ("form", .string(place.leak.form.rawValue)),
                            (
                                "readers",
                                LeakReaders(of: place.leak.place.source).map { .string($0.reach.rawValue) } ?? .null
                            ),
                        ])
                    }
                )
            ),
        ])
    }
}

extension Leak {
    /// Which secret lies where.
    fileprivate struct Spot: Hashable {
        let fingerprint: String
        let place: [String]
        let offset: Int
    }

    fileprivate var spot: Spot {
        Spot(fingerprint: fingerprint, place: [place.source] + place.inside, offset: place.offset)
    }
}
