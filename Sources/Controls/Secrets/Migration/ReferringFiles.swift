import Documents
import Hardening

/// The files of a configuration, with references where keys stood.
struct ReferringFiles: Sendable {
    let moves: [KeyMigration.Move]
    let delivery: KeyMigration.Delivery
    /// The main file, which gets the provider.
    let configuration: String

    /// The alias under which OpenClaw knows the vault.
    static let provider = "nacre"

    func amendments(at site: OpenClawSite) -> [Amendment] {
        let moves = moves.filter { !$0.key.isProfile }
        return ([configuration] + moves.map(\.key.file)).uniqued.map { file in
            let here = moves.filter { $0.key.file == file }
            let settings = here.map(\.key.words)
            let words =
                settings.isEmpty
                ? "the vault is a provider of secrets" : "by reference from the vault: \(settings.firstFew)"
            return Amendment(
                .file(file),
                words,
                activation: .gateway(site.gateway)
            ) { state throws(Amendment.Failure) in
                guard case .file(var content) = state else { throw Amendment.Failure("is not there") }
                do {
                    content.bytes = try edited(content.bytes, here, isMain: file == configuration)
                } catch let failure as Amendment.Failure {
                    throw failure
                } catch {
                    throw Amendment.Failure("\(error)")
                }
                content.mode &= 0o600
                return .file(content)
            }
        }
    }

    private func edited(_ bytes: [UInt8], _ here: [KeyMigration.Move], isMain: Bool) throws -> [UInt8] {
        var document = try JSONDocument(bytes)
        for move in here {
            let reference = Self.reference(to: move.name)
            guard let path = document.root.path(move.key.place), let node = document.root[path] else {
                if move.key.isImplied {
                    let path = move.key.place.map { JSONPathComponent.key($0) }
                    document = try JSONDocument(document.setting(reference, at: path))
                    continue
                }
                throw Amendment.Failure("\(move.key.words) no longer exists")
            }
            if JSONValue(node).means(reference) { continue }
            let isStill = node.text == move.key.value || move.key.variable != nil
            guard isStill else { throw Amendment.Failure("\(move.key.words) holds something else by now") }
            document = try JSONDocument(document.setting(reference, at: path))
        }
        guard isMain else { return document.bytes }
        let place: [JSONPathComponent] = ["secrets", "providers", .key(Self.provider)]
        if let present = document.root[place], !present.isNull, !JSONValue(present).means(vault) {
            throw Amendment.Failure("secrets.providers.\(Self.provider) is another provider")
        }
        return try document.setting(vault, at: place)
    }

    static func reference(to name: String) -> JSONValue {
        .object([
            .init("source", .string("exec")), .init("provider", .string(provider)), .init("id", .string(name)),
        ])
    }

    private var vault: JSONValue {
        .object([
            .init("source", .string("exec")), .init("command", .string(delivery.command)),
            .init("args", .array([.string(delivery.socket)])),
        ])
    }
}
