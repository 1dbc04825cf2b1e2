import Reports
import Rulesets

extension Proof {
    /// A table of doors, then for each that is not closed a packet and its way, then the expectations.
    func text(_ style: TextStyle) -> String {
        var lines = notes.flatMap { style.wrap(Sanitizer.report.line($0), lead: "!", indent: 2) }
        for (title, doors) in [("Doors", doors), ("What connections from here reach", egress)] where !doors.isEmpty {
            lines += (lines.isEmpty ? [] : [""]) + [style.paint(title, .bold)]
            lines += table(doors, style)
        }
        let shown = (doors.filter { $0.verdict != .closed }).uniqued
        if !shown.isEmpty {
            lines += ["", style.paint("Witnesses", .bold)]
            for door in shown { lines += way(of: door, style) }
        }
        if !answers.isEmpty {
            lines += ["", style.paint("Expectations", .bold)]
            for answer in answers { lines += verdict(on: answer, style) }
        }
        if lines.isEmpty { lines = ["Nothing listens, and no container answers: there is no door to prove."] }
        return lines.joined(separator: "\n") + "\n"
    }

    private struct Row: Hashable {
        let from: String
        let ports: String
        let to: String
        let sources: String
        let verdict: Door.Verdict
    }

    /// Doors that differ in their family only share a line.
    private func table(_ doors: [Door], _ style: TextStyle) -> [String] {
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
        let rows = order.map { row -> [String] in
            let family = families[row]?.count == 2 ? "both" : families[row]?.first?.rawValue ?? ""
            let only = row.sources.isEmpty ? "" : " only for \(row.sources)"
            return [row.from, family, row.ports, row.to, row.verdict.rawValue + only]
        }
        let head = ["from", "family", "port", "to", "verdict"]
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            "  " + zip(cells, widths).dropLast().map { style.padded($0, to: $1) }.joined(separator: "  ") + "  "
        }
        return [style.paint(line(head) + "verdict", .dim)]
            + zip(order, rows).map { row, cells in
                line(cells) + style.paint(cells[4], row.verdict.ink)
            }
    }

    private func way(of door: Door, _ style: TextStyle) -> [String] {
        let title = "\(door.from.text), \(door.family.rawValue): \(door.portAndProtocol) to \(door.targetText)"
        var lines = [
            "", "  " + style.paint(door.verdict.rawValue, door.verdict.ink) + "  " + Sanitizer.report.line(title),
        ]
        if let witness = door.witness { lines.append("    packet  \(witness)") }
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
        switch answer.outcome {
        case .met: return ["  " + style.paint("proven", .green) + "     \(what)"]
        case .broken(let door):
            let first = "  " + style.paint("broken", .red) + "     not so: \(what)"
            return [first] + (door.map { way(of: $0, style) } ?? ["    nothing listens there"])
        case .undecided(let door):
            return ["  " + style.paint("undecided", .yellow) + "  \(what)"] + way(of: door, style)
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
