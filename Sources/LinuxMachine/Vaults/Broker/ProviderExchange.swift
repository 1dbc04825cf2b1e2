import Documents
public import Vault

/// What OpenClaw asks an exec provider, and what it takes for an answer: version 1 of its protocol.
///
/// Recorded of four versions: all names of one provider come in one question; a value is a string that is not empty; why a name
/// has none is told by a code, for older versions print what else is said.
enum ProviderExchange {
    /// Most names of one question.
    static let mostNames = 256

    /// What OpenClaw takes at most of one answer, in bytes.
    static let longestAnswer = 1 << 20

    struct Malformed: Error { let why: String }

    /// The names that are asked for.
    static func names(in question: [UInt8]) throws(Malformed) -> [String] {
        let root: JSONNode
        do { root = try JSONDocument(question, dialect: .json, limits: Limits(size: 65_536, depth: 8)).root } catch {
            throw Malformed(why: "the question is no JSON: \(error.message)")
        }
        guard root["protocolVersion"]?.integer == 1 else { throw Malformed(why: "the question is not of version 1") }
        guard let items = root["ids"]?.items, !items.isEmpty, items.count <= mostNames else {
            throw Malformed(why: "the question names nothing, or more than \(mostNames) secrets")
        }
        var names: [String] = []
        var seen: Set<String> = []
        for item in items {
            guard let name = item.text else { throw Malformed(why: "a name in the question is no text") }
            if seen.insert(name).inserted { names.append(name) }
        }
        return names
    }

    /// The answer: a value for each name, or that there is none.
    static func answer(_ names: [String], value: (String) -> String?) -> [UInt8] {
        var values: [(String, JSONValue)] = []
        var errors: [(String, JSONValue)] = []
        for name in names {
            if let value = value(name), !value.isEmpty {
                values.append((name, .string(value)))
            } else {
                errors.append((name, .object([("code", .string("NOT_FOUND"))])))
            }
        }
        var members: [(String, JSONValue)] = [("protocolVersion", .number("1")), ("values", .object(values))]
        if !errors.isEmpty { members.append(("errors", .object(errors))) }
        return Array(JSONValue.object(members).document.utf8)
    }

    /// The answer where nothing can be handed out: why, for each name.
    static func refusal(_ names: [String], code: String) -> [UInt8] {
        let errors = names.map { ($0, JSONValue.object([("code", .string(code))])) }
        let members: [(String, JSONValue)] = [
            ("protocolVersion", .number("1")), ("values", .object([(String, JSONValue)]())),
            ("errors", .object(errors)),
        ]
        return Array(JSONValue.object(members).document.utf8)
    }
}

extension VaultClient {
    /// Why its gateway would get nothing at all: it asks for all its secrets at once.
    public func objection(in vault: Vault) -> String? {
        let what = "OpenClaw asks for all secrets of \(name) at once, and takes at most"
        guard secrets.count <= ProviderExchange.mostNames else {
            return "\(what) \(ProviderExchange.mostNames); it has \(secrets.count)"
        }
        let answer = ProviderExchange.answer(secrets.map(\.text)) { name in
            guard let name = try? SecretName(name), let value = try? vault.value(name) else { return nil }
            return unsafe value.withBytes { unsafe String(validating: $0, as: UTF8.self) }
        }
        guard answer.count > ProviderExchange.longestAnswer else { return nil }
        return
            "\(what) \(ProviderExchange.longestAnswer) bytes; they are \(answer.count): give it fewer or shorter ones"
    }
}
