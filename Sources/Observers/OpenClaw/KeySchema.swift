/// The versions whose defaults were read out of the program.
enum KeySchema {
    /// The newest.
    static let newest = OpenClawVersion(2026, 4, 19)
    /// The oldest version whose keys and values are known.
    static let oldest = OpenClawVersion(2026, 1, 30)
}
