import Documents

/// What the log of unattended-upgrades tells of its runs.
struct UpgradeRuns {
    /// Whether any run was a real one, not a dry one.
    private(set) var wasReal = false
    /// The line on which the last real run logged its first error.
    private(set) var failure: Int?
    /// Whether the last run of all was a dry one.
    private(set) var endsDry = false

    init() {}

    init(_ log: String) {
        var (isDry, error, hasBegun) = (false, Int?.none, false)
        func finish(_ runs: inout Self) {
            guard hasBegun else { return }
            runs.endsDry = isDry
            if !isDry { (runs.wasReal, runs.failure) = (true, error) }
        }
        for (number, line) in TextLines(log) {
            // Shorter than the time in front of each line.
            guard line.utf8.count > 20 else { continue }
            if line.contains("Starting unattended upgrades script") {
                finish(&self)
                (isDry, error) = (false, nil)
            }
            // A log that was rotated may begin in the middle of a run.
            hasBegun = true
            // Options are named at the start, and some steps say that they are left out.
            if line.contains("--dry-run") || line.contains("dry-run mode") { isDry = true }
            if error == nil, line.contains(" ERROR ") { error = number }
        }
        finish(&self)
    }
}
