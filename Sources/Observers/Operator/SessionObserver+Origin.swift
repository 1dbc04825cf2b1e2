import Catalog
import Documents
import Hardening
import Rulesets
import Surface

extension SessionObserver {
    /// Fills in by which of the server's interfaces the login comes, as far as that matters: from the server itself it
    /// proves nothing about the way from elsewhere, and through a tunnel that ends here it needs that tunnel's port.
    func describeOrigin(of login: inout Record) async {
        for field in [Field.comesFromItself, .carriedBy, .tunnel, .tunnelDoors] { login[field] = .unset }
        guard case .text(let text) = login[.fromAddress], let address = Address(text) else {
            login[.comesFromItself] = .unknown(.notStated("the address it came from is not known"))
            return
        }
        if address.isLoopback {
            await describeCarrier(of: &login, address)
            return
        }
        await describeInterface(of: &login, toward: address)
    }

    /// The same for an address that is not the loopback's.
    func describeInterface(of login: inout Record, toward address: Address) async {
        let vantage = await proof.vantage()
        if (vantage.addresses[address.family] ?? []).contains(address) || login[.serverAddress] == login[.fromAddress] {
            login[.comesFromItself] = .text("\(address), an address of its own")
            return
        }
        let interface: String
        let links: [LinkListing.Link]
        switch (await self.interface(toward: address), await firewall.linkListing()) {
        case (.found(let name), .found(let found)): (interface, links) = (name, found)
        case (.unreadable(let why), _), (_, .unreadable(let why)):
            login[.comesFromItself] = .unknown(why)
            return
        case (.absent, _), (_, .absent):
            // Without the program ip there is no bridge but those that engines make, and whose names tell.
            if !vantage.bridges.isEmpty {
                login[.comesFromItself] = .unknown(
                    .missing("the program ip is not there to ask for the way to \(address)")
                )
            }
            return
        }
        let kind = links.first { $0.name == interface }
        // Where packets for the whole Internet leave, people come in as well.
        guard !vantage.defaults.contains(interface) else { return }
        if interface == "lo" {
            login[.comesFromItself] = .text("\(address), an address of its own")
        } else if vantage.bridges.contains(interface) || kind?.kind == "bridge" || interface.hasPrefix("veth") {
            login[.comesFromItself] = .text("a container or guest behind \(interface)")
        } else if kind?.isTunnel == true {
            login[.tunnel] = .text(interface)
            login[.tunnelDoors] = await doors(ofTunnel: interface, kind?.kind ?? "")
        }
    }

    /// Fills in what of this server opened the connection: a tunnel's service stands for whoever is at its other end.
    private func describeCarrier(of login: inout Record, _ address: Address) async {
        guard case .number(let from) = login[.fromPort], case .number(let to) = login[.serverPort],
            case .text(let text) = login[.serverAddress], let server = Address(text),
            let clientPort = UInt16(exactly: from), let serverPort = UInt16(exactly: to)
        else {
            login[.comesFromItself] = "loopback"
            return
        }
        let peer = await tunnelPeer([
            ConnectionEnd(address: address, port: clientPort), ConnectionEnd(address: server, port: serverPort),
        ])
        switch peer {
        case .service(let words): login[.carriedBy] = .text(words)
        case .refused(let why): login[.comesFromItself] = .text("loopback: \(why)")
        }
    }

    /// Over which interface packets for the address leave.
    private func interface(toward address: Address) async -> Reading<String> {
        switch await surface.run(Command("ip", ["-json", "route", "get", "\(address)"])) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let output):
            let document = try? JSONDocument(output.standardOutput, dialect: .json)
            guard output.status == 0, let name = document?.root.items?.first?["dev"]?.text else {
                return .unreadable(
                    .failed("the way to \(address) could not be determined: \(output.errorText.firstLine)")
                )
            }
            return .found(name)
        }
    }

    /// What the carrier of a tunnel listens on, such as `51820/udp`; nothing where it needs no open port.
    private func doors(ofTunnel name: String, _ kind: String) async -> Value {
        // Both ends of a tailnet call out.
        if name == "tailscale0" { return .list([]) }
        switch kind {
        case "wireguard":
            guard let output = await surface.run(Command("wg", ["show", name, "listen-port"])).content,
                output.status == 0, let port = UInt16(output.text.firstLine)
            else { return .unknown(.notStated("wg show \(name) listen-port does not tell the port")) }
            return .list(["\(port)/udp"])
        case "tun": return await doors(ofDevice: name)
        default: return .unknown(.notModeled("a tunnel of kind \(kind) has no port of its own"))
        }
    }

    /// The sockets of the process that holds the device open.
    private func doors(ofDevice name: String) async -> Value {
        guard case .found(let sockets) = await sockets.listeningSockets(),
            case .found(let processes) = await surface.entries("/proc")
        else { return .unknown(.failed("its process could not be looked for")) }
        for process in processes.compactMap({ Int($0) }).sorted() {
            guard let descriptors = await surface.entries("/proc/\(process)/fd").content else { continue }
            var inodes: Set<Substring> = []
            var holdsDevice = false
            for descriptor in descriptors {
                guard let target = await surface.link("/proc/\(process)/fd/\(descriptor)").content else { continue }
                if target.hasPrefix("socket:["), target.hasSuffix("]") {
                    inodes.insert(target.dropFirst(8).dropLast())
                } else if target == "/dev/net/tun" {
                    let details = await surface.text("/proc/\(process)/fdinfo/\(descriptor)").content ?? ""
                    if details.split(separator: "\n").contains("iff:\t\(name)") { holdsDevice = true }
                }
            }
            guard holdsDevice else { continue }
            let doors = Set(
                sockets.filter { inodes.contains($0.inode) && !$0.isLoopback }.map { "\($0.port)/\($0.transport)" }
            )
            return doors.isEmpty
                ? .unknown(.notStated("process \(process), which carries it, listens on no port"))
                : .list(doors.sorted())
        }
        return .unknown(.notStated("no process holds it open"))
    }
}

extension Address {
    /// 127.0.0.0/8 and ::1.
    var isLoopback: Bool { family == .ipv4 ? bits >> 24 == 127 : bits == 1 }
}
