import Detection

extension Sanitizer {
    /// What every report and message goes through.
    public static let report: Sanitizer = {
        let redactor = Redactor()
        return Sanitizer { redactor.redact($0) }
    }()
}
