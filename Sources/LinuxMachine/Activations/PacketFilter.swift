import Hardening
import Observers
import Rulesets
import Surface

/// The packet filter: its rules are in the kernel as soon as they are put.
struct PacketFilter: Daemon {
    let host: any MutableSurface

    init(_ host: any MutableSurface) { self.host = host }

    /// They were checked before they were loaded.
    func check() async throws(Failure) {}

    func takeOver(_ before: Void) async throws(Failure) {}

    /// Here is proven that logins still come in.
    func look(_ before: Void) async throws(Failure) {
        let observer = try host.observer()
        let ports = try await sshPorts(observer)
        switch await observer.proof.provers() {
        case .absent: throw Failure(.unreadable, "the rules in the kernel cannot be read")
        case .unreadable(let why): throw Failure(.unreadable, "the rules in the kernel cannot be read: \(why)")
        case .found(let provers): try requireOpen(ports, provers)
        }
    }

    /// What was put back needs no proof: it is what was there before.
    func takeBack() async throws(Failure) {
        // The unit may be gone with its file.
        try await Systemd(host).reload()
        // While Nacre's rules were in a chain that Docker made for IPv6, that had to stay.
        try await forgetDockerIPv6()
    }

    /// - Throws: the first port of sshd's that nobody outside gets through to.
    func requireOpen(_ ports: [UInt16], _ provers: [AddressFamily: Prover]) throws(Failure) {
        for (family, prover) in provers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            if let why = prover.lockout(ports, over: family) { throw Failure(.ineffective, why) }
        }
    }

    /// What sshd listens on now; none where there is no sshd.
    func sshPorts(_ observer: Observer) async throws(Failure) -> [UInt16] {
        switch await observer.observe(.facts(.sshServer)) {
        case .unreadable(let why): throw Failure(.unreadable, "the ports of sshd cannot be read: \(why)")
        case .state(let state):
            guard let server = state.records.first else { return [] }
            return switch server[.sshPorts] {
            case .list(let ports): ports.compactMap { UInt16($0) }
            case .unset: []
            case let other: throw Failure(.unreadable, "the ports of sshd could not be determined: \(other)")
            }
        }
    }
}

extension Prover {
    /// A port of these that nobody outside gets through to any more, in words; nothing where all are open.
    ///
    /// Asked only where the machine has an address of the family for the world, and something listens on the port.
    func lockout(_ ports: [UInt16], over family: AddressFamily) -> String? {
        // An interface of a private network may well be the one behind which the world lies.
        let isReachable = topology.interfaces.contains { interface in
            [.outside, .private].contains(interface.role)
                && interface.own.contains { $0.family == family && !$0.isLinkLocal }
        }
        guard isReachable, let sockets else { return nil }
        let open = vantages.filter { [.outside, .private].contains($0.place) }.flatMap {
            doors(from: $0, over: family)
        }.filter { door in
            guard case .socket = door.to, door.transport == Packet.tcp else { return false }
            return door.verdict == .open
        }
        for port in ports {
            let listens = sockets.contains {
                $0.port == port && $0.transport == Packet.tcp && $0.families.contains(family)
            }
            if listens, !open.contains(where: { $0.ports.contains { $0.contains(port) } }) {
                return "sshd listens on port \(port), and over \(family.rawValue) nobody outside gets through to it"
            }
        }
        return nil
    }
}

extension Address {
    /// fe80::/10, which leads no further than the next router.
    fileprivate var isLinkLocal: Bool { family == .ipv6 && bits >> 118 == 0x3fa }
}
