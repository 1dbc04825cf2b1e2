import Documents
import Reports
import Rulesets

extension Proof {
    /// The layout `nacre.prove/1`.
    var json: JSONValue {
        .object([
            ("schema", .string("nacre.prove/1")),
            ("nacre", .string(Nacre.version)),
            ("notes", .strings(notes.map(Sanitizer.report.line))),
            ("doors", .array(doors.map(\.json))),
            ("egress", .array(egress.map(\.json))),
            ("expectations", .array(answers.map(\.json))),
        ])
    }
}

extension Proof.Answer {
    fileprivate var json: JSONValue {
        let (word, door): (String, Door?) =
            switch outcome {
            case .met: ("met", nil)
            case .broken(let door): ("broken", door)
            case .undecided(let door): ("undecided", door)
            }
        return .object([
            ("port", .integer(Int(expectation.port))),
            ("protocol", .string(Packet.name(of: expectation.transport))),
            ("expected", .string(expectation.wantsOpen ? "open" : "closed")),
            ("from", .string(from.place.rawValue)),
            ("interface", .optional(from.interface)),
            ("family", .string(family.rawValue)),
            ("outcome", .string(word)),
            ("door", door?.json ?? .null),
        ])
    }
}

extension Door {
    fileprivate var json: JSONValue {
        .object([
            ("family", .string(family.rawValue)),
            ("from", .string(from.place.rawValue)),
            ("interface", .optional(from.interface)),
            ("protocol", .string(Packet.name(of: transport))),
            ("ports", .strings(ports.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" })),
            ("to", .string(Sanitizer.report.line(targetText))),
            ("sources", sources.map { .strings($0.map { "\($0)" }) } ?? .null),
            ("verdict", .string(verdict.rawValue)),
            ("witness", witness?.json ?? .null),
            ("path", .array(path.map(\.json))),
            ("because", .string(Sanitizer.report.line(because))),
        ])
    }
}

extension Door.Witness {
    fileprivate var json: JSONValue {
        .object([
            ("protocol", .string(Packet.name(of: transport))),
            ("source", .string("\(source)")),
            ("sourcePort", .integer(Int(sourcePort))),
            ("destination", .string("\(destination)")),
            ("destinationPort", .integer(Int(destinationPort))),
        ])
    }
}

extension Door.Step {
    fileprivate var json: JSONValue {
        .object([
            ("table", .string(Sanitizer.report.line(table))),
            ("chain", .string(Sanitizer.report.line(chain))),
            ("rule", number.map { .integer($0) } ?? .null),
            ("text", .string(Sanitizer.report.line(text))),
        ])
    }
}
