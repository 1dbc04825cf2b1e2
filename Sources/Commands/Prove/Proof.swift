import Rulesets

/// What was asked, and what came out.
struct Proof: Sendable {
    /// Every door, seen from each place that was asked for.
    let doors: [Door]
    /// What can be connected to from the host and from containers.
    let egress: [Door]
    let answers: [Answer]
    let notes: [String]

    /// An expectation from one place over one family.
    struct Answer: Sendable {
        let expectation: Expectation
        let from: Door.Vantage
        let family: AddressFamily
        let outcome: Expectation.Outcome
    }

    /// Shows the doors to connections from `places`, and holds expectations against those from `expecting`.
    init(
        _ provers: [AddressFamily: Prover],
        from places: [Door.Vantage.Place],
        expectations: [Expectation],
        expecting: [Door.Vantage.Place],
        notes: [String]
    ) {
        var doors: [Door] = []
        var egress: [Door] = []
        var answers: [Answer] = []
        for family in AddressFamily.allCases {
            guard let prover = provers[family] else { continue }
            for vantage in prover.vantages {
                if places.contains(vantage.place) {
                    doors += prover.doors(from: vantage, over: family)
                    if vantage.place == .host || vantage.place == .container {
                        egress += prover.egress(from: vantage, over: family)
                    }
                }
                guard expecting.contains(vantage.place) else { continue }
                for expectation in expectations {
                    let asked = prover.doors(
                        from: vantage,
                        over: family,
                        leadingTo: expectation.port,
                        expectation.transport
                    )
                    answers.append(
                        Answer(
                            expectation: expectation,
                            from: vantage,
                            family: family,
                            outcome: expectation.outcome(asked)
                        )
                    )
                }
            }
        }
        self.doors = doors
        self.egress = egress
        self.answers = Self.judged(answers)
        self.notes = notes
    }

    /// A port that is to be open need not be so over both families or on every interface: one of them is enough.
    private static func judged(_ answers: [Answer]) -> [Answer] {
        answers.filter { answer in
            guard answer.expectation.wantsOpen, answer.outcome != .met else { return true }
            return !answers.contains {
                $0.expectation == answer.expectation && $0.from.place == answer.from.place && $0.outcome == .met
            }
        }
    }

    var isBroken: Bool {
        answers.contains { if case .broken = $0.outcome { true } else { false } }
    }

    var isUndecided: Bool {
        answers.contains { if case .undecided = $0.outcome { true } else { false } }
    }
}
