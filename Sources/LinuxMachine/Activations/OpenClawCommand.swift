import Surface

/// How OpenClaw's own program is called beside a gateway.
enum OpenClawCommand {
    /// What runs it in a container, the likeliest first.
    static let programsInContainer = [["openclaw"], ["node", "dist/index.js"], ["node", "openclaw.mjs"]]

    /// What runs it on the host: what the unit runs, else what is on the path.
    static func programs(of state: GatewayUnitState) -> [[String]] { [state.program, ["openclaw"]].compactMap { $0 } }

    /// What it is known by to the gateway.
    enum Identity {
        /// The one that all who use the command line as the account share.
        case shared
        /// One of Nacre's own, which the program makes in the state directory when it is first needed.
        case own
    }

    /// Where an identity of Nacre's own lies in the state directory.
    static let ownDirectory = "nacre-client"

    /// A call as an account, with the configuration and the state that are meant.
    static func call(
        _ words: [String],
        as user: String,
        configuration: String,
        state directory: String,
        identity: Identity = .shared,
        timeout: Int,
        environment: [String: String] = [:]
    ) -> Command {
        let state = identity == .own ? Path.join(directory, ownDirectory) : directory
        var settings = ["OPENCLAW_CONFIG_PATH=\(configuration)", "OPENCLAW_STATE_DIR=\(state)"]
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
