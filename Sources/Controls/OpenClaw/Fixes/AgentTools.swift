import Documents
import Hardening

extension OpenClawFault {
    /// File tools stay in the workspace.
    var confineFiles: OpenClawChange {
        let inside = agentRules { .set($0.tools("fs.workspaceOnly"), to: true, creates: $0.creates) }
        // In some versions the section gives a narrow profile its file tools back.
        guard records.contains(where: { $0[.widensProfile] == true }) else { return .rules(inside) }
        return .rules(inside + denials(of: ["group:fs"]))
    }

    /// No exception of the fetching tool leads to private addresses.
    var refusePrivateAddresses: OpenClawChange {
        let keys = ["dangerouslyAllowPrivateNetwork", "allowRfc2544BenchmarkRange", "allowIpv6UniqueLocalRange"]
        return .rules(
            keys.flatMap { key in
                agentRules { .replace($0.tools("web.fetch.ssrfPolicy.\(key)"), [true], by: false) }
            }
        )
    }

    /// Messages go to no other channel than the one in which the agent was asked.
    var refuseCrossChannelMessages: OpenClawChange {
        let keys = ["message.crossContext.allowAcrossProviders", "message.allowCrossContextSend"]
        let corrected = keys.flatMap { key in agentRules { .replace($0.tools(key), [true], by: false) } }
        return .rules([.set("tools.\(keys[0])", to: false)] + corrected)
    }

    /// Neither thoughts nor what tools answer is shown.
    var hideReasoning: OpenClawChange {
        .rules(
            ["verboseDefault", "reasoningDefault"].flatMap { key in
                agentRules { .replace($0.agent(key), ["on", "stream", "full"], by: "off") }
            }
        )
    }
}
