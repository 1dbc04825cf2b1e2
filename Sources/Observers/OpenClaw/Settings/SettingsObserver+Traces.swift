import Hardening

extension SettingsObserver {
    /// What writes conversations out for whoever looks for faults, as 2026.4.23, 2026.6.11 and 2026.9.6 decide it.
    static func traces(_ installation: Installation, into record: inout Record) {
        let diagnostics = installation.root["diagnostics"]
        record.set(.cacheTrace, diagnostics["cacheTrace"]["enabled"], default: false)
        // The variable goes first; where it turns it on, it is among the options of the start.
        let variable = installation.variables["OPENCLAW_CACHE_TRACE"]?.trimmed.lowercased() ?? ""
        if record[.cacheTrace] == true, ["0", "false", "no", "off"].contains(variable) { record[.cacheTrace] = false }
        let content = diagnostics["otel"]["captureContent"]
        record.set(.tracedContent, tracedContent(diagnostics), from: content.origin)
    }

    private static func tracedContent(_ diagnostics: Setting) -> Value {
        let otel = diagnostics["otel"]
        let content = otel["captureContent"]
        for setting in [diagnostics, otel, content, diagnostics["enabled"], otel["enabled"], otel["traces"]] {
            if let doubt = setting.doubt { return .unknown(doubt) }
        }
        guard diagnostics["enabled"].flag != false, otel["enabled"].flag == true, otel["traces"].flag != false else {
            return []
        }
        if content.flag == true { return ["all"] }
        guard content["enabled"].flag == true else { return [] }
        return .list(content.entries.filter { $0.key != "enabled" && $0.value.flag == true }.map(\.key))
    }
}
