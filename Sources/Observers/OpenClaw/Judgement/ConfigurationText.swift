import Catalog
import Documents
import Hardening

/// The text of one `openclaw.json`, judged by itself: what it includes and the variables it names stay open.
public struct ConfigurationText: Sendable {
    private let root: Setting?
    private let fault: String?

    public init(_ bytes: [UInt8]) {
        do {
            let document = try JSONDocument(bytes)
            root = Self.setting(document.root, LineTable(bytes))
            fault = nil
        } catch {
            root = nil
            fault = error.message
        }
    }

    /// The versions whose verdicts are known, oldest first.
    public static var versions: [String] { ConfigurationSchema.shared.versions.map { "\($0)" } }

    /// What a version says of it.
    public struct Verdict: Sendable {
        /// Why it refuses the file.
        public let refusals: [String]
        /// Why it could not be determined whether it takes the rest.
        public let doubts: [String]
    }

    /// What the version says of the text; of every version, where it is none.
    public func verdict(in version: String?) -> Verdict {
        guard let root else { return Verdict(refusals: [fault ?? ""], doubts: []) }
        let judgement = Judgement.of(root, version: version.flatMap { OpenClawVersion($0) })
        return Verdict(
            refusals: judgement.refusals.map(\.reason),
            doubts: judgement.doubts.map { $0.path.isEmpty ? $0.reason : "\($0.path): \($0.reason)" }
        )
    }

    /// What the version refuses in this text and did not refuse in the other.
    public func refusals(notIn other: ConfigurationText, version: String?) -> [String] {
        let before = Set(other.verdict(in: version).refusals)
        return verdict(in: version).refusals.filter { !before.contains($0) }
    }

    private static func setting(_ node: JSONNode, _ lines: LineTable) -> Setting {
        let origin = Origin("openclaw.json", line: lines.line(at: node.range.lowerBound))
        switch node.value {
        case .null: return Setting(.missing, origin: origin)
        case .flag(let flag): return Setting(.flag(flag), origin: origin)
        case .number(let number): return Setting(.number(number), origin: origin)
        case .string(let text):
            guard Self.namesVariable(text) else { return Setting(.text(text), origin: origin) }
            return Setting(
                .unknown(.notStated("what the variable holds is not known")),
                origin: origin,
                isIndirect: true
            )
        case .array(let items): return Setting(.list(items.map { setting($0, lines) }), origin: origin)
        case .object(let members):
            guard node["$include"] == nil else {
                return Setting(.unknown(.notModeled("it includes other files")), origin: origin)
            }
            let entries = members.map { Setting.Entry(key: $0.key, value: setting($0.value, lines)) }
            return Setting(.object(entries), origin: origin)
        }
    }

    /// Whether `${NAME}` stands in it, and not `$${NAME}`.
    private static func namesVariable(_ text: String) -> Bool {
        text.contains("${") && text.contains(variable) && !text.contains("$${")
    }

    private static var variable: some RegexComponent { /\$\{[A-Z_][A-Z0-9_]*\}/ }
}
