import Hardening
import Surface

extension AgentsObserver {
    static func sandbox(_ agent: AgentPolicy, into record: inout Record) {
        record.set(.sandboxMode, agent.sandbox("mode"), default: "off")
        record.set(.sandboxScope, .text(agent.sandboxScope), from: agent.sandbox("scope").origin)
        record.set(.sandboxBackend, agent.sandbox("backend"), default: "docker")
        record.set(.sandboxWorkspace, agent.sandbox("workspaceAccess"), default: "none")
        let configured = agent.sandbox("docker").isSet || agent.sandbox("browser").isSet
        record.set(.sandboxConfigured, .flag(configured), from: agent.sandbox("docker").origin)
        record.set(.sandboxSessions, agent.sandbox("sessionToolsVisibility"), default: "spawned")
        record.set(.sandboxReadOnlyRoot, agent.sandbox("docker.readOnlyRoot"), default: true)
        record.set(.sandboxNetwork, agent.sandbox("docker.network"), default: "none")
        record.set(.sandboxDroppedCapabilities, agent.sandbox("docker.capDrop"), default: ["ALL"])
        record.set(.sandboxPIDs, agent.sandbox("docker.pidsLimit"), default: .unset)
        record.set(.sandboxMemory, agent.sandbox("docker.memory"), default: .unset)
        record.set(.sandboxCPUs, agent.sandbox("docker.cpus"), default: .unset)
        record.set(.sandboxSeccomp, agent.sandbox("docker.seccompProfile"), default: .unset)
        record.set(.sandboxAppArmor, agent.sandbox("docker.apparmorProfile"), default: .unset)
        record.set(.sandboxUser, agent.sandbox("docker.user"), default: .unset)
        let binds = agent.sandbox("docker.binds")
        let sources = binds.texts.map { $0.split(separator: ":").first.map(String.init) ?? $0 }
        let dangerous = sources.filter(isDangerousBind)
        let unclear = dangerous.isEmpty ? binds.innerDoubt : nil
        record.set(.sandboxDangerousBinds, .list(dangerous), unless: unclear, from: binds.origin)
        let relative = sources.filter { !$0.hasPrefix("/") && !$0.hasPrefix("~") }
        record.set(.sandboxRelativeBinds, .list(relative), from: binds.origin)
        let flags = agent.sandbox("docker").entries.filter { $0.key.hasPrefix("dangerously") && $0.value.flag == true }
        record.set(.sandboxDangerousFlags, .list(flags.map(\.key)), from: flags.first?.value.origin)
        record.set(.sandboxBrowser, agent.sandbox("browser.enabled"), default: false)
        record.set(.sandboxBrowserControlsHost, agent.sandbox("browser.allowHostControl"), default: false)
        record.set(.sandboxBrowserSources, agent.sandbox("browser.cdpSourceRange"), default: .unset)
        record.set(.sandboxBrowserNetwork, agent.sandbox("browser.network"), default: .unset)
        let escaping = agent.tools(in: .sandbox).intersection(agent.sandboxDenied)
        record.set(.sandboxEscapingTools, .list(escaping.sorted()), from: agent.tool("sandbox.tools").origin)
    }

    /// System directories, places of credentials, and the sockets of container engines.
    static func isDangerousBind(_ source: String) -> Bool {
        if source.contains("docker.sock") || source.contains("containerd.sock") || source.contains("podman.sock") {
            return true
        }
        let path = source.hasSuffix("/") && source.count > 1 ? String(source.dropLast()) : source
        if path == "/" || path == "/root" || path == "/home" || path == "~" { return true }
        for root in ["/etc", "/proc", "/sys", "/dev", "/boot", "/run", "/var/run", "/var/lib/docker", "/usr"]
        where Path.isInside(path, root) {
            return true
        }
        return [".ssh", ".aws", ".gnupg", ".kube", ".docker", ".openclaw", ".clawdbot"].contains { name in
            path.split(separator: "/").contains { $0 == name }
        }
    }
}
