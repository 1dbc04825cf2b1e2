import Documents
import Hardening
import Surface

/// What the gateway's start takes away, by variables and flags.
struct GatewayStart {
    let installation: Installation

    /// Variables that take a check away or write conversations out where they are on, as of 2026.9.6.
    private static let variables = [
        "OPENCLAW_EAGER_BROWSER_CONTROL_SERVER", "OPENCLAW_DEBUG_MODEL_PAYLOAD", "OPENCLAW_RAW_STREAM",
        "OPENCLAW_CACHE_TRACE", "OPENCLAW_ALLOW_PLUGIN_INSTALL_OVERRIDES", "OPENCLAW_ALLOW_INSECURE_PRIVATE_WS",
        "OPENCLAW_ALLOW_OLDER_BINARY_DESTRUCTIVE_ACTIONS", "OPENCLAW_ALLOW_PROJECT_LOCAL_BIN",
        "OPENCLAW_ANTHROPIC_PAYLOAD_LOG", "OPENCLAW_APNS_RELAY_ALLOW_HTTP", "OPENCLAW_CLI_BACKEND_LOG_OUTPUT",
        "OPENCLAW_DEBUG_PROXY_ENABLED", "OPENCLAW_TEST_TRUST_BUNDLED_PLUGINS_DIR",
    ]
    /// Protections that are on unless one of these is off.
    private static let protections = [
        "OPENCLAW_SECRET_SENTINELS", "OPENCLAW_FS_SAFE_NATIVE_MODE", "FS_SAFE_NATIVE_MODE",
        "NODE_TLS_REJECT_UNAUTHORIZED",
    ]
    /// Variables that do it whatever they hold: code before the program's own, headers in the log, another's server.
    private static let anything = ["LD_PRELOAD", "NODE_DEBUG", "OPENCLAW_TELEMETRY_ENDPOINT"]
    /// Levels at which what goes to models and tools is logged.
    private static let detailed = ["debug", "trace"]
    private static let flags = ["--allow-unconfigured", "--ambient-channels", "--raw-stream"]
    /// Options of Node that open a debugger, run other code first, or let worse TLS and HTTP pass.
    private static let nodeOptions: Set<Substring> = [
        "--inspect", "--inspect-brk", "--inspect-port", "--inspect-wait", "--require", "-r", "--import", "--loader",
        "--experimental-loader", "--insecure-http-parser", "--tls-keylog", "--trace-tls", "--tls-min-v1.0",
        "--tls-min-v1.1", "--heapsnapshot-signal",
    ]

    var weakeningSwitches: Value {
        func value(_ name: String) -> String { installation.variables[name]?.trimmed.lowercased() ?? "" }
        let off = ["0", "false", "off", "no"]
        var found = Self.variables.filter { !([""] + off).contains(value($0)) }
        found += Self.protections.filter { off.contains(value($0)) }
        found += Self.anything.filter { !value($0).isEmpty }
        found += Self.flags.filter(installation.arguments.contains)
        // It goes before what the configuration says of levels.
        if Self.detailed.contains(installation.variables["OPENCLAW_LOG_LEVEL"]?.trimmed ?? "") {
            found.append("OPENCLAW_LOG_LEVEL")
        }
        let next = installation.arguments.dropFirst() + [""]
        if zip(installation.arguments, next).contains(where: { argument, next in
            Self.detailed.contains { argument == "--log-level=\($0)" || argument == "--log-level" && next == $0 }
        }) {
            found.append("--log-level")
        }
        found += Self.weak(UnitFile.words(installation.variables["NODE_OPTIONS"] ?? "")).map { "NODE_OPTIONS \($0)" }
        // What stands after the program is its own.
        found += Self.weak(installation.arguments.dropFirst().prefix { $0.hasPrefix("-") })
        if found.isEmpty, let doubt = installation.environmentDoubt { return .unknown(doubt) }
        return .list(found)
    }

    private static func weak(_ options: some Sequence<String>) -> [String] {
        options.map { $0.prefix { $0 != "=" } }.filter(nodeOptions.contains).map(String.init)
    }
}

extension GatewayObserver {
    /// Agents on the gateway's program path that a failed update or start begins, unless a supervisor repairs it.
    func repairingAgents(of installation: Installation) async -> Value {
        guard installation.container == nil, !installation.isClient else { return [] }
        let policy = installation.variables["OPENCLAW_SERVICE_REPAIR_POLICY"]?.trimmed.lowercased()
        guard policy != "external" else { return [] }
        let begins = MeasuredDefault.repairsByAgent.value(in: installation.version)
        if begins == false { return [] }
        var found: [String] = []
        let few = await programPath(of: installation).bounded("directories", in: "the gateway's PATH", to: 200)
        for directory in few.first {
            for name in ["claude", "codex"] {
                let path = Path.join(directory, name)
                if case .found = await surface.status(path) { found.append(path) }
            }
        }
        if found.isEmpty, let rest = few.rest { return .unknown(rest) }
        return found.isEmpty || begins == true ? .list(found) : begins
    }

    /// Where the gateway's programs are looked for, and where such agents are usually installed beside it.
    private func programPath(of installation: Installation) async -> [String] {
        let given = (installation.variables["PATH"] ?? "").split(separator: ":").map(String.init)
        let home = Path.parent(installation.directory)
        let usual = ["/usr/local/bin", "/usr/bin", "/bin", "\(home)/.local/bin", "\(home)/.npm-global/bin"]
        var seen: Set<ByteName> = []
        return ((given.isEmpty ? usual : given) + ["\(home)/.local/bin"]).filter {
            $0.hasPrefix("/") && seen.insert(ByteName($0)).inserted
        }
    }
}
