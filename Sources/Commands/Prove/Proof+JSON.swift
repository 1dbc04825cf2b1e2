import Rulesets

extension Proof {
    /// The layout `nacre.prove/1`.
    var json: JSONOutput {
        .object([
            ("schema", .text("nacre.prove/1")),
            ("nacre", .text(Nacre.version)),
            ("notes", .texts(notes.map(Cleaner.report.line))),
            ("doors", .array(doors.map(\.json))),
            ("egress", .array(egress.map(\.json))),
            ("expectations", .array(answers.map(\.json))),
        ])
    }
}

extension Proof.Answer {
    fileprivate var json: JSONOutput {
        let (word, door): (String, Door?) =
            switch outcome {
            case .met: ("met", nil)
            case .broken(let door): ("broken", door)
            case .undecided(let door): ("undecided", door)
            }
        return .object([
            ("port", .number(Int(expectation.port))),
            ("protocol", .text(Packet.name(of: expectation.transport))),
            ("wanted", .text(expectation.wantsOpen ? "open" : "closed")),
            ("from", .text(from.place.rawValue)),
            ("interface", .optional(from.interface)),
            ("family", .text(family.rawValue)),
            ("outcome", .text(word)),
            ("door", door?.json ?? .null),
        ])
    }
}

extension Door {
    fileprivate var json: JSONOutput {
        .object([
            ("family", .text(family.rawValue)),
            ("from", .text(from.place.rawValue)),
            ("interface", .optional(from.interface)),
            ("protocol", .text(Packet.name(of: transport))),
            ("ports", .texts(ports.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" })),
            ("to", .text(Cleaner.report.line(targetText))),
            ("sources", sources.map { .texts($0.map { "\($0)" }) } ?? .null),
            ("verdict", .text(verdict.rawValue)),
            ("witness", witness?.json ?? .null),
            ("path", .array(path.map(\.json))),
            ("because", .text(Cleaner.report.line(because))),
        ])
    }
}

extension Door.Witness {
    fileprivate var json: JSONOutput {
        .object([
            ("protocol", .text(Packet.name(of: transport))),
            ("source", .text("\(source)")),
            ("sourcePort", .number(Int(sourcePort))),
            ("destination", .text("\(destination)")),
            ("destinationPort", .number(Int(destinationPort))),
        ])
    }
}

extension Door.Step {
    fileprivate var json: JSONOutput {
        .object([
            ("table", .text(Cleaner.report.line(table))),
            ("chain", .text(Cleaner.report.line(chain))),
            ("rule", number.map { .number($0) } ?? .null),
            ("text", .text(Cleaner.report.line(text))),
        ])
    }
}
