import Hardening
import Surface

/// A gateway of OpenClaw, in a container or on the host.
///
/// It watches its file and takes over most of it by itself. It is restarted all the same: some settings count from the
/// next start only, and a container that has the file itself mounted goes on seeing the one that was there before,
/// because a mount is of the file and not of its name.
struct Gateway {
    typealias Failure = RunningMachine.Failure

    let gateway: Activation.Gateway
    let host: any MutableSurface
    let handover: Handover

    init(_ gateway: Activation.Gateway, _ host: any MutableSurface, _ handover: Handover) {
        self.gateway = gateway
        self.host = host
        self.handover = handover
    }

    /// The service manager that runs its unit.
    var systemd: Systemd { Systemd(host, of: gateway.user) }

    /// Restarts the gateway, and waits until it answers again.
    func activate(isUndoing: Bool) async throws(Failure) {
        if let container = gateway.container {
            // What stands still reads the file when it is started.
            guard try await containerState(container).isRunning else { return }
            try await stop()
        } else if let unit = gateway.unit {
            guard let state = await unitState(unit) else {
                // The service manager of an account need not run, nor answer: its owner starts what is theirs.
                if gateway.user != nil { return await handover.leaves(running: gateway) }
                if isUndoing { return try await systemd.restart(unit, timeout: ContainerStart.ending + 60) }
                throw Failure(.unreadable, "systemctl does not say how \(unit) is")
            }
            guard state.isRunning else { return try await readUnits(isUndoing: isUndoing) }
            try await stop()
        } else {
            // Something that was started by hand watches the file, and nobody else may end it.
            return await handover.leaves(running: gateway)
        }
        try await start(isUndoing: isUndoing)
    }

    /// Whether the gateway runs, and takes the new configuration as far as its own check tells.
    ///
    /// It is stopped first and then given the file: while it runs, it would begin to take it over by itself, and be told
    /// to end in the middle of that, which some versions do not hear.
    func mustStop(before changes: [Change], isUndoing: Bool) async throws(Failure) -> Bool {
        if let container = gateway.container {
            let state = try await containerState(container)
            guard state.isRunning else { return false }
            if !isUndoing { try await GatewayCheck(gateway, host).ask(changes, in: state) }
            return true
        }
        guard let unit = gateway.unit, let state = await unitState(unit), state.isRunning else { return false }
        if !isUndoing { try await GatewayCheck(gateway, host).ask(changes, of: state) }
        return true
    }

    /// Ends the gateway in its own time, and remembers how it was.
    func stop() async throws(Failure) {
        if let container = gateway.container {
            let before = try await containerState(container)
            let answered = await answers(before.addresses(of: gateway.port), within: 5)
            let isHealthy = before.health == "healthy"
            await handover.stop(container, .init(answered: answered, isHealthy: isHealthy))
            if answered || isHealthy { await handover.leaves() }
            try await ContainerStart(container, host).stop()
        } else if let unit = gateway.unit {
            let answered = await answers(loopback, within: 5)
            await handover.stop(unit, .init(answered: answered, isHealthy: false))
            if answered { await handover.leaves() }
            // It may bring to an end what it is at.
            try await systemd.stop(unit, timeout: ContainerStart.ending + 60)
        }
    }

    /// Whether a gateway that was started anew without being waited for answers by now.
    func answersAgain(within seconds: Int) async -> Bool {
        var addresses = loopback
        if let container = gateway.container {
            addresses = (try? await containerState(container))?.addresses(of: gateway.port) ?? []
        }
        return await answers(addresses, within: seconds)
    }

    /// Has the gateway's service manager read its files again: a drop-in may have come or gone.
    func readUnits(isUndoing: Bool) async throws(Failure) {
        // A user's manager that does not run has nothing to read again.
        if isUndoing { _ = await host.run(systemd.reloading) } else { try await systemd.reload() }
    }

    func unitState(_ unit: String) async -> GatewayUnitState? {
        await systemd.show(unit, GatewayUnitState.properties, timeout: 10).content.flatMap { GatewayUnitState($0) }
    }

    func containerState(_ name: String) async throws(Failure) -> GatewayContainerState {
        let output = try await host.perform(Command("docker", ["inspect", "--type", "container", name], timeout: 20))
        guard let state = GatewayContainerState(output.standardOutput) else {
            throw Failure(.unreadable, "docker inspect \(name) does not say how it is")
        }
        return state
    }

    var loopback: [GatewayContainerState.Address] { [.init(host: "127.0.0.1", port: gateway.port)] }

    /// Whether something speaks HTTP at one of the addresses and finds nothing wrong with itself.
    func answers(_ addresses: [GatewayContainerState.Address], within seconds: Int) async -> Bool {
        await eventually(within: seconds) {
            for address in addresses {
                for usesTLS in [false, true] {
                    let visit = Visit(
                        address: address.host,
                        port: address.port,
                        name: "localhost",
                        usesTLS: usesTLS,
                        path: "/healthz",
                        timeout: 3
                    )
                    if let response = await host.visit(visit).content?.response, response.status < 500 { return true }
                }
            }
            return false
        }
    }

    /// Asks again and again for as long as a start may take; at least once.
    func eventually(within seconds: Int = 120, _ isSo: () async -> Bool) async -> Bool {
        await host.clock.wait(every: 500, for: seconds * 1000, until: isSo)
    }
}
