/// An input, and what an entry says of it.
///
/// Read by people as documentation, and proved by the tests.
public struct Example<Input: Sendable, Answer: Equatable & Sendable>: Sendable {
    public let name: String
    public let input: Input
    public let answer: Answer

    public init(_ name: String, _ input: Input, is answer: Answer) {
        self.name = name
        self.input = input
        self.answer = answer
    }
}

/// An example that is not true: the entry says something else.
public struct Disproof<Answer: Equatable & Sendable>: Equatable, Sendable {
    public let example: String
    public let expected: Answer
    public let answered: Answer
}

/// The examples that are not true, with what was answered instead; none where all are.
public func prove<Input, Answer>(
    _ examples: [Example<Input, Answer>],
    by answer: (Input) -> Answer
) -> [Disproof<Answer>] {
    examples.compactMap { example in
        let answered = answer(example.input)
        guard answered != example.answer else { return nil }
        return Disproof(example: example.name, expected: example.answer, answered: answered)
    }
}

extension Entry {
    /// The examples of the entry that are not true.
    public var disproofs: [Disproof<Answer>] { prove(examples, by: answer) }

    /// Which of these answers no example shows: an entry that never fires, or always does, proves nothing.
    public func unshown(_ answers: [Answer]) -> [Answer] {
        answers.filter { answer in !examples.contains { $0.answer == answer } }
    }
}
