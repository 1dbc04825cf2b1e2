import Catalog
import Documents
import Hardening
public import Rulesets
public import Surface

/// From where the firewall can be tried on the running system.
public struct ProofObserver: SubjectObserver {
    public let look: Look

    /// The proof of the running machine: its rules, interfaces, routes, sockets and containers, for each family.
    ///
    /// Unreadable where one of them cannot be read, as a proof from half of them would be none; containers alone may be
    /// missing, for where published ports lead stands in the rules.
    public func provers() async -> Reading<[AddressFamily: Prover]> {
        async let known = proversForAnySocket()
        switch await sockets.listeningSockets() {
        case .absent: return .unreadable(.missing("the kernel's list of sockets is missing"))
        case .unreadable(let why): return .unreadable(why)
        case .found(let found):
            let sockets = await named(found)
            return await known.map { provers in
                provers.mapValues {
                    Prover($0.ruleset, topology: $0.topology, sockets: sockets, containers: $0.containers)
                }
            }
        }
    }

    /// The same, with every port counted as one that answers.
    func proversForAnySocket() async -> Reading<[AddressFamily: Prover]> {
        await cache.value {
            async let filters = firewall.packetFilters()
            async let place = topology()
            async let detail = docker.dockerContainers()
            let topology: Topology
            switch await place {
            case .found(let found): topology = found
            case .absent: return .unreadable(.missing("the program ip is not there to ask for interfaces"))
            case .unreadable(let why): return .unreadable(why)
            }
            let containers = (await detail.content ?? []).flatMap { ContainerAddress.all(of: $0.node) }
            var provers: [AddressFamily: Prover] = [:]
            for (family, reading) in await filters {
                switch reading {
                case .absent: return .unreadable(.notObserved("the rules for \(family.rawValue) were not read"))
                case .unreadable(let why): return .unreadable(why)
                case .found(let filters):
                    provers[family] = Prover(filters.ruleset, topology: topology, containers: containers)
                }
            }
            return .found(provers)
        }
    }

    /// Where the machine stands in its networks.
    func topology() async -> Reading<Topology> {
        await cache.value {
            async let addresses = listing(["-json", "address"])
            async let version4 = listing(["-json", "-4", "route"])
            async let version6 = listing(["-json", "-6", "route"])
            async let locals = localRoutes()
            let vantage = await vantage()
            do {
                let read = await (addresses, version4, version6)
                guard case .found(let listed) = read.0 else { return read.0.map { _ in .plain } }
                var routes = try RouteListing(read.1.content ?? Array("[]".utf8), family: .ipv4)
                routes.add(try RouteListing(read.2.content ?? Array("[]".utf8), family: .ipv6))
                // A kernel that cannot be asked whether it forwards may do it.
                let forwards = AddressFamily.allCases.filter { (vantage.isForwarding[$0] ?? nil) != false }
                switch await locals {
                case .absent: break
                case .unreadable(let why): return .unreadable(why)
                case .found(let local): routes.add(local)
                }
                let interfaces = try AddressListing(listed)
                let names = interfaces.interfaces.filter { $0.isUp && $0.controller == nil }.map(\.name)
                var topology = Topology(
                    interfaces,
                    routes,
                    forwards: Set(forwards),
                    routesLoopback: await isOn("route_localnet", of: "all"),
                    filtersBridges: await filtersBridges(),
                    namedBridges: await firewall.containerBridges().content?.containers ?? []
                )
                // The kernel takes a setting for on where it is on for all or for the interface.
                topology.acceptsOwnSources = await isOn("accept_local", of: "all")
                for name in names {
                    if await isOn("route_localnet", of: name) { topology.loopbackRouters.insert(name) }
                    if await isOn("accept_local", of: name) { topology.acceptsOwnSources = true }
                }
                return .found(topology)
            } catch {
                return .unreadable(.malformed("the listing of interfaces and routes: \(error)"))
            }
        }
    }

    private func isOn(_ setting: String, of interface: String) async -> Bool {
        await surface.text("/proc/sys/net/ipv4/conf/\(interface)/\(setting)").content?.hasPrefix("1") == true
    }

    /// What the kernel delivers to the machine, in any of its tables for routing.
    private func localRoutes() async -> Reading<RouteListing> {
        var routes: RouteListing?
        for (family, option) in [(AddressFamily.ipv4, "-4"), (.ipv6, "-6")] {
            switch await listing(["-json", option, "route", "show", "table", "all", "type", "local"]) {
            case .absent: return .absent
            // A kernel without IPv6 has no routes of it.
            case .unreadable(let why): if family == .ipv4 { return .unreadable(why) }
            case .found(let bytes):
                do {
                    let found = try RouteListing(bytes, family: family)
                    if routes == nil { routes = found } else { routes?.add(found) }
                } catch {
                    return .unreadable(.malformed("the listing of local routes: \(error)"))
                }
            }
        }
        return routes.map { .found($0) } ?? .absent
    }

    /// Without its module, or where it is told so, the kernel asks no rule about packets between ports of one bridge.
    private func filtersBridges() async -> Set<AddressFamily> {
        var families: Set<AddressFamily> = []
        for (family, name) in [(AddressFamily.ipv4, "iptables"), (.ipv6, "ip6tables")] {
            let setting = await surface.text("/proc/sys/net/bridge/bridge-nf-call-\(name)")
            if setting.content?.hasPrefix("1") == true { families.insert(family) }
        }
        return families
    }

    /// What the program `ip` lists.
    func listing(_ arguments: [String]) async -> Reading<[UInt8]> {
        guard surface.isLive else { return .unreadable(.needsRunningSystem("needs a running system")) }
        switch await surface.run(Command("ip", arguments)) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let output):
            guard output.status == 0 else { return .unreadable(.failed("ip failed: \(output.errorText.firstLine)")) }
            return .found(output.standardOutput)
        }
    }

    /// A socket on all of IPv6 takes IPv4 too unless it says otherwise, or another one takes IPv4 already.
    private func named(_ listeners: [Listener]) async -> [Socket] {
        let owners = await sockets.socketOwners(Set(listeners.map(\.inode))).content ?? [:]
        let taken = Set(
            listeners.filter { $0.address.family == .ipv4 && $0.address.bits == 0 }.map { "\($0.transport) \($0.port)" }
        )
        return listeners.map { listener in
            Socket(
                transport: listener.transport == "tcp" ? Packet.tcp : Packet.udp,
                boundTo: listener.address,
                port: listener.port,
                program: owners[listener.inode]?.name,
                answersBoth: listener.address.family == .ipv6
                    && !taken.contains("\(listener.transport) \(listener.port)")
            )
        }
    }
}

extension ProofObserver {
    /// What the proof does not know, in words.
    public func blindSpotsOfProof() async -> [String] {
        var notes: [String] = []
        if case .unreadable(let why) = await docker.dockerContainers() {
            notes.append(
                "Containers could not be asked for their addresses: \(why). Published ports are taken from the rules."
            )
        }
        let rules = await listing(["-json", "rule"])
        let known = ["local", "main", "default"]
        let others = rules.content.flatMap { try? JSONDocument($0, dialect: .json).root.items }?.compactMap {
            $0["table"]?.text
        }.filter { !known.contains($0) }
        if let others, !others.isEmpty {
            notes.append(
                "Packets are routed by policy too (ip rule: table \(others.joined(separator: ", "))); what leaves the "
                    + "machine may take another interface than the proof says."
            )
        }
        return notes
    }
}
