import Catalog
import Documents
import Hardening

/// Fills a record from sshd's settings.
///
/// Where the model was wrong about a keyword, what sshd said counts for the server as a whole, and nothing is known for
/// a connection that sshd was not asked about.
struct SSHDReader {
    let settings: SSHDSettings
    private let said: [String: [String]]
    private let doubtful: Set<String>
    private let isGlobal: Bool
    var record: Record

    init(_ settings: SSHDSettings, _ anchor: SSHDAnchor, _ record: Record, isGlobal: Bool = false) {
        self.settings = settings
        if case .compared(let said, let differing) = anchor {
            (self.said, doubtful) = (said, differing)
        } else {
            (said, doubtful) = ([:], [])
        }
        self.isGlobal = isGlobal
        self.record = record
    }

    /// The one value of a keyword.
    func value(_ keyword: String) -> String? {
        isGlobal && doubtful.contains(keyword) ? said[keyword]?.first : settings.value(keyword)
    }

    /// The first keyword that was set somewhere decides the origin.
    mutating func set(_ field: Field, _ keywords: [String], _ value: Value) {
        if !isGlobal, let keyword = keywords.first(where: doubtful.contains) {
            record[field] = .unknown(.contradictory("sshd -T says something else of \(keyword) than its files"))
            return
        }
        let origin = keywords.filter { !doubtful.contains($0) }.compactMap(settings.origin).first
        record.set(field, value, from: origin.map { Origin($0.file, line: $0.line) })
    }

    mutating func text(_ field: Field, _ keyword: String) {
        set(field, [keyword], value(keyword).map { .text($0) } ?? .unset)
    }

    mutating func flag(_ field: Field, _ keyword: String) {
        set(field, [keyword], value(keyword).map { .flag($0 == "yes") } ?? .unset)
    }

    mutating func number(_ field: Field, _ keyword: String) {
        set(field, [keyword], value(keyword).flatMap { Int($0) }.map { .number($0) } ?? .unset)
    }

    mutating func list(_ field: Field, _ keyword: String) {
        set(field, [keyword], .list(value(keyword)?.split(separator: ",").map(String.init) ?? []))
    }
}
