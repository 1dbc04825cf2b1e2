import Hardening
import Rulesets
import Surface

extension GatewayObserver {
    /// Where a process does not show its arguments, its sockets say whether it is exposed.
    ///
    /// Only on a running system: what a plan makes of it is not known before somebody starts it anew.
    func settleBySocket(_ installation: Installation, _ record: inout Record) async {
        guard surface.isLive, installation.argumentsDoubt != nil, let process = installation.service?.process,
            case .unknown? = record.fields[.gatewayIsExposed],
            case .found(let descriptors) = await surface.entries("/proc/\(process)/fd"),
            case .found(let listeners) = await sockets.listeningSockets()
        else { return }
        let own = await sockets.sockets(of: process, descriptors)
        var held = listeners.filter { $0.transport == "tcp" && own.contains($0.inode) }
        // Channels may listen on ports of their own.
        let port: Int? = if case .number(let number) = record[.gatewayPort] { number } else { nil }
        let onPort = held.filter { Int($0.port) == port }
        if !onPort.isEmpty { held = onPort }
        guard !held.isEmpty else { return }
        let source = Origin("/proc/\(process)/net/tcp")
        if held.contains(where: { !$0.isLoopback }) {
            record.set(.gatewayIsExposed, true, from: source)
            // Funnel and Serve want a gateway on loopback, or it does not start.
            if case .unknown = record[.tailscaleMode] { record.set(.tailscaleMode, "off", from: source) }
        } else if await !hasTailscale() {
            record.set(.gatewayIsExposed, false, from: source)
            if case .unknown = record[.tailscaleMode] { record.set(.tailscaleMode, "off", from: source) }
        }
    }

    /// Whether there is a Tailscale that could publish what listens on loopback.
    private func hasTailscale() async -> Bool {
        for path in ["/usr/bin/tailscale", "/usr/sbin/tailscaled", "/usr/local/bin/tailscale", "/snap/bin/tailscale"] {
            if case .absent = await surface.status(path) { continue }
            return true
        }
        return false
    }
}
