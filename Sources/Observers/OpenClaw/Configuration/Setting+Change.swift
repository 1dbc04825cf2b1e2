import Catalog
import Hardening

extension Setting {
    /// This configuration with another value at a path; objects on the way there are made where they are missing.
    func replacing(_ path: ArraySlice<String>, with value: Setting) -> Setting {
        guard let key = path.first else { return value }
        let rest = path.dropFirst()
        if case .list(var items) = content, let place = Int(key), items.indices.contains(place) {
            items[place] = items[place].replacing(rest, with: value)
            return Setting(.list(items), origin: origin)
        }
        var entries = self.entries
        let changed = Entry(key: key, value: self[key].replacing(rest, with: value))
        entries.removeAll { $0.key == key }
        return Setting(.object(entries + [changed]), origin: origin)
    }

    /// Where the place at the end of a path is set, or the nearest object that would hold it.
    func origin(near path: [String]) -> Origin? {
        var place = self
        var origin = self.origin
        for key in path {
            place = Int(key).flatMap { place.items.indices.contains($0) ? place.items[$0] : nil } ?? place[key]
            guard place.isSet else { break }
            origin = place.origin ?? origin
        }
        return origin
    }

    /// Why this place, or a place inside it, could not be determined.
    var innerDoubt: Unknown? {
        switch content {
        case .unknown(let why): why
        case .list(let items): items.lazy.compactMap(\.innerDoubt).first
        case .object(let entries): entries.lazy.compactMap(\.value.innerDoubt).first
        default: nil
        }
    }

    /// A scalar as it stands in a configuration.
    var words: String {
        switch content {
        case .flag(let flag): "\(flag)"
        case .number(let number): number
        case .text(let text): "\"\(text)\""
        default: "…"
        }
    }
}

extension Setting {
    /// The places at and below this one whose value comes out of a variable, as JSON pointers.
    func variablePlaces(at place: String = "") -> [String] {
        switch content {
        case .list(let items):
            items.enumerated().flatMap { $0.element.variablePlaces(at: "\(place)/\($0.offset)") }
        case .object(let entries):
            entries.flatMap { $0.value.variablePlaces(at: "\(place)/\($0.key.asPointerToken)") }
        default: isIndirect ? [place] : []
        }
    }
}

extension String {
    /// The key as a JSON pointer spells it (RFC 6901).
    var asPointerToken: String { replacing("~", with: "~0").replacing("/", with: "~1") }
}
