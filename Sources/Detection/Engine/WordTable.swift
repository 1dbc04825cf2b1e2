/// The words of all detectors, each text once, and who asked for it.
struct WordTable: Sendable {
    struct Use: Sendable {
        let detector: Int
        /// Bytes of the literal before the word, and after it.
        let before: Int
        let after: Int
    }

    private(set) var literals: [Words.Literal] = []
    /// For each literal the detectors to ask.
    private(set) var uses: [[Use]] = []
    private(set) var longest = 1

    init(_ detectors: [Detector]) {
        var places: [Words.Literal: Int] = [:]
        for (index, detector) in detectors.enumerated() {
            for literal in detector.words.literals {
                let key = Words.Literal(text: literal.text, isFolded: literal.isFolded)
                let place = places[key] ?? literals.count
                if place == literals.count {
                    places[key] = place
                    literals.append(key)
                    uses.append([])
                    longest = max(longest, key.text.count)
                }
                uses[place].append(Use(detector: index, before: literal.before, after: literal.after))
            }
        }
    }
}
