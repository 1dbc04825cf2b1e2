import Detection

extension Cleaner {
    /// What every report and message goes through.
    static let report: Cleaner = {
        let redactor = Redactor()
        return Cleaner { redactor.redact($0) }
    }()
}
