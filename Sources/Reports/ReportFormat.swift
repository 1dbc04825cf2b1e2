import Documents

/// How a report is written down.
public enum ReportFormat: String, CaseIterable, Sendable {
    case text, json, sarif, html, markdown
}

extension ReportModel {
    /// The only place that chooses a view; a new format does not compile until it is handled here.
    public func rendered(as format: ReportFormat, style: TextStyle) -> String {
        switch format {
        case .text: text(style)
        case .json: json.document
        case .sarif: sarif.document
        case .html: html
        case .markdown: markdown
        }
    }
}
