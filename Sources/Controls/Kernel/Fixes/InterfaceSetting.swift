import Hardening

/// A parameter that does not hold on an interface, and what makes it hold.
struct InterfaceSetting {
    /// `ipv4` or `ipv6`.
    let family: String
    let name: String
    let interface: String
    let value: String

    /// From a record of `Subject.sysctlFiles` and the same as it should be.
    init?(_ record: Record, wanted: Record) {
        guard case .text(let title) = record[.parameter], case .text(let interface) = record[.networkInterface],
            case .number(let value) = wanted[.effectiveValue]
        else { return nil }
        let words = title.split(separator: " ")
        guard words.count == 2 else { return nil }
        self.init(family: words[0].lowercased(), name: String(words[1]), interface: interface, value: String(value))
    }

    init(family: String, name: String, interface: String, value: String) {
        self.family = family
        self.name = name
        self.interface = interface
        self.value = value
    }

    /// Whether `all` may be set: it must not loosen interfaces that are stricter.
    ///
    /// The kernel takes the greater of both for rp_filter, where 1 is strict and 2 is loose: 2 for all would loosen
    /// what is strict. Router advertisements are refused only where an address is static.
    private var setsAll: Bool { name != "rp_filter" && name != "accept_ra" }

    private var summary: String {
        "\(path(interface)) = \(value)"
    }

    private func path(_ interface: String) -> String { SysctlFile.name(["net", family, "conf", interface, name]) }

    /// The kernel's own name of it, in which a dot of an interface's name is a slash.
    private func parameter(_ interface: String) -> Resource {
        .kernelParameter("net.\(family).conf.\(String(interface.map { $0 == "." ? "/" : $0 })).\(name)")
    }

    /// What is put now, and for the next boot.
    func amendments(_ snapshot: Snapshot) -> [Amendment] {
        let places = (setsAll ? ["all"] : []) + [interface]
        let live = places.map { place in
            Amendment(parameter(place), "\(path(place)) = \(value)") { [value] state in
                state == .absent ? state : .value(value)
            }
        }
        return live + [SysctlFile.sets(lines(snapshot), because: summary)]
    }

    /// A pattern reaches interfaces that come later too; what another file sets by name wins over any pattern.
    private func lines(_ snapshot: Snapshot) -> [SysctlFile.Line] {
        guard setsAll else {
            return [.init(name: path(interface), value: value, mayBeMissing: interface != "default")]
        }
        let named = ["all", "default", interface].filter { place in
            place != interface || interface == "default" || isNamedInFiles(place, snapshot)
        }
        return named.reduce(into: [SysctlFile.Line(name: path("*"), value: value, mayBeMissing: true)]) {
            lines,
            place in
            let line = SysctlFile.Line(
                name: path(place),
                value: value,
                mayBeMissing: place != "all" && place != "default"
            )
            if !lines.contains(line) { lines.append(line) }
        }
    }

    private func isNamedInFiles(_ place: String, _ snapshot: Snapshot) -> Bool {
        guard case .state(let state) = snapshot[.facts(.sysctlFiles)],
            case .kernelParameter(let name) = parameter(place)
        else { return false }
        return state.records.contains { $0[.parameter] == .text(name) && $0.origins[.bootValue] != nil }
    }
}
