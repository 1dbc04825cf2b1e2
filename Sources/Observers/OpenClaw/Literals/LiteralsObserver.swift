import Catalog
import Documents
import Hardening
import Surface

/// Secrets that are written out in the files of an installation.
struct LiteralsObserver: SubjectObserver {
    let look: Look

    /// Secrets in the files of each configuration, with the variable that could hold each.
    func openclawLiterals() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        var records: [Record] = []
        for installation in all where installation.hasConfiguration { records += await literals(of: installation) }
        return records
    }

    private func literals(of installation: Installation) async -> [Record] {
        var literals: [Literal] = []
        var seen: Set<ByteName> = []
        for file in installation.configuration.files where seen.insert(ByteName(file)).inserted {
            guard let bytes = await surface.file(file).content?.bytes, let document = try? JSONDocument(bytes) else {
                continue
            }
            let base = installation.configuration.places[file]?.first ?? ""
            literals += Literal.all(in: document, file, at: base.pointerTokens)
        }
        guard !literals.isEmpty else { return [] }
        let environment = await environmentFile(of: installation)
        var variables = await variables(of: installation, environment)
        return literals.map { literal in
            var record = Record(
                "\(installation.name): \(literal.path?.words ?? "a comment"), \(literal.file):\(literal.line)",
                [
                    .literalRole: literal.role.map { .text($0.rawValue) } ?? .unset,
                    .literalIsFound: .flag(literal.isFound),
                    .literalSetting: .text(literal.path?.words ?? "a comment"),
                    .literalFile: .text(literal.file), .literalLine: .number(literal.line),
                    .literalPlace: literal.path.map { .text($0.pointer) } ?? .unset,
                    .literalVariable: .unset, .literalIsWaitedFor: false, .literalIsReplaced: false,
                    .literalEnvironment: .unset,
                    .literalBlocker: .unset,
                ],
                identity: [.installation: .text(installation.name)]
            )
            if let why = literal.blocker ?? environment.why?.why {
                record[.literalBlocker] = .text(why)
            } else if let path = environment.path, let better = variables.waiting(for: literal) {
                record[.literalVariable] = .text(better.name)
                record[.literalIsWaitedFor] = true
                record[.literalIsReplaced] = .flag(better.isOther)
                record[.literalEnvironment] = .text(path)
            } else if let path = environment.path {
                let name = variables.name(for: literal)
                if variables.write(name, literal.value) {
                    record[.literalVariable] = .text(name)
                    record[.literalEnvironment] = .text(path)
                } else {
                    let words = "quotes in \(path) are left open, or closed on another line: beside them it cannot be"
                    record[.literalBlocker] = .text(
                        "\(words) written so that every reader of the file reads the same"
                    )
                }
            }
            return record
        }
    }

    /// Everything that may set variables for the gateway.
    private func variables(
        of installation: Installation,
        _ environment: (path: String?, why: Unknown?)
    ) async -> LiteralVariables {
        let process = installation.container?.environment ?? installation.service?.variables ?? [:]
        let env = installation.root["env"]
        let configured = (env["vars"].entries + env.entries).compactMap { entry in
            entry.value.text.map { (entry.key, $0) }
        }
        var sources = [process, Dictionary(configured) { first, _ in first }]
        var text = ""
        if let path = environment.path, let present = await surface.text(path).content {
            text = present
            sources.append(DotenvFile(present).values)
        }
        var isComplete = installation.environmentDoubt == nil
        // `.env` of the directory that the gateway was started in comes before the one of the state directory.
        let nearby = Path.join(installation.workingDirectory ?? "/", ".env")
        switch await surface.text(installation.container?.outside(nearby) ?? nearby) {
        case .found(let text): sources.append(DotenvFile(text).values)
        case .absent: break
        case .unreadable: isComplete = false
        }
        return LiteralVariables(sources: sources, isComplete: isComplete, text: text)
    }

    /// The `.env` that the gateway reads at every start (`src/infra/dotenv.ts`), or why it is not known to.
    func environmentFile(of installation: Installation) async -> (path: String?, why: Unknown?) {
        guard let version = installation.version, version >= OpenClawVersion(2026, 1, 29) else {
            return (nil, .notStated("it is not known that this version reads variables"))
        }
        if let doubt = installation.containerDoubt { return (nil, doubt) }
        guard installation.directory.hasPrefix("/"), !Self.isOlderName(Path.name(installation.directory)) else {
            return (nil, .notModeled("versions differ in whether they read .env in a state directory of that name"))
        }
        let path: String
        if let container = installation.container {
            let inside = container.statePaths.first { container.outside($0) == installation.directory }
            let named = container.variable("CONFIG_PATH")
            guard let inside, named == nil || Path.parent(Path.resolve(named ?? "", from: "/")) == inside,
                let outside = container.outside(Path.join(inside, ".env"))
            else { return (nil, .notStated("where the gateway in \(container.name) looks for .env is not known")) }
            if container.root.map({ Path.isInside(outside, $0) }) == true {
                return (nil, .contradictory(".env would be gone with the container \(container.name)"))
            }
            path = outside
        } else {
            guard Path.parent(installation.configurationPath) == installation.directory else {
                return (nil, .contradictory("the configuration lies outside of the state directory"))
            }
            path = Path.join(installation.directory, ".env")
        }
        switch await surface.status(path) {
        case .absent: return (path, nil)
        case .unreadable(let why): return (nil, why)
        case .found(let status):
            guard status.kind == .regular, !status.isLink else {
                return (nil, .malformed("\(path) is not a plain file"))
            }
        }
        guard case .found = await surface.text(path) else { return (nil, .malformed("\(path) is not text")) }
        return (path, nil)
    }

    private static func isOlderName(_ name: String) -> Bool {
        ["clawdbot", "moltbot", "moldbot"].contains { name.contains($0) }
    }
}

extension Installation {
    /// Where the gateway was started, as it sees it.
    fileprivate var workingDirectory: String? { container?.workingDirectory ?? service?.workingDirectory }
}

extension String {
    /// The keys and indices of a JSON pointer.
    var pointerTokens: [String] {
        split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }
}

extension [JSONPathComponent] {
    /// The path as a JSON pointer (RFC 6901).
    fileprivate var pointer: String {
        reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += "/\(key.asPointerToken)"
            case .index(let index): text += "/\(index)"
            }
        }
    }
}
