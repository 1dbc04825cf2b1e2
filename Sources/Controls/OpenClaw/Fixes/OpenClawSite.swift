import Documents
import Hardening

/// What facts tell of one installation that matters for changing it.
struct OpenClawSite: Sendable {
    /// The state directory, which also names the installation in records.
    let directory: String
    /// The main file; none where there is no configuration.
    let configuration: String?
    let includes: [Include]
    let gateway: Activation.Gateway
    /// Places whose value comes out of a variable, as keys and indices.
    let variables: [[String]]
    /// Whether the installation is the only one.
    let isOnly: Bool
    /// The account that owns the state directory.
    let owner: UInt32?

    struct Include: Sendable {
        let path: String
        /// Where its content stands in the whole, as keys and indices.
        let places: [[String]]
    }

    let isInContainer: Bool
    /// The version of OpenClaw; none where it is not known.
    let version: String?
    /// From where a proxy on this machine comes, as the gateway sees it; empty where that is not known.
    let proxyAddresses: [String]
    private let isLink: Bool
    /// What stands where the schema wants something of another kind, so that nothing can be put below it.
    private let structuralProblem: String?
    private let isKnown: Bool

    /// Why nothing can be edited; none where it can.
    var blocker: String? {
        if configuration == nil {
            return "there is no openclaw.json in \(directory) to edit; run openclaw onboard first"
        }
        if isInContainer, configuration?.contains("/merged/") == true {
            return
                "openclaw.json lies in the container itself, and what is changed there is gone with it; mount the state "
                + "directory from this machine first"
        }
        if let structuralProblem {
            return "\(structuralProblem). The gateway does not start with it, so correct that first"
        }
        if isLink { return "openclaw.json in \(directory) is a link, through which nothing is written" }
        return nil
    }

    /// Why no setting can be added; none where it can.
    var additionBlocker: String? {
        isKnown
            ? nil : "which settings this version accepts is not known, and one that it does not know stops it; update"
    }

    static func all(_ snapshot: Snapshot) -> [OpenClawSite] {
        let records = snapshot.records(.openclaw)
        let files = snapshot.records(.openclawFiles)
        let gateways = snapshot.records(.openclawGateway)
        return records.map { record in
            let port = gateways.first { $0[.installation] == record[.installation] }?[.gatewayPort]
            let problems = snapshot.records(.openclawProblems).filter { $0[.installation] == record[.installation] }
            return OpenClawSite(record, files, problems, port: port, isOnly: records.count == 1)
        }
    }

    private init(_ record: Record, _ files: [Record], _ problems: [Record], port: Value?, isOnly: Bool) {
        directory = record[.installation].text ?? record.name
        configuration = record[.configurationFile].text
        let own = files.filter { isOnly || $0[.installation] == record[.installation] }
        includes = own.filter { $0[.fileKind] == "include" }.map { file in
            Include(
                path: file[.path].text ?? file.name,
                places: file[.includedAt].items.map(ConfigurationPattern.tokens)
            )
        }
        let state = own.first { $0[.fileKind] == "state directory" }
        owner = (state?[.owner].number).flatMap { UInt32(exactly: $0) }
        variables = record[.variableSettings].items.map(ConfigurationPattern.tokens)
        gateway = Activation.Gateway(
            container: record[.openclawContainer].text,
            unit: record[.openclawUnit].text,
            user: record[.openclawUnitAccount].text,
            configuration: configuration ?? "",
            port: port?.number ?? 18789
        )
        self.isOnly = isOnly
        isInContainer = gateway.container != nil
        version = record[.openclawVersion].text
        proxyAddresses = record[.openclawProxyAddresses].items
        isLink = record[.configurationIsLink] == true
        structuralProblem = problems.first { $0[.problemIsStructural] == true }?[.problem].text
        isKnown = record[.openclawSettingsAreKnown] != false
    }

    /// Whether a record of any subject of the layer speaks of this installation.
    func has(_ record: Record) -> Bool {
        isOnly || record[.installation] == .text(directory)
    }

    /// Whether a file is one of the configuration's.
    func isConfiguration(_ path: String) -> Bool { path == configuration || includes.contains { $0.path == path } }

    /// Why the rules cannot be followed here, if so.
    func blocker(of rules: [ConfigurationRule]) -> String? {
        if let blocker { return blocker }
        if rules.contains(where: \.creates), let additionBlocker { return additionBlocker }
        for rule in rules where rule.pattern.steps != [.anywhere] {
            guard let place = variables.first(where: rule.pattern.matches) else { continue }
            return "\(place.joined(separator: ".")) comes out of a variable, which may serve other places; set it there"
        }
        return nil
    }

    /// What makes the files of the configuration follow the rules.
    func amendments(_ rules: [ConfigurationRule]) -> [Amendment] {
        guard let configuration else { return [] }
        let summary = rules.map(\.summary).uniqued.joined(separator: "; ")
        let main = amendment(of: configuration, at: [[]], rules, summary)
        let others = includes.filter { $0.path != configuration }.map { include in
            amendment(of: include.path, at: include.places, rules, summary)
        }
        return [main] + others
    }

    private func amendment(
        of path: String,
        at places: [[String]],
        _ rules: [ConfigurationRule],
        _ summary: String
    ) -> Amendment {
        let isMain = path == configuration
        return Amendment(.file(path), summary, activation: .gateway(gateway)) { state throws(Amendment.Failure) in
            guard case .file(var file) = state else {
                guard isMain else { return state }
                throw Amendment.Failure("is not there")
            }
            do {
                let edited = try Self.edited(file.bytes, at: places, rules)
                guard edited != file.bytes else { return state }
                file.bytes = edited
                // OpenClaw itself writes it so.
                file.mode &= 0o600
                return .file(file)
            } catch {
                // What an include lacks is told by another control; the main file was read when the facts were.
                guard isMain else { return state }
                throw Amendment.Failure("\(error)")
            }
        }
    }

    private static func edited(
        _ bytes: [UInt8],
        at places: [[String]],
        _ rules: [ConfigurationRule]
    ) throws(SyntaxError) -> [UInt8] {
        var document = try JSONDocument(bytes)
        for rule in rules {
            for place in places {
                document = try document.applying(rule.edits(of: ConfigurationFile(document: document, place: place)))
            }
        }
        return document.bytes
    }
}

extension Activation.Gateway {
    /// Whether something is known to run it.
    var isRun: Bool { container != nil || unit != nil }
}
