import Documents

/// What Docker says of the gateway's container, as far as it tells whether and where the gateway answers.
struct GatewayContainerState: Equatable {
    struct Address: Equatable {
        let host: String
        let port: Int
    }

    let isRunning: Bool
    /// When it was started; another text after each start.
    let started: String
    /// `healthy`, `unhealthy` or `starting`; empty where the container has no check.
    let health: String
    /// What is published: the container's port, and where.
    let published: [(inside: String, outside: Address)]
    /// The container's own addresses.
    let hosts: [String]
    /// What is mounted from this machine.
    let mounts: [(inside: String, outside: String)]

    /// From what `docker inspect` prints: a list of one container.
    init?(_ inspected: [UInt8]) {
        guard let document = try? JSONDocument(inspected, dialect: .json), let container = document.root[0],
            let state = container["State"], let running = state["Running"]?.flag
        else { return nil }
        isRunning = running
        started = state["StartedAt"]?.text ?? ""
        // There is no such member where the container has no check.
        health = state["Health"]?["Status"]?.text ?? ""
        mounts = (container["Mounts"]?.items ?? []).compactMap { mount in
            guard let inside = mount["Destination"]?.text, let outside = mount["Source"]?.text else { return nil }
            return (inside, outside)
        }
        let network = container["NetworkSettings"]
        published = (network?["Ports"]?.members ?? []).flatMap { port in
            (port.value.items ?? []).compactMap { place -> (String, Address)? in
                guard let number = place["HostPort"]?.text.flatMap({ Int($0) }) else { return nil }
                let host = place["HostIp"]?.text ?? ""
                let reached = ["", "0.0.0.0"].contains(host) ? "127.0.0.1" : host == "::" ? "::1" : host
                return (port.key, Address(host: reached, port: number))
            }
        }
        hosts = (network?["Networks"]?.members ?? []).compactMap { $0.value["IPAddress"]?.text }.filter { !$0.isEmpty }
    }

    /// Where a path of this machine is in the container; none where it is not in what is mounted.
    func inside(_ path: String) -> String? {
        let closest = mounts.filter { path.hasPrefix($0.outside + "/") }.max { $0.outside.count < $1.outside.count }
        return closest.map { $0.inside + path.dropFirst($0.outside.count) }
    }

    /// Where the port of the gateway is reached from this machine.
    ///
    /// A container on the host's network has no address of its own.
    func addresses(of port: Int) -> [Address] {
        let outside = published.filter { $0.inside == "\(port)/tcp" }.map(\.outside)
        if !outside.isEmpty { return outside }
        return (hosts.isEmpty ? ["127.0.0.1"] : hosts).map { Address(host: $0, port: port) }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.isRunning == right.isRunning && left.started == right.started && left.health == right.health
            && left.hosts == right.hosts && left.mounts.elementsEqual(right.mounts) { $0 == $1 }
            && left.published.elementsEqual(right.published) { $0 == $1 }
    }
}
