import Catalog
import Hardening
import Testing

@Suite struct EvidenceTests {
    private let color = Field("color")
    private let size = Field("size")
    private let shape = Field("shape")

    /// A record with many fields, of which each was decided on a line of its own.
    private var record: Record {
        var record = Record("ball")
        let fields = [color: "red", size: 9, shape: "round"].merging(
            (1...9).map { (Field("other \($0)"), Value.number($0)) }
        ) { $1 }
        for (line, field) in fields.sorted(by: { $0.key.name < $1.key.name }).enumerated() {
            record.set(field.key, field.value, from: Origin("/toys", line: line + 1))
        }
        return record
    }

    private func evidence(_ filter: Filter, showing: [Field] = []) throws -> Evidence {
        let control = Control(
            .openclaw,
            "put-toys-away",
            title: "No toy",
            fault: "A toy",
            rationale: "Somebody falls over it and breaks a leg.",
            severity: .low,
            references: [],
            expects: [.none(.openclaw, where: filter, "no toy", showing: showing)],
            fix: .manual("a box", because: "It is yours."),
            examples: []
        )
        let snapshot = Snapshot([.facts(.openclaw): .state(.records([record]))])
        return try #require(control.audit(snapshot).evidence.first)
    }

    @Test func `a record that is not wanted shows what decided that, and the line of it`() throws {
        let evidence = try evidence(color == "red" && size > 5)
        #expect(evidence.observed == "color: red; size: 9")
        #expect(evidence.line == 12)
    }

    @Test func `a half of an either-or that is not so is left out`() throws {
        #expect(try evidence(color == "red" || size > 50).observed == "color: red")
        #expect(try evidence(color == "blue" || size > 5).observed == "size: 9")
    }

    @Test func `of two halves that are both so, the first one tells`() throws {
        #expect(try evidence(color == "red" || size > 5).observed == "color: red")
        #expect(try evidence(shape == "round" && (color == "red" || size > 5)).observed == "shape: round; color: red")
    }

    @Test func `what a control wants shown beside it is shown`() throws {
        #expect(try evidence(color == "red", showing: [shape]).observed == "color: red; shape: round")
    }

    @Test func `of records with one name only the ones that are not wanted are told`() {
        let balls = [("red", 1), ("blue", 2), ("red", 3)].map { color, size in
            Record("ball", [self.color: .text(color), self.size: .number(size)])
        }
        let requirement = Requirement.none(.openclaw, where: color == "red", "no red ball")
        let control = Control(
            .openclaw,
            "put-toys-away",
            title: "No toy",
            fault: "A toy",
            rationale: "Somebody falls over it and breaks a leg.",
            severity: .low,
            references: [],
            expects: [requirement],
            fix: .manual("a box", because: "It is yours."),
            examples: []
        )
        let evidence = control.audit(Snapshot([.facts(.openclaw): .state(.records(balls))])).evidence
        #expect(evidence.map(\.observed) == ["color: red; size: 1", "color: red; size: 3"])
    }

    @Test func `where no line decided it, only the file is named`() throws {
        var plain = record
        plain.set(color, "red", from: nil)
        let control = Control(
            .openclaw,
            "put-toys-away",
            title: "No toy",
            fault: "A toy",
            rationale: "Somebody falls over it and breaks a leg.",
            severity: .low,
            references: [],
            expects: [.none(.openclaw, where: color == "red", "no toy")],
            fix: .manual("a box", because: "It is yours."),
            examples: []
        )
        let evidence = control.audit(Snapshot([.facts(.openclaw): .state(.records([plain]))])).evidence.first
        #expect(evidence?.file == "/toys")
        #expect(evidence?.line == nil)
    }

    @Test func `of two things with one name, the one that is not wanted is shown`() throws {
        let bad = Record("ball", [color: "red", size: 1])
        let good = Record("ball", [color: "blue", size: 2])
        let control = Control(
            .openclaw,
            "put-toys-away",
            title: "No toy",
            fault: "A toy",
            rationale: "Somebody falls over it and breaks a leg.",
            severity: .low,
            references: [],
            expects: [.none(.openclaw, where: color == "red", "no red toy")],
            fix: .manual("a box", because: "It is yours."),
            examples: []
        )
        for records in [[bad, good], [good, bad]] {
            let evidence = control.audit(Snapshot([.facts(.openclaw): .state(.records(records))])).evidence
            #expect(evidence.map(\.observed) == ["color: red; size: 1"])
        }
    }
}
