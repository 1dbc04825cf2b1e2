import ArgumentParser
import Rulesets

/// A port as people write it: `22/tcp`, `53/udp`, `22`.
struct PortArgument: ExpressibleByArgument, Hashable, Sendable {
    let port: UInt16
    let transport: UInt8

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let port = UInt16(parts[0]), port > 0,
            let transport = ["tcp": Packet.tcp, "udp": Packet.udp][parts.count == 2 ? parts[1].lowercased() : "tcp"]
        else { return nil }
        self.port = port
        self.transport = transport
    }
}
