import Documents
import Hardening

/// openclaw.json with the guard's providers in place of what it had.
struct GuardedConfiguration: Sendable {
    private let models: InstallationModels
    private let routing: GuardRouting
    private let entries: [GuardEnrolment.Entry]
    private let choice: GuardEnrolment.Choice

    init(
        _ models: InstallationModels,
        _ routing: GuardRouting,
        _ entries: [GuardEnrolment.Entry],
        _ choice: GuardEnrolment.Choice
    ) {
        self.models = models
        self.routing = routing
        self.entries = entries
        self.choice = choice
    }

    func edited(_ bytes: [UInt8]) throws -> [UInt8] {
        var document = try JSONDocument(bytes)
        for entry in entries {
            // A second pass finds its own work done.
            if document.root["models"]?["providers"]?[entry.name]?["apiKey"]?.text == entry.placeholder { continue }
            let provider = provider(entry, in: document)
            document = try document.applying([.set(provider, at: ["models", "providers", .key(entry.name)])])
        }
        for agent in routing.agents { document = try takingOver(agent, in: document) }
        // Items of lists keep their places; keys of maps are exchanged last.
        for use in models.uses where use.kind != .key { document = try rewriting(use, in: document) }
        for use in models.uses where use.kind == .key { document = try renaming(use, in: document) }
        for provider in models.providers where routing.goes(provider.id, choice) {
            guard document.root["models"]?["providers"]?[provider.id] != nil else { continue }
            document = try document.applying([.remove(at: ["models", "providers", .key(provider.id)])])
        }
        return try settings(document).bytes
    }

    private func entry(_ agent: String, _ provider: String) -> GuardEnrolment.Entry? {
        entries.first { $0.agent == agent && $0.provider == provider }
    }

    // MARK: providers

    /// The old one's entry with the guard's address and the placeholder, and every model whole.
    private func provider(_ entry: GuardEnrolment.Entry, in document: JSONDocument) -> JSONValue {
        let old = document.root["models"]?["providers"]?.members?.last { $0.key.lowercased() == entry.provider }?.value
        let kept = ["headers", "authHeader", "params", "timeoutSeconds", "maxTokens", "contextWindow"]
        var members: [JSONValue.Member] = [
            .init("baseUrl", .string(address(entry))), .init("apiKey", .string(entry.placeholder)),
            .init("api", .string(entry.dialect)),
        ]
        for name in kept { if let node = old?[name] { members.append(.init(name, JSONValue(node))) } }
        let pair = GuardRouting.Pair(agent: entry.agent, provider: entry.provider)
        let wanted = routing.models(of: pair)
        let there = old?["models"]?.items ?? []
        var items = there.filter { $0["id"]?.text != nil }.map(Self.unbound)
        for name in wanted where !there.contains(where: { $0["id"]?.text == name }) {
            items.append(Self.model(name, of: entry.provider))
        }
        members.append(.init("models", .array(items)))
        return .object(members)
    }

    /// A model's entry without an address and a runtime of its own.
    private static func unbound(_ node: JSONNode) -> JSONValue {
        .object(
            (node.members ?? []).filter { !["baseUrl", "agentRuntime", "api"].contains($0.key) }
                .map { .init($0.key, JSONValue($0.value)) }
        )
    }

    /// Versions before 2026.9 want the sizes of a model.
    private static func model(_ name: String, of provider: String) -> JSONValue {
        let known = KnownModels.model(name, of: provider) ?? .unknown
        return .object([
            .init("id", .string(name)), .init("name", .string(name)), .init("reasoning", .flag(known.reasons)),
            .init("input", .array((known.takesImages ? ["text", "image"] : ["text"]).map { .string($0) })),
            .init("contextWindow", .integer(known.window)), .init("maxTokens", .integer(known.longest)),
        ])
    }

    private func address(_ entry: GuardEnrolment.Entry) -> String {
        let suffix =
            switch entry.dialect {
            case "openai-completions", "openai-responses": "/v1"
            case "google-generative-ai": "/v1beta"
            default: ""
            }
        return "http://\(choice.address)\(suffix)"
    }

    // MARK: references

    /// Gives an agent the model of all as its own.
    private func takingOver(_ agent: InstallationModels.Agent, in document: JSONDocument) throws -> JSONDocument {
        let inherited = routing.inherited(by: agent)
        guard !inherited.isEmpty, let node = document.root["agents"]?["defaults"]?["model"] else { return document }
        // Nothing but what OpenClaw knows there: a copy of a mistake would be one more.
        let members = ["primary", "fallbacks"].compactMap { name in
            node[name].map { JSONValue.Member(name, JSONValue($0)) }
        }
        let value = node.text == nil ? JSONValue.object(members) : JSONValue(node)
        var copy = try document.applying([.set(value, at: path(agent.place + ["model"]))])
        for use in inherited {
            guard let entry = use.provider.flatMap({ entry(agent.id, $0) }) else { continue }
            let place = agent.place + use.setting.dropFirst(2)
            copy = try copy.applying([.set(.string("\(entry.name)/\(use.model)"), at: path(place))])
        }
        return copy
    }

    private func rewriting(_ use: ModelUse, in document: JSONDocument) throws -> JSONDocument {
        guard let owner = routing.owner(of: use), let entry = use.provider.flatMap({ entry(owner.id, $0) }) else {
            return document
        }
        let place = path(use.setting)
        let reference = "\(entry.name)/\(use.model)"
        if document.root[place]?.text == reference { return document }
        guard document.root[place]?.text == use.text else { throw Changed(place: use.setting) }
        var edits: [JSONEdit] = [.set(.string(reference), at: place)]
        if use.kind == .choice, use.agent == nil {
            let others = routing.agents.compactMap { $0.id == owner.id ? nil : self.entry($0.id, entry.provider) }
            edits += others.map { .append(.string("\($0.name)/\(use.model)"), to: Array(place.dropLast())) }
        }
        return try document.applying(edits)
    }

    /// A key that names a model, exchanged for one of each agent that asks that provider.
    private func renaming(_ use: ModelUse, in document: JSONDocument) throws -> JSONDocument {
        guard let provider = use.provider, !routing.isGuarded(provider) else { return document }
        let place = path(use.setting)
        let owners = use.agent.map { [$0] } ?? routing.agents.map(\.id)
        let entries = owners.compactMap { entry($0, provider) }
        let map = Array(place.dropLast())
        let isDone = entries.allSatisfy { document.root[map]?["\($0.name)/\(use.model)"] != nil }
        if isDone, routing.isLeft(provider) || document.root[place] == nil { return document }
        guard let node = document.root[place] else { throw Changed(place: use.setting) }
        var edits: [JSONEdit] = []
        if !routing.isLeft(provider) { edits.append(.remove(at: place)) }
        for (index, entry) in entries.enumerated() {
            // Another name can stand for one of them only.
            let members = (node.members ?? []).filter { member in
                member.key != "agentRuntime" && (index == 0 || member.key != "alias")
            }
            let value = JSONValue.object(members.map { .init($0.key, JSONValue($0.value)) })
            edits.append(.set(value, at: map + [.key("\(entry.name)/\(use.model)")]))
        }
        return try document.applying(edits)
    }

    private struct Changed: Error, CustomStringConvertible {
        let place: [String]
        var description: String { "\(place.joined(separator: ".")) holds something else by now" }
    }

    /// Indices are told from keys by where they stand.
    private func path(_ setting: [String]) -> [JSONPathComponent] {
        setting.enumerated().map { index, part in
            let before = index == 0 ? "" : setting[index - 1]
            let isItem = ["fallbacks", "allow", "list", "mappings"].contains(before)
            return isItem ? Int(part).map { .index($0) } ?? .key(part) : .key(part)
        }
    }

    // MARK: everything else

    /// Milliseconds that the longest wait for a person is well within; measured on 2026.6.11.
    private static let patience = 900_000

    private func settings(_ document: JSONDocument) throws -> JSONDocument {
        var edits: [JSONEdit] = [.set(.string("replace"), at: ["models", "mode"])]
        let scope = document.root["session"]?["dmScope"]?.text
        if scope == nil || scope == "main" {
            edits.append(.set(.string("per-channel-peer"), at: ["session", "dmScope"]))
        }
        if !choice.keepsTools {
            // Both came with 2026.5; earlier versions stop at a setting that they do not know.
            for name in ["toolSearch", "codeMode"] where choice.knowsTools {
                edits.append(.set(.flag(false), at: ["tools", .key(name)]))
            }
        }
        if choice.givesUpEarly {
            // A turn whose answer waits for a person is one that is stuck to these versions, and ended after six minutes.
            for place in [["diagnostics", "stuckSessionAbortMs"], ["session", "writeLock", "maxHoldMs"]] {
                let path = place.map { JSONPathComponent.key($0) }
                let there = document.root[path]?.integer ?? 0
                if there < Self.patience { edits.append(.set(.integer(Self.patience), at: path)) }
            }
        }
        return try document.applying(edits)
    }
}
