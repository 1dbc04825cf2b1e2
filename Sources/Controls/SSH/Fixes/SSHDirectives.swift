import Documents
import Hardening

/// sshd's configuration as a snapshot tells it, for whoever writes into it.
struct SSHDirectives: Sendable {
    /// Read before everything else, as the first value counts.
    static let dropIn = "/etc/ssh/sshd_config.d/00-nacre.conf"
    static let directory = "/etc/ssh/sshd_config.d"
    static let main = "/etc/ssh/sshd_config"
    static let needs: Set<Resource> = [.facts(.sshDirectives), .facts(.sshServer), .file(main)]

    private let records: [Record]
    private let server: Record
    private let mainFile: SSHDFile

    /// None where the configuration is not known as a whole.
    init?(_ snapshot: Snapshot) {
        guard case .state(.records(let records)) = snapshot[.facts(.sshDirectives)],
            case .state(.records(let servers)) = snapshot[.facts(.sshServer)], let server = servers.first,
            case .state(.file(let file)) = snapshot[.file(Self.main)]
        else { return nil }
        self.records = records
        self.server = server
        mainFile = SSHDFile(file.bytes)
    }

    /// A field of the server as a whole.
    subscript(field: Field) -> Value { server[field] }

    /// What the first line for everybody says, as it is written.
    ///
    /// What stands under `Match all` is for everybody too, keywords included that no other block may hold.
    func value(_ keyword: String) -> String? {
        lines(keyword).first { $0.criteria == nil || $0.criteria == "all" }?.value
    }

    /// The lines that set the keyword, in the order sshd reads them.
    func lines(_ keyword: String) -> [Line] {
        let name = SSHDFile.canonical(keyword)
        return records.compactMap { record in
            guard record[.keyword] == .text(name), case .text(let value) = record[.settingValue],
                let origin = record.origins[.settingValue]
            else { return nil }
            let criteria: String? = if case .text(let text) = record[.criteria] { text } else { nil }
            return Line(value: value, criteria: criteria, file: origin.file)
        }
    }

    struct Line: Hashable {
        let value: String
        /// None for a line outside Match blocks.
        let criteria: String?
        let file: String
    }

    /// Files besides ours that set the keyword and satisfy the question.
    func files(setting keyword: String, where question: (Line) -> Bool = { _ in true }) -> [String] {
        Set(lines(keyword).filter { $0.file != Self.dropIn && question($0) }.map(\.file)).sorted()
    }

    /// Whether our drop-in is read before every other line.
    var isFirst: Bool {
        guard let first = mainFile.lines.first(where: { $0.content != .nothing }),
            case .directive("include", let arguments, _) = first.content, let argument = arguments.first,
            Self.matches(Self.dropIn, SSHDConfiguration.pattern(argument))
        else { return false }
        // A pattern's files are read in the order of their bytes.
        return !records.contains { record in
            guard let file = record.origins[.settingValue]?.file, file.hasPrefix(Self.directory + "/") else {
                return false
            }
            return Array(file.utf8).lexicographicallyPrecedes(Array(Self.dropIn.utf8))
        } || SSHDConfiguration.pattern(argument) == Self.dropIn
    }

    private static func matches(_ path: String, _ pattern: String) -> Bool {
        let parts = path.split(separator: "/")
        let globs = pattern.split(separator: "/")
        return parts.count == globs.count
            && zip(parts, globs).allSatisfy { SSHDGlob(String($1)).matches(String($0)) }
    }

    /// What has to be there for our drop-in to count: its directory, and an Include line that is first.
    var groundwork: [Amendment] {
        let directory = Amendment(.directory(Self.directory), "the directory for drop-ins") { state in
            state == .absent ? .permissions(.init(mode: 0o755)) : state
        }
        guard !isFirst else { return [directory] }
        let line = "Include \(Self.dropIn)"
        let include = Amendment(.file(Self.main), "\(line), as the first line", activation: .sshd) {
            state throws(Amendment.Failure) in
            guard case .file(var file) = state else { throw .init("is not a file") }
            let document = SSHDFile(file.bytes)
            guard document.lines.first?.bytes != Array("\(line)\n".utf8) else { return state }
            file.bytes = document.beginning(with: line)
            return .file(file)
        }
        return [directory, include]
    }
}
