import Surface

/// What the daemon's own check (`dockerd --validate`) came to.
enum DaemonFileCheck: Equatable {
    case passed
    /// This version has no such check.
    case unavailable
    /// What it refuses, in its own words.
    case refused(String)

    init(_ output: Output) {
        if output.status == 0 {
            self = .passed
        } else if output.errorText.contains("unknown flag") {
            // Docker 20.10 has no such check; its status is the same as for a file that is refused.
            self = .unavailable
        } else {
            // Its own words come first, and a page of help after them.
            self = .refused(output.errorText.split(separator: "\n").first.map(String.init) ?? "")
        }
    }
}
