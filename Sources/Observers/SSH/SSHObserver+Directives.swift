import Catalog
import Documents
import Hardening
import Surface

extension SSHObserver {
    /// Every line of sshd's configuration that sets something, in the order sshd reads them, and for whom.
    func sshDirectives() async throws(Unknown) -> [Record]? {
        guard let configuration = try await sshdGround().get()?.configuration else { return nil }
        var walk = DirectiveWalk(configuration: configuration)
        walk.read(configuration.main, depth: 0, criteria: [])
        guard walk.records.count < DirectiveWalk.most else {
            throw Unknown.tooLarge("sshd's configuration has more than \(DirectiveWalk.most) lines")
        }
        return walk.records
    }
}

/// Reads files in sshd's order, an included file in place of its Include line.
private struct DirectiveWalk {
    /// Nobody has more; files that include each other many times multiply.
    static let most = 4096

    let configuration: SSHDConfiguration
    var records: [Record] = []

    mutating func read(_ path: String, depth: Int, criteria outer: [String]) {
        var criteria = outer
        guard depth <= SSHDConfiguration.deepest else { return }
        for line in configuration.files[path]?.lines ?? [] {
            guard records.count < Self.most, case .directive(let keyword, let arguments, _) = line.content else {
                continue
            }
            switch keyword {
            // A Match line ends the block before it, and stays inside the block that includes its file.
            case "match": criteria = outer + [SSHDCriteria.text(arguments)]
            case "include":
                for argument in arguments {
                    for file in configuration.expansions[SSHDConfiguration.pattern(argument)] ?? [] {
                        read(file, depth: depth + 1, criteria: criteria)
                    }
                }
            default:
                let origin = Origin(path, line: line.number)
                records.append(
                    Record(
                        "\(keyword) in \(Path.name(path)) line \(line.number)",
                        [
                            .keyword: .text(SSHDFile.canonical(keyword)),
                            .settingValue: .text(arguments.joined(separator: " ")),
                            .criteria: criteria.isEmpty ? .unset : .text(SSHDCriteria.all(criteria)),
                        ],
                        origins: [.settingValue: origin]
                    )
                )
            }
        }
    }
}
