import Catalog
import Hardening
import Rulesets
import Surface

extension ModelsObserver {
    /// Hosts that the guard asks, and those of them that the gateway can connect to itself.
    ///
    /// Proven from the rules of the packet filters, for the account that the gateway runs as, or for its container. What
    /// systemd filters for a unit (`IPAddressDeny=`) is not seen there and closes nothing.
    func directWays(of installation: Installation) async -> (hosts: Value, ways: Value) {
        let targets: [WebTarget]
        do throws(Unknown) { targets = try await GuardSetup.read(surface)?.upstreams ?? [] } catch {
            return (.unknown(error), .unknown(error))
        }
        guard !targets.isEmpty else { return (.unset, .unset) }
        let hosts = Value.list(targets.map { "\($0.host):\($0.port)" })
        if let doubt = installation.containerDoubt { return (hosts, .unknown(doubt)) }
        switch await proof.provers() {
        case .absent: return (hosts, .unknown(.missing("there are no packet filters to ask")))
        case .unreadable(let why): return (hosts, .unknown(why))
        case .found(let provers): return (hosts, await ways(of: installation, to: targets, provers))
        }
    }

    private func ways(
        of installation: Installation,
        to targets: [WebTarget],
        _ provers: [AddressFamily: Prover]
    ) async -> Value {
        let vantage = await proof.vantage()
        var open: [String] = []
        var doubt: Unknown?
        for family in AddressFamily.allCases where vantage.uses(family) != false {
            guard let prover = provers[family] else { continue }
            let places: [DirectWay.Place]
            if let container = installation.container, !container.sharesNetwork {
                let own = prover.containers.filter { $0.name == container.name && $0.address.family == family }
                if own.isEmpty, family == .ipv4 {
                    doubt = doubt ?? .notRunning("the container \(container.name) has no address")
                }
                places = own.map { .container($0.address) }
            } else {
                places = [.host(account: await account(of: installation))]
            }
            for place in places {
                for target in targets {
                    switch DirectWay(prover, family, from: place).verdict(to: target) {
                    case .open(let by): open.append("\(target.host):\(target.port) by \(family.rawValue) (\(by))")
                    case .closed: continue
                    case .unknown(let why): doubt = doubt ?? why
                    }
                }
            }
        }
        guard open.isEmpty else { return .list(open) }
        return doubt.map { .unknown($0) } ?? .unset
    }

    /// The number of the account that runs a gateway outside of containers.
    private func account(of installation: Installation) async -> UInt32? {
        guard installation.container == nil, let named = installation.service?.account else { return nil }
        if let number = UInt32(named) { return number }
        if named == "root" || named.isEmpty { return 0 }
        let record = await accounts.accountRecords().content?.first { $0.name == named }
        guard case .number(let number)? = record?[.uid] else { return nil }
        return UInt32(exactly: number)
    }
}
