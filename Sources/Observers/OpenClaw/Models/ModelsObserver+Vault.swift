import Catalog
import Documents
import Surface

extension ModelsObserver {
    /// Keys that the guard has and the vault gives the gateway all the same.
    func handed(to installation: Installation) async -> (keys: [String], doubt: String?) {
        let list: String?
        do throws(Unknown) { list = try await surface.text(EnrolledClient.file).get() } catch { return ([], error.why) }
        guard let list else { return ([], nil) }
        let guardUser = "nacre-guard"
        let entries: [YAMLNode.Entry]
        do throws(SyntaxError) { entries = try YAMLDocument(list).root["clients"]?.entries ?? [] } catch {
            return ([], "\(EnrolledClient.file):\(error.position.line): \(error.message)")
        }
        func secrets(_ entry: YAMLNode.Entry) -> [String] { entry.value["secrets"]?.items?.compactMap(\.text) ?? [] }
        let guards = Set(entries.filter { $0.value["user"]?.text == guardUser }.flatMap(secrets))
        let sockets = installation.root.at("secrets.providers").entries.flatMap {
            $0.value["args"].items.compactMap(\.text)
        }
        let own = entries.filter { entry in
            entry.value["user"]?.text != guardUser
                && (entry.value["state"]?.text == installation.directory
                    || sockets.contains("/run/nacre/vault/\(entry.key)/socket"))
        }
        let keys = own.flatMap { entry in
            secrets(entry).filter(guards.contains).map { "\($0) of the vault, by the client \(entry.key)" }
        }
        return (keys, nil)
    }
}
