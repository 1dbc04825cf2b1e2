import Controls
import Hardening
import Reports

/// The keys of an installation, and where each is.
enum KeysText {
    /// One line a key, in columns, or two where they do not fit; `moves` names those that go into the vault.
    static func text(
        _ keys: InstallationKeys,
        moves: [KeyMigration.Move] = [],
        _ style: TextStyle = LeakReport.style
    ) -> String {
        var rows: [[String]] = keys.keys.map { key in
            let move = moves.first { $0.key.file == key.file && $0.key.place == key.place }
            return [key.words, place(of: key), move.map { "→ \($0.name)" } ?? (key.blocker == nil ? "" : "stays")]
        }
        rows += keys.referenced.map { [$0.setting, "by reference: \($0.id)", ""] }
        guard !rows.isEmpty else { return "No keys were found in its configuration.\n" }
        let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = (0..<2).map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count) } + [row[2]]
            let line = "  " + cells.joined(separator: "   ")
            return Sanitizer.report.line(String(line.reversed().drop { $0 == " " }.reversed())) + "\n"
        }
        guard lines.contains(where: { $0.count > style.width + 1 }) else { return lines.joined() }
        return rows.map { row in
            let shown = row.map { Sanitizer.report.line($0) }
            return "  \(shown[0])\(shown[2].isEmpty ? "" : "   \(shown[2])")\n      \(shown[1])\n"
        }
        .joined()
    }

    private static func place(of key: PlainKey) -> String {
        if let row = key.row { return "in clear, \(row.database)" }
        guard let variable = key.variable else { return "in clear, \(key.file):\(key.line ?? 0)" }
        guard let source = key.sources.first else { return "variable \(variable)" }
        return "variable \(variable), \(source.file)" + (source.line.map { ":\($0)" } ?? "")
    }

    static func head(_ keys: InstallationKeys) -> String {
        let account = keys.account.map { $0.name ?? "\($0.user):\($0.group)" }
        return Sanitizer.report.line(
            "Keys of OpenClaw in \(keys.installation)" + (account.map { ", which runs as \($0)" } ?? "")
        )
            + "\n"
    }
}
