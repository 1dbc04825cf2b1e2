import Catalog
import Hardening
import Surface

/// Network interfaces that came while a kernel parameter had the value that Nacre gave to new ones: they keep it after
/// that is put back, until they are made anew.
enum KeptByInterfaces {
    /// In words, those that hold what was put, where new ones have again what they had before.
    static func words(_ changes: [Change], on surface: some Surface) async -> [String] {
        let known = Set(changes.map { "\($0.resource)" })
        var kept: [String: [String]] = [:]
        for change in changes {
            guard case .kernelParameter(let name) = change.resource, case .value(let put) = change.after,
                case .value(let before) = change.before, put != before, let place = name.firstRange(of: ".default."),
                await value(of: name, surface) == before
            else { continue }
            let (parent, setting) = (name[..<place.lowerBound], name[place.upperBound...])
            let entries = await surface.entries(Resource.kernelPath(of: String(parent))).content ?? []
            // Where a name has a slash, sysctl has a dot.
            for interface in entries.map({ $0.replacing(".", with: "/") })
            where !["all", "default"].contains(interface) {
                let own = "\(parent).\(interface).\(setting)"
                guard !known.contains(own), await value(of: own, surface) == put else { continue }
                if kept[interface]?.contains("\(own) = \(put)") != true {
                    kept[interface, default: []].append("\(own) = \(put)")
                }
            }
        }
        return kept.sorted { $0.key < $1.key }.map { interface, parameters in
            "\(interface.replacing("/", with: ".")), which came since, keeps until it is made anew: "
                + parameters.sorted().joined(separator: ", ")
        }
    }

    private static func value(of parameter: String, _ surface: some Surface) async -> String? {
        guard let text = await surface.text(Resource.kernelPath(of: parameter)).content else { return nil }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
