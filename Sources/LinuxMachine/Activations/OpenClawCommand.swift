import Surface

/// How OpenClaw's own program is called beside a gateway.
enum OpenClawCommand {
    /// What runs it in a container, the likeliest first.
    static let programsInContainer = [["openclaw"], ["node", "dist/index.js"], ["node", "openclaw.mjs"]]

    /// What runs it on the host: what the unit runs, else what is on the path.
    static func programs(of state: GatewayUnitState) -> [[String]] { [state.program, ["openclaw"]].compactMap { $0 } }

    /// A call as an account, with the configuration and the state that are meant.
    static func call(
        _ words: [String],
        as user: String,
        configuration: String,
        state directory: String,
        timeout: Int,
        environment: [String: String] = [:]
    ) -> Command {
        var settings = ["OPENCLAW_CONFIG_PATH=\(configuration)", "OPENCLAW_STATE_DIR=\(directory)"]
        // Without a login the variable is that of root.
        if directory.hasSuffix("/.openclaw") { settings.append("HOME=\(directory.dropLast("/.openclaw".count))") }
        return Command(
            "runuser",
            ["-u", user, "--", "env"] + settings + words,
            timeout: timeout,
            environment: environment
        )
    }
}
