import Documents

/// How a report is written down.
public enum ReportFormat: String, CaseIterable, Sendable {
    case text, json, sarif, html, markdown
}

extension ReportModel {
    /// The only place that chooses a view; a new format does not compile until it is handled here.
    ///
    /// - Parameters:
    ///   - format: the view.
    ///   - style: how text is laid out.
    ///   - isVerbose: whether the text tells everything of each finding; the other formats always do.
    /// - Returns: the whole document.
    public func rendered(as format: ReportFormat, style: TextStyle, verbose isVerbose: Bool = false) -> String {
        switch format {
        case .text: text(style, verbose: isVerbose)
        case .json: json.document
        case .sarif: sarif.document
        case .html: html
        case .markdown: markdown
        }
    }
}
