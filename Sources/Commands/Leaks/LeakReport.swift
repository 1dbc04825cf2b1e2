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
    }

    struct Place {
        let leak: Leak
        /// How often it lies in the same file by the same way.
        var count: Int
    }

    /// What counts.
    var secrets: [Secret]
    var aside = LeaksAside()
    /// What holds no bytes to look at and was met on the way, by what it is.
    let passedOver: [String: Int]
    /// Files that were looked at as they are staged.
    let staged: Set<String>
    let leftOut: [(place: String, why: String)]
    let files: Int
    let bytes: Int

    /// Places of one secret that the text shows.
    private static let mostPlaces = 50

    init(_ hunt: LeakHunt) {
        var secrets: [Secret] = []
        var numbers: [String: Int] = [:]
        for leak in hunt.leaks {
            let number = numbers[leak.fingerprint] ?? secrets.count
            if number == secrets.count {
                numbers[leak.fingerprint] = number
                secrets.append(
                    Secret(
                        fingerprint: leak.fingerprint,
                        kind: leak.kind.name,
                        id: leak.kind.id,
                        masked: leak.masked,
                        places: []
                    )
                )
            }
            secrets[number].places.append(Place(leak: leak, count: 1))
        }
        self.secrets = secrets
        (leftOut, files, bytes) = (hunt.leftOut, hunt.files, hunt.bytes)
        (passedOver, staged) = (hunt.passedOver, hunt.staged)
    }

    var text: String {
        let sanitizer = Sanitizer.report
        var text = ""
        for secret in secrets {
            text += "\(secret.kind): \(sanitizer.line(secret.masked)), fingerprint \(secret.fingerprint)\n"
            for place in secret.places.prefix(Self.mostPlaces) {
                text += "    " + sanitizer.line(place.leak.place.words)
                text += place.leak.form == .plain ? "\n" : " (\(place.leak.form.rawValue))\n"
            }
            if secret.places.count > Self.mostPlaces {
                text += "    and \(secret.places.count - Self.mostPlaces) more places\n"
            }
        }
        if !leftOut.isEmpty {
            text += (text.isEmpty ? "" : "\n") + "Not looked at:\n"
            for (place, why) in leftOut.prefix(100) { text += "    \(sanitizer.line(place)): \(sanitizer.line(why))\n" }
            if leftOut.count > 100 { text += "    and \(leftOut.count - 100) more\n" }
        }
        return text + (text.isEmpty ? "" : "\n") + aside.text + conclusion
    }

    static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    var json: JSONValue {
        .object([
            ("schema", .string("nacre.leaks/1")), ("files", .integer(files)), ("bytes", .integer(bytes)),
            ("secrets", .array(secrets.map(Self.json))),
            ("allowed", .array(aside.allowed.map { aside.json($0, Self.json($0)) })),
            ("endedAllowances", .strings(aside.ended.keys.sorted())),
            ("passedOver", .object(passedOver.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
            (
                "leftOut",
                .array(leftOut.map { .object([("place", .string($0.place)), ("why", .string($0.why))]) })
            ),
        ])
    }

    private static func json(_ secret: Secret) -> JSONValue {
        .object([
            ("fingerprint", .string(secret.fingerprint)), ("kind", .string(secret.id)), ("name", .string(secret.kind)),
            ("masked", .string(secret.masked)),
            (
                "places",
                .array(
                    secret.places.map { place in
                        .object([
                            ("source", .string(place.leak.place.source)), ("inside", .strings(place.leak.place.inside)),
                            ("line", place.leak.place.line.map { .integer($0) } ?? .null),
                            ("offset", .integer(place.leak.place.offset)), ("form", .string(place.leak.form.rawValue)),
                        ])
                    }
                )
            ),
        ])
    }
}
