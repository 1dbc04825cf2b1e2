public import Hardening

// Each daemon is a value that takes over by itself; here is only told which one.
extension RunningMachine {
    public func activate(_ activation: Activation, isUndoing: Bool) async throws {
        switch activation {
        case .packages: return
        // The next run of apt reads its files; nothing runs that could be told.
        case .apt: if !isUndoing { await Packages(host).fetchFirstLists() }
        case .systemd: try await Systemd(host).reload()
        case .sysctl: return
        case .docker: try await DockerEngine(host, handover).activate(isUndoing: isUndoing)
        case .compose(let project): try await Compose(project, host, handover).activate(isUndoing: isUndoing)
        case .gateway(let gateway): try await Gateway(gateway, host, handover).activate(isUndoing: isUndoing)
        case .firewall: try await PacketFilter(host).activate(isUndoing: isUndoing)
        case .fail2ban: try await Fail2ban(host).activate(isUndoing: isUndoing)
        case .caddy: try await Caddy(host).activate(isUndoing: isUndoing)
        case .sshd: try await SSHD(host).activate(isUndoing: isUndoing)
        }
    }

    public func mustStop(_ activation: Activation, before changes: [Change], isUndoing: Bool) async throws -> Bool {
        switch activation {
        case .gateway(let gateway):
            try await Gateway(gateway, host, handover).mustStop(before: changes, isUndoing: isUndoing)
        case .compose(let project):
            try await Compose(project, host, handover).mustStop(before: changes, isUndoing: isUndoing)
        default: false
        }
    }

    public func stop(_ activation: Activation) async throws {
        switch activation {
        case .gateway(let gateway): try await Gateway(gateway, host, handover).stop()
        case .compose(let project): try await Compose(project, host, handover).stop()
        default: return
        }
    }

    public func start(_ activation: Activation, isUndoing: Bool) async throws {
        switch activation {
        case .gateway(let gateway): try await Gateway(gateway, host, handover).start(isUndoing: isUndoing)
        case .compose(let project):
            try await Compose(project, host, handover).activate(isUndoing: isUndoing, isStopped: true)
        default: try await activate(activation, isUndoing: isUndoing)
        }
    }

    /// Seconds for which gateways were away while they were changed; none where they were not.
    public func secondsAway() async -> Int? {
        let total = await handover.total()
        return total == 0 ? nil : (total + 999) / 1000
    }

    /// Services that ran before anything was changed, by project and service: an undoing starts them.
    public func expectRunning(_ services: Set<String>) async { await handover.ran(services) }

    /// What an undoing left alone that it would have started anew, in words.
    public func leftAlone() async -> [String] { await handover.left }

    /// Configurations that were changed below gateways that somebody started by hand; these go on as they were started.
    ///
    /// One that somebody would start by hand and that does not run is none of them.
    public func configurationsNotTakenOver() async -> [String] {
        let gateways = await handover.running
        guard !gateways.isEmpty, case .state(let state) = await observe(.facts(.listeners)) else {
            return gateways.map(\.configuration)
        }
        let ports = state.listeningPorts
        return gateways.filter { $0.unit != nil || ports.contains($0.port) }.map(\.configuration)
    }

    /// Whether a gateway was started anew without being waited for.
    public var owesAnswers: Bool { get async { await !handover.owed.isEmpty } }

    /// Waits for the gateways that were started anew without being waited for.
    ///
    /// - Returns: the configurations of those that do not answer after all.
    public func gatewaysThatDoNotAnswer(within seconds: Int) async -> [String] {
        let owed = await handover.owed
        var silent: [String] = []
        for gateway in owed where !(await Gateway(gateway, host, handover).answersAgain(within: seconds)) {
            silent.append(gateway.configuration)
        }
        if !owed.isEmpty, silent.isEmpty { await handover.answers() }
        return silent
    }
}
