import Hardening
import Observers

extension RunningMachine {
    /// Restarts the gateway, and waits until it answers again.
    ///
    /// The gateway watches its file and takes over most of it by itself. It is restarted all the same: some settings count
    /// from the next start only, and a container that has the file itself mounted goes on seeing the one that was there
    /// before, because a mount is of the file and not of its name.
    func activateGateway(_ gateway: Activation.Gateway, isUndoing: Bool) async throws(Failure) {
        if let container = gateway.container {
            try await restart(container, gateway, isUndoing: isUndoing)
        } else if let unit = gateway.unit {
            try await restart(unit: unit, gateway, isUndoing: isUndoing)
        }
        // Something that was started by hand watches the file, and nobody else may end it.
    }

    private func restart(_ container: String, _ gateway: Activation.Gateway, isUndoing: Bool) async throws(Failure) {
        let before = try await containerState(container)
        // What stands still reads the file when it is started.
        guard before.isRunning else { return }
        if !isUndoing {
            for program in [["openclaw"], ["node", "dist/index.js"], ["node", "openclaw.mjs"]] {
                let words = ["exec", container] + program + ["config", "validate"]
                if try await validates(Command("docker", words, timeout: 60)) { break }
            }
        }
        let answered = await answers(before.addresses(of: gateway.port), within: 5)
        try await perform(Command("docker", ["restart", "-t", "20", container], timeout: 120))
        let isUp = await eventually {
            guard let now = try? await containerState(container), now.isRunning else { return false }
            if isUndoing || (!answered && before.health != "healthy") { return true }
            if before.health == "healthy", now.health == "healthy" { return true }
            return answered ? await answers(now.addresses(of: gateway.port), within: 0) : false
        }
        if isUp, !isUndoing, !answered, before.health != "healthy" {
            let isStanding = await stands { () async -> String? in
                guard let now = try? await containerState(container), now.isRunning else { return nil }
                return now.started
            }
            guard isStanding else {
                throw Failure(
                    "\(gateway.configuration) was put, and the gateway in \(container) ends when it is started"
                )
            }
        }
        guard isUp else {
            throw Failure("\(gateway.configuration) was put, and the gateway in \(container) does not answer")
        }
    }

    private func restart(unit: String, _ gateway: Activation.Gateway, isUndoing: Bool) async throws(Failure) {
        let manager = gateway.user.map { ["--user", "--machine", "\($0)@.host"] } ?? []
        guard let before = await unitState(unit, manager) else {
            if isUndoing { return try await restart(unit, manager: manager) }
            throw Failure("systemctl does not say how \(unit) is")
        }
        // What stands still reads the file when it is started.
        guard before.isRunning else { return }
        if !isUndoing { _ = try await validates(Self.validation(gateway, as: gateway.user ?? before.user)) }
        let addresses = [GatewayContainerState.Address(host: "127.0.0.1", port: gateway.port)]
        let answered = await answers(addresses, within: 5)
        try await restart(unit, manager: manager)
        let isUp = await eventually {
            guard await unitState(unit, manager)?.isRunning == true else { return false }
            return isUndoing || !answered ? true : await answers(addresses, within: 0)
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

    /// OpenClaw's own check, by the account whose gateway it is, with the state that the file belongs to.
    private static func validation(_ gateway: Activation.Gateway, as user: String?) -> Command {
        let directory = gateway.configuration.split(separator: "/").dropLast().map { "/\($0)" }.joined()
        let environment = ["OPENCLAW_CONFIG_PATH=\(gateway.configuration)", "OPENCLAW_STATE_DIR=\(directory)"]
        let words = ["env"] + environment + ["openclaw", "config", "validate"]
        return Command("runuser", ["-u", user ?? "root", "--"] + words, timeout: 60)
    }

    /// Whether the check was there to be asked.
    ///
    /// - Throws: where it refuses the file.
    private func validates(_ command: Command) async throws(Failure) -> Bool {
        switch await Programs().run(command) {
        case .absent: return false
        // A check that does not end tells nothing; the restart will.
        case .unreadable: return false
        case .found(let output):
            let said = (output.text + "\n" + output.errorText).lowercased()
            // Versions without the check, images without the program.
            let isMissing =
                [126, 127].contains(output.status)
                || [
                    "unknown command", "unknown option", "cannot find module", "not found in $path",
                    "too many arguments",
                ]
                .contains(where: said.contains)
            if isMissing { return false }
            guard output.status == 0 else {
                throw Failure("openclaw config validate refuses the file (status \(output.status))")
            }
            return true
        }
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
