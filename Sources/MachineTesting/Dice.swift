/// Seeded choices, the same at each run.
public struct Dice {
    private var generator: SeededGenerator

    public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    public mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    public mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...(elements.count - 1))] }

    public mutating func some<Element>(_ elements: [Element], _ count: ClosedRange<Int>) -> [Element] {
        Array(elements.shuffled(using: &generator).prefix(number(count)))
    }
}
