import Documents
import Hardening

/// A secret of a configuration that goes into a variable, where it keeps its value, unless a better one stands there.
struct MovedSecret: Sendable {
    let setting: String
    let file: String
    /// Keys and indices in the file.
    let place: [String]
    let variable: String
    /// Whether the variable is set already.
    let isWaitedFor: Bool
    /// Whether it stands for another secret, which counts from then on.
    let isReplaced: Bool
    /// The file that sets the variable.
    let environment: String

    /// From what was observed of it; nothing where it has to stay.
    init?(_ literal: Record) {
        guard let setting = literal[.literalSetting].text, let file = literal[.literalFile].text,
            let pointer = literal[.literalPlace].text, let variable = literal[.literalVariable].text,
            let environment = literal[.literalEnvironment].text
        else { return nil }
        self.setting = setting
        self.file = file
        place = ConfigurationPattern.tokens(pointer)
        self.variable = variable
        isWaitedFor = literal[.literalIsWaitedFor] == true
        isReplaced = literal[.literalIsReplaced] == true
        self.environment = environment
    }

    private var reference: String { "${\(variable)}" }

    fileprivate var leavingWords: String {
        let words = "\(setting) comes out of \(variable)"
        return isReplaced ? "\(words), which stands in \(environment) and cannot be guessed" : words
    }

    fileprivate var cost: String? {
        guard isReplaced else { return nil }
        return "clients that log in with the guessable secret of \(setting): the one that stands as \(variable) in "
            + "\(environment) counts instead"
    }

    /// Has the configuration ask for the variable.
    fileprivate func leave(_ document: JSONDocument) throws(SyntaxError) -> JSONDocument {
        guard let path = document.root.path(place), let text = document.root[path]?.text, !text.contains("${") else {
            return document
        }
        return try JSONDocument(document.setting(.string(reference), at: path))
    }

    /// Has the environment hold what stands in the configuration.
    fileprivate func enter(_ text: String, from document: JSONDocument) throws(Amendment.Failure) -> String {
        guard let path = document.root.path(place), let value = document.root[path]?.text else {
            throw Amendment.Failure("\(setting) no longer exists")
        }
        if isWaitedFor {
            guard DotenvFile(text).values[variable]?.isEmpty == false else {
                throw Amendment.Failure("\(variable) no longer stands there")
            }
            return text
        }
        if let present = DotenvFile(text).values[variable] {
            guard present == value else { throw Amendment.Failure("\(variable) stands for something else by now") }
            return text
        }
        guard let longer = DotenvFile.adding(variable, value, to: text) else {
            throw Amendment.Failure("\(setting) cannot be written so that every reader of the file reads the same")
        }
        return longer
    }
}

extension [MovedSecret] {
    /// What moves them: the file of variables, and each file they stand in, which the site's gateway takes over at once.
    func amendments(at site: OpenClawSite) -> [Amendment] {
        guard let configuration = site.configuration, let environment = first?.environment else { return [] }
        let files = Dictionary(grouping: self, by: \.file).sorted { $0.key < $1.key }
        let sources = ([configuration] + files.map(\.key)).uniqued.map { Resource.file($0) }
        let entering = Amendment(
            .file(environment),
            summary,
            activation: .gateway(site.gateway),
            reading: sources
        ) { state, snapshot throws(Amendment.Failure) in
            try entered(state, configuration, snapshot)
        }
        .owned(like: configuration)
        let leaving = files.map { file, secrets in
            let words = secrets.map(\.leavingWords).joined(separator: "; ")
            return Amendment(
                .file(file),
                words,
                activation: .gateway(site.gateway),
                reading: [.file(environment)]
            ) { state, _ throws(Amendment.Failure) in
                try secrets.left(state)
            }
            .costing(secrets.lazy.compactMap(\.cost).first)
        }
        return [entering] + leaving
    }

    /// What the file of variables is to hold.
    private var summary: String {
        let names = filter { !$0.isWaitedFor }.map(\.variable).uniqued.joined(separator: ", ")
        if names.isEmpty { return "mode 0600, as it holds secrets" }
        return
            "\(names): what stood in the configuration, of mode 0600; replace it at its issuer if the file was shared"
    }

    private func entered(
        _ state: State,
        _ configuration: String,
        _ snapshot: Snapshot
    ) throws(Amendment.Failure) -> State {
        var file: State.File
        switch state {
        case .file(let present): file = present
        case .absent:
            // Whoever reads the configuration has to read it.
            guard case .state(.file(let owned)) = snapshot[.file(configuration)] else {
                throw Amendment.Failure("\(configuration) no longer exists")
            }
            file = State.File([], mode: 0o600, owner: owned.owner, group: owned.group)
        default: throw Amendment.Failure("is not a file")
        }
        guard var text = file.text else { throw Amendment.Failure("is not text") }
        for secret in self {
            guard case .state(.file(let source)) = snapshot[.file(secret.file)],
                let document = try? JSONDocument(source.bytes)
            else { throw Amendment.Failure("\(secret.file) can no longer be read") }
            text = try secret.enter(text, from: document)
        }
        file.bytes = [UInt8](text.utf8)
        file.mode &= 0o600
        return .file(file)
    }

    private func left(_ state: State) throws(Amendment.Failure) -> State {
        guard case .file(var file) = state else { throw Amendment.Failure("no longer exists") }
        do {
            var document = try JSONDocument(file.bytes)
            for secret in self { document = try secret.leave(document) }
            guard document.bytes != file.bytes else { return state }
            file.bytes = document.bytes
            file.mode &= 0o600
            return .file(file)
        } catch {
            throw Amendment.Failure("\(error)")
        }
    }
}

extension JSONNode {
    /// The place that keys and indices lead to; nothing where it is not there.
    func path(_ place: [String]) -> [JSONPathComponent]? {
        var node = self
        var path: [JSONPathComponent] = []
        for token in place {
            let step = node.items == nil ? JSONPathComponent.key(token) : Int(token).map { .index($0) }
            guard let step, let next = node[[step]] else { return nil }
            path.append(step)
            node = next
        }
        return path
    }
}
