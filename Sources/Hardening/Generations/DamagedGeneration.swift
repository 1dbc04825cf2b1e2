/// A generation whose files cannot be read any more.
public struct DamagedGeneration: Sendable {
    public let number: Int
    public let why: String
    /// How far it had come, where its journal still tells; none where it does not.
    public let progress: Progress?
    /// Whether nothing is left to do for it, so that others can go on without it.
    public let isSettled: Bool
    public let directory: String

    public init(number: Int, why: String, progress: Progress?, isSettled: Bool, directory: String) {
        self.number = number
        self.why = why
        self.progress = progress
        self.isSettled = isSettled
        self.directory = directory
    }

    /// What it means, and how it is set aside.
    public var words: String {
        let told =
            isSettled
            ? "it is settled, and left out"
            : "whether it still has to be undone could not be determined, so that nothing else is changed here"
        let how =
            isSettled
            ? "To set it aside"
            : "Put its files back from a backup of this server; or, where the server is as it should be, set it aside"
        return "generation \(number) cannot be read (\(why)): \(told). \(how): mv \(directory) \(directory).damaged"
    }
}
