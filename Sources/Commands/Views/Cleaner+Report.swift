extension Cleaner {
    /// What every report and message goes through.
    static let report = Cleaner { $0 }
}
