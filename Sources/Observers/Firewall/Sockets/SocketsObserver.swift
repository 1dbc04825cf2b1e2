import Catalog
import Hardening
import Rulesets
import Surface

/// Sockets that listen, and the processes that own them.
public struct SocketsObserver: SubjectObserver {
    public let look: Look

    /// Sockets that are listened on, for every observer that asks.
    func listeningSockets() async -> Reading<[Listener]> {
        await cache.value {
            guard surface.isLive else { return .unreadable(.needsRunningSystem("needs a running system")) }
            var found: [Listener] = []
            for (name, transport) in [("tcp", "tcp"), ("tcp6", "tcp"), ("udp", "udp"), ("udp6", "udp")] {
                switch await surface.text("/proc/net/\(name)") {
                // A kernel without IPv6 has no tables for it.
                case .absent: if name == "tcp" { return .unreadable(.missing("there is no /proc/net/tcp")) }
                case .unreadable(let why): return .unreadable(why)
                case .found(let text): found += Self.listeners(text, transport)
                }
            }
            return .found(found)
        }
    }

    func listeners() async -> Observation {
        switch await listeningSockets() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let sockets):
            let vantage = await proof.vantage()
            let owners = await socketOwners(Set(sockets.map(\.inode)))
            let outside = await firewall.outsideDoors()
            var records: [Record] = []
            for socket in sockets {
                var record = Self.record(socket, owners, outside, vantage)
                if let account = socket.account {
                    record[.listeningAccount] = .number(account)
                    // What root runs may; of others it is asked.
                    let owner = account == 0 ? nil : owners.content?[socket.inode]
                    if let owner { record[.bindsLowPorts] = .flag(await bindsLowPorts(owner.process)) }
                }
                records.append(record)
            }
            return .state(.records(records))
        }
    }

    private static func record(
        _ socket: Listener,
        _ owners: Reading<[Substring: SocketOwner]>,
        _ outside: Reading<[AddressFamily: OutsideDoors]>,
        _ vantage: Vantage
    ) -> Record {
        let place = socket.address.family == .ipv4 ? "\(socket.address)" : "[\(socket.address)]"
        return Record(
            "\(socket.transport) \(place):\(socket.port)",
            [
                .transport: .text(socket.transport),
                .listeningPort: .number(Int(socket.port)),
                .listeningAddress: .text("\(socket.address)"),
                .listeningProgram: program(of: socket, owners),
                .loopbackOnly: .flag(socket.isLoopback),
                .reachable: reach(socket, outside, vantage),
            ]
        )
    }

    private static func program(of socket: Listener, _ owners: Reading<[Substring: SocketOwner]>) -> Value {
        switch owners {
        case .absent: .unknown(.notStated("no process holds the socket"))
        case .unreadable(let why): .unknown(why)
        case .found(let owners):
            owners[socket.inode].map { .text($0.name) }
                ?? .unknown(.notStated("no process that can be seen holds the socket"))
        }
    }

    /// A socket on all of IPv6 takes IPv4 too, unless it says otherwise; that is assumed, being the default.
    private static func reach(
        _ listener: Listener,
        _ outside: Reading<[AddressFamily: OutsideDoors]>,
        _ vantage: Vantage
    ) -> Value {
        if listener.isLoopback { return false }
        guard case .found(let outside) = outside else {
            if case .unreadable(let why) = outside { return .unknown(why) }
            return .unknown(.notObserved("the rules were not read"))
        }
        let socket = Socket(
            transport: listener.transport == "tcp" ? Packet.tcp : Packet.udp,
            boundTo: listener.address,
            port: listener.port,
            answersBoth: listener.address.family == .ipv6
        )
        var answer: Value = false
        for family in AddressFamily.allCases where socket.families.contains(family) && vantage.uses(family) != false {
            let reachable =
                outside[family]?.socket(socket).reachable ?? .unknown(.notObserved("the rules were not read"))
            if reachable == true { return true }
            if reachable != false { answer = reachable }
        }
        return answer
    }

    /// State 0A is TCP_LISTEN; a UDP socket that is not connected is in state 07. <net/tcp_states.h>
    static func listeners(_ text: String, _ transport: String) -> [Listener] {
        let wanted = transport == "tcp" ? "0A" : "07"
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 10, words[3] == wanted else { return nil }
            let parts = words[1].split(separator: ":")
            guard parts.count == 2, let port = UInt16(parts[1], radix: 16), port != 0,
                let address = address(parts[0])
            else { return nil }
            return Listener(transport: transport, address: address, port: port, inode: words[9], account: Int(words[7]))
        }
    }

    /// The ports of TCP that sockets with these inodes listen on, by the kernel's table of one family.
    public static func listeningPorts(_ table: String, of inodes: Set<String>) -> Set<UInt16> {
        Set(listeners(table, "tcp").filter { inodes.contains(String($0.inode)) }.map(\.port))
    }

    /// State 01 is TCP_ESTABLISHED; an IPv4 address in a table of IPv6 is one all the same.
    static func connections(_ text: String) -> [EstablishedConnection] {
        text.split(separator: "\n").dropFirst().compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 10, words[3] == "01", let local = end(words[1]), let remote = end(words[2]) else {
                return nil
            }
            return EstablishedConnection(local: local, remote: remote, inode: words[9])
        }
    }

    private static func end(_ text: Substring) -> ConnectionEnd? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1], radix: 16), let address = address(parts[0]) else {
            return nil
        }
        let isMapped = address.family == .ipv6 && address.bits >> 32 == 0xffff
        return ConnectionEnd(address: isMapped ? Address(family: .ipv4, bits: address.bits) : address, port: port)
    }

    /// The kernel prints each 32-bit word of the address as this machine reads it: on x86-64 and arm64, backwards.
    private static func address(_ hex: Substring) -> Address? {
        guard [8, 32].contains(hex.utf8.count) else { return nil }
        var bits: UInt128 = 0
        var rest = hex
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            bits = bits << 32 | UInt128(word.byteSwapped)
            rest = rest.dropFirst(8)
        }
        return Address(family: hex.utf8.count == 8 ? .ipv4 : .ipv6, bits: bits)
    }
}
