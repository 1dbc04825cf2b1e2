/// What a scan of text by anybody may spend: a text in which words of secrets follow one another without end has every
/// detector look at the same bytes again and again.
///
/// It is counted, not timed, so that a text gives the same finds on every machine. No text of a program or a person comes
/// near; where one goes beyond, what was not looked at is counted.
struct Effort: Sendable {
    /// Each such stretch of the text has an allowance of its own.
    static let stretch = 1 << 14
    /// Looks at a byte, for each byte of the stretch, after which only what is known by its own bytes is asked about.
    private static let most = 8
    /// After which nothing is.
    private static let mostOfAll = 16
    /// What asking costs at least.
    private static let asking = 48

    /// Bytes of stretches in which not everything was asked.
    private(set) var passedOver = 0
    private var stretch = 0
    private var spent = 0
    private var isPassing = false

    /// Whether a detector of the rank is still asked at a place of the whole text.
    mutating func allows(_ rank: Detector.Rank, at place: Int) -> Bool {
        let number = place / Self.stretch
        if number != stretch {
            stretch = number
            spent = 0
            isPassing = false
        }
        let most = rank == .key ? Self.mostOfAll : Self.most
        if spent < most * Self.stretch { return true }
        if !isPassing { passedOver += Self.stretch }
        isPassing = true
        return false
    }

    mutating func spend(_ looks: Int) { spent += looks + Self.asking }

    /// For the next text.
    mutating func begin() { self = Effort() }
}
