import Documents
import Hardening

extension OpenClawFault {
    /// Whichever of token and password counts today is written down, so that nobody's secret changes.
    var nameAuthMode: OpenClawChange {
        guard let mode = gateway[.gatewayAuth].text else {
            return .manual(
                "set gateway.auth.mode to whichever of token and password your clients use",
                because: "Which of token and password counts could not be determined."
            )
        }
        return .rules([.set("gateway.auth.mode", to: .string(mode))])
    }

    /// Dangerous commands of paired devices go from the lists of allowed ones.
    var denyNodeCommands: OpenClawChange {
        let commands = items(.nodeCommands)
        return .rules(
            ["gateway.nodes.commands.allow", "gateway.nodes.allowCommands"].map {
                .exclude(commands, from: ConfigurationPattern($0))
            }
        )
    }

    /// The only agent is the one that webhooks reach.
    var limitHookAgents: OpenClawChange {
        let names = agents.compactMap { $0[.agent].text }
        guard names.count == 1 else {
            return .manual(
                "name them in hooks.allowedAgentIds",
                because: "You decide which of the agents webhooks reach."
            )
        }
        return .rules([.set("hooks.allowedAgentIds", to: .array(names.map { .string($0) }))])
    }

    /// Webhooks have a session, whose name begins as the list of prefixes says.
    var setHooksSession: OpenClawChange {
        let prefix = items(.hooksSessionPrefixes).first ?? "hook:"
        return .rules([.set("hooks.defaultSessionKey", to: .string(prefix + "ingress"))])
    }

    /// The browser makes its own sandbox, where nothing keeps it from that.
    var enableBrowserSandbox: OpenClawChange {
        guard !site.isInContainer else {
            return .manual(
                "run it in a sandbox of its own (agents.defaults.sandbox.browser), or allow user namespaces; then openclaw "
                    + "config set browser.noSandbox false",
                because: "Most containers do not let the browser make its sandbox, and it would not start."
            )
        }
        return .rules([.replace("browser.noSandbox", true, by: false)])
    }
}
