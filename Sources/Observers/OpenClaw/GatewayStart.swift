import Hardening

/// What the gateway's start takes away, by variables and flags.
struct GatewayStart {
    let installation: Installation

    /// Variables that take a check away or write conversations out where they are on, as of 2026.9.6.
    private static let variables = [
        "OPENCLAW_EAGER_BROWSER_CONTROL_SERVER", "OPENCLAW_DEBUG_MODEL_PAYLOAD", "OPENCLAW_RAW_STREAM",
        "OPENCLAW_CACHE_TRACE", "OPENCLAW_ALLOW_PLUGIN_INSTALL_OVERRIDES",
    ]
    private static let flags = ["--allow-unconfigured", "--ambient-channels", "--raw-stream"]

    var weakeningSwitches: Value {
        var found = Self.variables.filter { name in
            let value = installation.variables[name]?.trimmed.lowercased() ?? ""
            return !["", "0", "false", "off", "no"].contains(value)
        }
        let sentinels = "OPENCLAW_SECRET_SENTINELS"
        if ["off", "0", "false"].contains(installation.variables[sentinels]?.trimmed.lowercased()) {
            found.append(sentinels)
        }
        found += Self.flags.filter(installation.arguments.contains)
        if found.isEmpty, let doubt = installation.environmentDoubt { return .unknown(doubt) }
        return .list(found)
    }
}

extension Observer {
    /// Agents on the gateway's program path that a failed update or start begins, unless a supervisor repairs it.
    func repairingAgents(of installation: Installation) async -> Value {
        guard installation.container == nil, !installation.isClient else { return [] }
        let policy = installation.variables["OPENCLAW_SERVICE_REPAIR_POLICY"]?.trimmed.lowercased()
        guard policy != "external" else { return [] }
        let begins = MeasuredDefault.repairsByAgent.value(in: installation.version)
        if begins == false { return [] }
        var found: [String] = []
        for directory in await programPath(of: installation) {
            for name in ["claude", "codex"] {
                let path = Path.join(directory, name)
                if case .found = await surface.status(path) { found.append(path) }
            }
        }
        return found.isEmpty || begins == true ? .list(found) : begins
    }

    /// Where the gateway's programs are looked for, and where such agents are usually installed beside it.
    private func programPath(of installation: Installation) async -> [String] {
        let given = (installation.variables["PATH"] ?? "").split(separator: ":").map(String.init)
        let home = Path.parent(installation.directory)
        let usual = ["/usr/local/bin", "/usr/bin", "/bin", "\(home)/.local/bin", "\(home)/.npm-global/bin"]
        var seen: Set<String> = []
        return ((given.isEmpty ? usual : given) + ["\(home)/.local/bin"]).prefix(50).filter {
            $0.hasPrefix("/") && seen.insert($0).inserted
        }
    }
}
