/// A file of variables as systemd reads it for `EnvironmentFile=` (systemd.exec(5), `src/basic/env-file.c`).
///
/// Node's dotenv reads its files otherwise: `DotenvFile`. In the comments of releases before 254 a backslash at the end
/// of the line also hid the next one; this reads as later ones do.
public struct EnvironmentFile: Sendable {
    public struct Entry: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    public let entries: [Entry]

    /// What sets nothing, or something that is no name of a variable, is passed over.
    public init(_ text: String) {
        var reader = Reader()
        for scalar in text.unicodeScalars { reader.take(scalar) }
        reader.end()
        entries = reader.entries
    }

    /// The last value of each name.
    public var values: [String: String] {
        Dictionary(entries.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    private struct Reader {
        private enum Place { case beforeName, name, beforeValue, value, escape, single, double, doubleEscape, comment }

        private(set) var entries: [Entry] = []
        private var place = Place.beforeName
        private var name = String.UnicodeScalarView()
        private var value = String.UnicodeScalarView()
        /// How much of the value stays where it ends with blanks outside of quotes.
        private var kept = 0

        mutating func take(_ scalar: Unicode.Scalar) {
            let endsLine = scalar == "\n" || scalar == "\r"
            let isBlank = endsLine || scalar == " " || scalar == "\t"
            switch place {
            case .beforeName:
                if scalar == "#" || scalar == ";" {
                    place = .comment
                } else if !isBlank {
                    (place, name) = (.name, .init([scalar]))
                }
            case .name:
                if endsLine { place = .beforeName } else if scalar == "=" { begin() } else { name.append(scalar) }
            case .beforeValue, .value:
                if endsLine {
                    set()
                } else if scalar == "\\" {
                    place = .escape
                } else if place == .beforeValue, scalar == "'" || scalar == "\"" {
                    place = scalar == "'" ? .single : .double
                } else if place == .value || !isBlank {
                    place = .value
                    value.append(scalar)
                    if !isBlank { kept = value.count }
                }
            case .escape:
                place = .value
                if !endsLine { add(scalar) }
            case .single:
                if scalar == "'" { place = .beforeValue } else { add(scalar) }
            case .double:
                if scalar == "\"" {
                    place = .beforeValue
                } else if scalar == "\\" {
                    place = .doubleEscape
                } else {
                    add(scalar)
                }
            case .doubleEscape:
                place = .double
                if !"\"\\`$\n".unicodeScalars.contains(scalar) { add("\\") }
                if scalar != "\n" { add(scalar) }
            case .comment:
                if endsLine { place = .beforeName }
            }
        }

        mutating func end() {
            switch place {
            case .beforeName, .name, .comment: break
            default: set()
            }
        }

        private mutating func begin() { (place, value, kept) = (.beforeValue, .init(), 0) }

        private mutating func add(_ scalar: Unicode.Scalar) {
            value.append(scalar)
            kept = value.count
        }

        private mutating func set() {
            place = .beforeName
            while let last = name.last, last == " " || last == "\t" { name.removeLast() }
            let isName = name.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_")
            }
            guard isName, let first = name.first, !("0"..."9").contains(first) else { return }
            entries.append(Entry(name: String(name), value: String(String.UnicodeScalarView(value.prefix(kept)))))
        }
    }
}
