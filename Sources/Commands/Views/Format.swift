import ArgumentParser

/// How an audit is written down.
enum Format: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text, json, sarif, html, markdown
}

extension Sheet {
    /// The only place that chooses a view; a new format does not compile until it is handled here.
    func rendered(as format: Format, style: TextStyle) -> String {
        switch format {
        case .text: text(style)
        case .json: json.rendered
        case .sarif: sarif.rendered
        case .html: html
        case .markdown: markdown
        }
    }
}
