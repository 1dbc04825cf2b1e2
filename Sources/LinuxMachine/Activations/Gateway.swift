import Hardening
import Surface

extension RunningMachine {
    /// Restarts the gateway, and waits until it answers again.
    ///
    /// The gateway watches its file and takes over most of it by itself. It is restarted all the same: some settings count
    /// from the next start only, and a container that has the file itself mounted goes on seeing the one that was there
    /// before, because a mount is of the file and not of its name.
    func activateGateway(_ gateway: Activation.Gateway, isUndoing: Bool) async throws(Failure) {
        if let container = gateway.container {
            // What stands still reads the file when it is started.
            guard try await containerState(container).isRunning else { return }
            try await stop(gateway)
        } else if let unit = gateway.unit {
            guard let state = await unitState(unit, gateway.manager) else {
                // The service manager of an account need not run, nor answer: its owner starts what is theirs.
                if gateway.user != nil { return await handover.leaves(running: gateway) }
                if isUndoing { return try await restart(unit, manager: gateway.manager, timeout: Self.ending + 60) }
                throw Failure("systemctl does not say how \(unit) is")
            }
            guard state.isRunning else { return try await readUnits(gateway, isUndoing: isUndoing) }
            try await stop(gateway)
        } else {
            // Something that was started by hand watches the file, and nobody else may end it.
            return await handover.leaves(running: gateway)
        }
        try await start(gateway, isUndoing: isUndoing)
    }

    /// Whether the gateway runs, and takes the new configuration as far as its own check tells.
    ///
    /// It is stopped first and then given the file: while it runs, it would begin to take it over by itself, and be told
    /// to end in the middle of that, which some versions do not hear.
    func mustStop(
        _ gateway: Activation.Gateway,
        before changes: [Change],
        isUndoing: Bool
    ) async throws(Failure) -> Bool {
        if let container = gateway.container {
            let state = try await containerState(container)
            guard state.isRunning else { return false }
            if !isUndoing { try await GatewayCheck(gateway, self).ask(changes, in: state) }
            return true
        }
        guard let unit = gateway.unit, let state = await unitState(unit, gateway.manager), state.isRunning else {
            return false
        }
        if !isUndoing { try await GatewayCheck(gateway, self).ask(changes, of: state) }
        return true
    }

    /// Ends the gateway in its own time, and remembers how it was.
    func stop(_ gateway: Activation.Gateway) async throws(Failure) {
        if let container = gateway.container {
            let before = try await containerState(container)
            let answered = await answers(before.addresses(of: gateway.port), within: 5)
            let isHealthy = before.health == "healthy"
            await handover.stop(container, .init(answered: answered, isHealthy: isHealthy))
            if answered || isHealthy { await handover.leaves() }
            try await stop(container: container)
        } else if let unit = gateway.unit {
            let answered = await answers(gateway.loopback, within: 5)
            await handover.stop(unit, .init(answered: answered, isHealthy: false))
            if answered { await handover.leaves() }
            // It may bring to an end what it is at.
            let words = gateway.manager + ["stop", "--", unit]
            try await perform(Command("systemctl", words, timeout: Self.ending + 60))
        }
    }

    /// Starts a gateway that was stopped, and waits until it is as well as it was before.
    func start(_ gateway: Activation.Gateway, isUndoing: Bool) async throws(Failure) {
        var answered = false
        if let container = gateway.container {
            let before = await handover.before(container)
            answered = before?.answered ?? false
            try await start(container, gateway, before, isUndoing: isUndoing)
            await handover.start(container)
        } else if let unit = gateway.unit {
            let before = await handover.before(unit)
            answered = before?.answered ?? false
            try await start(unit: unit, gateway, before, isUndoing: isUndoing)
            await handover.start(unit)
        }
        // What brings logins back does not wait for it.
        if isUndoing, answered { await handover.owes(gateway) } else { await handover.answers() }
    }

    /// Whether a gateway was started anew without being waited for.
    public var owesAnswers: Bool { get async { await !handover.owed.isEmpty } }

    /// Waits for the gateways that were started anew without being waited for.
    ///
    /// - Returns: the configurations of those that do not answer after all.
    public func gatewaysThatDoNotAnswer(within seconds: Int) async -> [String] {
        let owed = await handover.owed
        var silent: [String] = []
        for gateway in owed {
            var addresses = gateway.loopback
            if let container = gateway.container {
                addresses = (try? await containerState(container))?.addresses(of: gateway.port) ?? []
            }
            if !(await answers(addresses, within: seconds)) { silent.append(gateway.configuration) }
        }
        if !owed.isEmpty, silent.isEmpty { await handover.answers() }
        return silent
    }

    private func start(
        _ container: String,
        _ gateway: Activation.Gateway,
        _ before: Handover.Before?,
        isUndoing: Bool
    ) async throws(Failure) {
        try await perform(Command("docker", ["start", container], timeout: 120))
        let answered = before?.answered ?? false
        let isHealthy = before?.isHealthy ?? false
        let isAsked = !isUndoing && (answered || isHealthy)
        // All there is to see of one that answers elsewhere: it takes some seconds to find its file wrong.
        let end = await ContainerStart(container).wait(settling: isAsked ? 1 : isUndoing ? 3 : 15) { state in
            guard isAsked else { return nil }
            if isHealthy, state.health == "healthy" { return true }
            guard answered, let now = try? await containerState(container) else { return false }
            return await answers(now.addresses(of: gateway.port), within: 0)
        }
        guard end.isWell else {
            let words = isAsked ? "does not answer" : "ends when it is started"
            throw Failure(
                "\(gateway.configuration) was put, and the gateway in \(container) \(words): \(end.last)"
            )
        }
    }

    private func start(
        unit: String,
        _ gateway: Activation.Gateway,
        _ before: Handover.Before?,
        isUndoing: Bool
    ) async throws(Failure) {
        let manager = gateway.manager
        try await readUnits(gateway, isUndoing: isUndoing)
        await forgetStarts(of: unit, manager: manager)
        try await perform(Command("systemctl", manager + ["start", "--", unit], timeout: 120))
        let answered = before?.answered ?? false
        let isUp = await eventually {
            guard await unitState(unit, manager)?.isRunning == true else { return false }
            return isUndoing || !answered ? true : await answers(gateway.loopback, within: 0)
        }
        if isUp, !isUndoing, !answered {
            let isStanding = await stands { () async -> String? in
                guard let now = await unitState(unit, manager), now.isRunning else { return nil }
                return now.started
            }
            guard isStanding else {
                throw Failure("\(gateway.configuration) was put, and \(unit) ends when it is started")
            }
        }
        guard isUp else {
            throw Failure("\(gateway.configuration) was put, and \(unit) does not answer on port \(gateway.port)")
        }
    }

    /// Has the gateway's service manager read its files again: a drop-in may have come or gone.
    private func readUnits(_ gateway: Activation.Gateway, isUndoing: Bool) async throws(Failure) {
        let command = Command("systemctl", gateway.manager + ["daemon-reload"], timeout: 60)
        // A user's manager that does not run has nothing to read again.
        if isUndoing { _ = await Programs().run(command) } else { try await perform(command) }
    }

    private func unitState(_ unit: String, _ manager: [String]) async -> GatewayUnitState? {
        let words = manager + ["show", "--property", GatewayUnitState.properties, "--", unit]
        return await Programs().run(Command("systemctl", words, timeout: 10)).content
            .flatMap { GatewayUnitState($0.text) }
    }

    /// Whether what was started goes on running, for as long as a gateway takes to find its file wrong.
    ///
    /// All there is to see of one that answers elsewhere than on the loopback interface. The closure says when it was
    /// started, or nothing where it does not run.
    private func stands(_ started: () async -> String?) async -> Bool {
        guard let first = await started() else { return false }
        return !(await eventually(within: 15) { await started() != first })
    }

    private func containerState(_ name: String) async throws(Failure) -> GatewayContainerState {
        let output = try await perform(Command("docker", ["inspect", "--type", "container", name], timeout: 20))
        guard let state = GatewayContainerState(output.standardOutput) else {
            throw Failure("docker inspect \(name) does not say how it is")
        }
        return state
    }

    /// Whether something speaks HTTP at one of the addresses and finds nothing wrong with itself.
    private func answers(_ addresses: [GatewayContainerState.Address], within seconds: Int) async -> Bool {
        guard let surface = try? LiveSurface() else { return false }
        return await eventually(within: seconds) {
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
                    if let response = await surface.visit(visit).content?.response, response.status < 500 {
                        return true
                    }
                }
            }
            return false
        }
    }

    /// Asks again and again for as long as a start may take; at least once.
    private func eventually(within seconds: Int = 120, _ isSo: () async -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if await isSo() { return true }
            guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(500))) != nil else {
                return false
            }
        }
    }
}

extension Activation.Gateway {
    /// What `systemctl` is told so that it asks the right service manager.
    fileprivate var manager: [String] { user.map { ["--user", "--machine", "\($0)@.host"] } ?? [] }

    fileprivate var loopback: [GatewayContainerState.Address] { [.init(host: "127.0.0.1", port: port)] }
}
