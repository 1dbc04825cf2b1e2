import Reports
import Rulesets

extension Proof {
    /// The expectations, then every door, then for each that is not closed a packet and its way.
    ///
    /// What was asked is answered without the doors, unless those are asked for as well.
    func text(_ style: TextStyle, showsDoors: Bool = true) -> String {
        let remarks = notes.flatMap { style.wrap(Sanitizer.report.line($0), lead: "!", indent: 2) }
        var parts: [[String]] = []
        if !answers.isEmpty {
            parts.append([style.paint("Expectations", .bold)] + answers.flatMap { verdict(on: $0, style) })
        }
        if !remarks.isEmpty { parts.append(remarks) }
        guard showsDoors || answers.isEmpty else {
            parts.append(style.wrap("Every port that answers, and whom: --verbose beside the expectations.", indent: 0))
            return Self.joined(parts)
        }
        for (title, doors) in [("Doors", doors), ("What connections from here reach", egress)] where !doors.isEmpty {
            parts.append([style.paint(title, .bold)] + list(doors, style))
        }
        let shown = (doors.filter { $0.verdict != .closed }).uniqued
        if !shown.isEmpty { parts.append([style.paint("Witnesses", .bold)] + shown.flatMap { way(of: $0, style) }) }
        if parts.isEmpty { parts = [["Nothing listens, and no container answers: there is no door to prove."]] }
        return Self.joined(parts)
    }

    private static func joined(_ parts: [[String]]) -> String {
        parts.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private struct Row: Hashable {
        let from: String
        let ports: String
        let to: String
        let sources: String
        let verdict: Door.Verdict
    }

    /// Doors by where one comes from; those that differ in their family only share a line.
    private func list(_ doors: [Door], _ style: TextStyle) -> [String] {
        var families: [Row: [AddressFamily]] = [:]
        var order: [Row] = []
        for door in doors {
            let row = Row(
                from: door.from.text,
                ports: door.portAndProtocol,
                to: Sanitizer.report.line(door.targetText),
                sources: door.sourceText,
                verdict: door.verdict
            )
            if families[row] == nil { order.append(row) }
            if families[row]?.contains(door.family) != true { families[row, default: []].append(door.family) }
        }
        var places: [String] = []
        for row in order where !places.contains(row.from) { places.append(row.from) }
        return places.flatMap { place in
            ["  " + style.paint("from \(place)", .dim)]
                + order.filter { $0.from == place }.flatMap { row -> [String] in
                    let family = families[row]?.count == 2 ? "both" : families[row]?.first?.rawValue ?? ""
                    let only = row.sources.isEmpty ? "" : ", only for connections from \(row.sources)"
                    let name = row.verdict.rawValue
                    let lead = "    \(style.padded(name, to: 9))\(style.padded(family, to: 6))"
                    let lines = style.wrap("\(row.ports) to \(row.to)\(only)", lead: lead, indent: lead.count)
                    return lines.enumerated().map { index, line in
                        index > 0 ? line : "    " + style.paint(name, row.verdict.ink) + line.dropFirst(4 + name.count)
                    }
                }
        }
    }

    private func way(of door: Door, _ style: TextStyle) -> [String] {
        let title = "\(door.from.text), \(door.family.rawValue): \(door.portAndProtocol) to \(door.targetText)"
        let name = door.verdict.rawValue
        let wrapped = style.wrap(Sanitizer.report.line(title), lead: "  \(name)", indent: name.count + 4)
        var lines = [
            "", "  " + style.paint(name, door.verdict.ink) + (wrapped.first ?? "").dropFirst(2 + name.count),
        ]
        lines += wrapped.dropFirst()
        if let witness = door.witness { lines += style.wrap("\(witness)", lead: "    packet", indent: 12) }
        for step in door.path { lines += style.wrap(Sanitizer.report.line("\(step)"), lead: "    rule", indent: 12) }
        if door.path.isEmpty { lines += style.wrap(door.because, lead: "    why", indent: 12) }
        return lines
    }

    private func verdict(on answer: Answer, _ style: TextStyle) -> [String] {
        let expectation = answer.expectation
        let wish = expectation.wantsOpen ? "open" : "closed"
        let what =
            "\(expectation.port)/\(Packet.name(of: expectation.transport)) is \(wish) from \(answer.from.text), "
            + answer.family.rawValue
        func told(_ name: String, _ ink: TextStyle.Ink, _ words: String) -> [String] {
            let lines = style.wrap(words, lead: "  \(name)", indent: 13)
            return ["  " + style.paint(name, ink) + (lines.first ?? "").dropFirst(2 + name.count)] + lines.dropFirst()
        }
        switch answer.outcome {
        case .met: return told("proven", .green, what)
        case .broken(let door):
            return told("broken", .red, "not so: \(what)")
                + (door.map { way(of: $0, style) } ?? ["    nothing listens there"])
        case .undecided(let door):
            return told("undecided", .yellow, what) + way(of: door, style)
        }
    }
}

extension Door.Verdict {
    fileprivate var ink: TextStyle.Ink {
        switch self {
        case .open: .red
        case .closed: .green
        case .unknown: .yellow
        }
    }
}

extension [Door] {
    /// Without repetitions, in order.
    fileprivate var uniqued: [Door] {
        var seen: Set<Door> = []
        return filter { seen.insert($0).inserted }
    }
}
