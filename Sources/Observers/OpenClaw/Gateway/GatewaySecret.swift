import Catalog
import Hardening

/// What can be said of a token or password without showing it.
struct GatewaySecret {
    let isSet: Bool
    let isInline: Bool
    /// That it is read from, or would be once what comes before is gone.
    let variable: String
    let length: Value
    let isGuessable: Value
    let doubt: Unknown?
    let origin: Origin?
    /// Where it is kept, and by what name, where a reference says that and nothing else.
    let reference: (source: String, provider: String, id: String)?

    /// Of a setting, unless the gateway was started with `flag` and another one.
    init(_ setting: Setting, variable: String, flag: String, _ installation: Installation) {
        let started = GatewayService.value(of: flag, in: installation.arguments).flatMap { $0.isEmpty ? nil : $0 }
        let isPlain = started == nil && setting.text?.isEmpty == false && setting.variable == nil
        // In the order in which the gateway asks for them.
        let names =
            started != nil
            ? [] : isPlain ? [setting.supplier].compactMap { $0 } : [setting.variable, variable].compactMap { $0 }
        // One that is empty counts as none (`trimToUndefined`), and still keeps the files from giving it a value.
        let decider = names.first { !(installation.variables[$0] ?? "").allSatisfy(\.isWhitespace) }
        let empty = decider == nil ? names.first { installation.variables[$0] != nil && $0 == setting.variable } : nil
        self.variable = decider ?? names.first ?? variable
        let asked = decider.map { Array(names.prefix { $0 != decider }) + [$0] } ?? []
        let given = installation.given
        let obscure =
            asked.lazy.compactMap { given.doubt(about: $0) }.first ?? names.lazy.compactMap { given.doubts[$0] }.first
        let text = started ?? (isPlain ? setting.text : decider.flatMap { installation.variables[$0] })
        origin = started == nil ? decider.flatMap { given.origins[$0] } ?? setting.origin : nil
        isInline = isPlain && !setting.isIndirect
        if started == nil, setting.variable == nil, let source = setting["source"].text, let id = setting["id"].text {
            reference = (source, setting["provider"].text ?? "default", id)
        } else {
            reference = nil
        }
        if let obscure {
            doubt = obscure
            isSet = false
            length = .unknown(obscure)
            isGuessable = .unknown(obscure)
        } else if let text, !text.isEmpty {
            doubt = nil
            isSet = true
            length = .number(text.count)
            isGuessable = .flag(TokenStrength.isGuessable(text))
        } else if let empty {
            let place =
                given.origins[empty].map { origin in " (\(origin.file)\(origin.line.map { ":\($0)" } ?? ""))" } ?? ""
            let why = Unknown.contradictory(
                "\(empty) is empty\(place), so that the gateway does not start, or makes up a secret that nobody knows"
            )
            doubt = why
            isSet = false
            length = .unknown(why)
            isGuessable = .unknown(why)
        } else if let why = setting.doubt ?? installation.argumentsDoubt {
            doubt = why
            isSet = false
            length = .unknown(why)
            isGuessable = .unknown(why)
        } else {
            doubt = nil
            isSet = setting.isReference
            length = .unset
            isGuessable = .unset
        }
    }
}
