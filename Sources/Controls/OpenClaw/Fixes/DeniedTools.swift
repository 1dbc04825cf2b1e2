import Hardening

/// The tools that fixes deny to agents.
///
/// Names that a version does not have deny nothing there, and what a later one brings stays denied.
enum DeniedTools {
    /// Tools that run commands; since 2026.8 the terminal is in another group.
    static let commands = ["group:runtime", "terminal"]
    static let gateway = ["gateway", "openclaw", "plugins"]
    static let cron = ["cron"]
    static let nodes = ["group:nodes"]
    static let terminal = ["terminal"]
    static let portal = ["portal"]
    static let web = ["group:web", "browser"]

    /// The tools that each control denies where its fix is put in place.
    static func byControl(_ profile: Profile) -> [Control.ID: [String]] {
        let always: [(Control, [String])] = [
            (.denyGatewayTool, gateway), (.denyCronTool, cron), (.denyNodesTool, nodes),
            (.denyTerminalTool, terminal), (.denyPortalTool, portal), (.keepSmallModelsOffTheWeb, web),
        ]
        let commanding: [Control] =
            profile.openclaw.allowExec
            ? []
            : [
                .requireApprovalForCommands, .enforceApprovals, .sandboxAgentsWithCommands, .enableSandboxForCommands,
                .restrictTools, .denyCommandsWithoutFileTools, .denyCommandsWithLimitedSkills,
            ]
        let all = always + commanding.map { ($0, commands) }
        return Dictionary(all.map { ($0.0.id, $0.1) }) { first, _ in first }
    }
}

extension Fix {
    /// Tools are taken from the agents that drifted.
    static func denying(_ tools: [String], byHand: String, cost: String? = nil) -> Self {
        openclaw(byHand: byHand, cost: cost) { .rules($0.denials(of: tools)) }
    }
}
