import Hardening
import Surface

extension Gateway {
    /// Starts a gateway that was stopped, and waits until it is as well as it was before.
    func start(isUndoing: Bool) async throws(Failure) {
        var answered = false
        if try await isToBeEnded() { try await stop() }
        if let container = gateway.container {
            let before = await handover.before(container)
            answered = before?.answered ?? false
            try await start(container: container, before, isUndoing: isUndoing)
            await handover.start(container)
        } else if let unit = gateway.unit {
            let before = await handover.before(unit)
            answered = before?.answered ?? false
            try await start(unit: unit, before, isUndoing: isUndoing)
            await handover.start(unit)
        }
        // What brings logins back does not wait for it.
        if isUndoing, answered { await handover.owes(gateway) } else { await handover.answers() }
    }

    /// Whether somebody else than this process told it to end, and may not have seen it ended: it seems to run until then.
    private func isToBeEnded() async throws(Failure) -> Bool {
        if let container = gateway.container {
            guard await handover.before(container) == nil else { return false }
            return try await containerState(container).isRunning
        }
        guard let unit = gateway.unit, await handover.before(unit) == nil else { return false }
        return await unitState(unit)?.isRunning == true
    }

    private func start(
        container: String,
        _ before: Handover.Before?,
        isUndoing: Bool
    ) async throws(Failure) {
        try await host.perform(ContainerStart.starting(container, seconds: 120))
        let answered = before?.answered ?? false
        let isHealthy = before?.isHealthy ?? false
        let isAsked = !isUndoing && (answered || isHealthy)
        // All there is to see of one that answers elsewhere: it takes some seconds to find its file wrong.
        let settling = isAsked ? 1 : isUndoing ? 3 : 15
        let end = await ContainerStart(container, host).wait(settling: settling) { state in
            guard isAsked else { return nil }
            if isHealthy, state.health == "healthy" { return true }
            guard answered, let now = try? await containerState(container) else { return false }
            return await answers(now.addresses(of: gateway.port), within: 0)
        }
        guard end.isWell else {
            let words = isAsked ? "does not answer" : "ends when it is started"
            throw Failure(
                .late,
                "\(gateway.configuration) was put, and the gateway in \(container) \(words): \(end.last)"
            )
        }
    }

    private func start(
        unit: String,
        _ before: Handover.Before?,
        isUndoing: Bool
    ) async throws(Failure) {
        try await readUnits(isUndoing: isUndoing)
        await systemd.forgetStarts(of: unit)
        try await systemd.start(unit)
        let answered = before?.answered ?? false
        let isUp = await eventually {
            guard await unitState(unit)?.isRunning == true else { return false }
            return isUndoing || !answered ? true : await answers(loopback, within: 0)
        }
        guard isUp else {
            throw Failure(
                .late,
                "\(gateway.configuration) was put, and \(unit) does not answer on port \(gateway.port)"
            )
        }
        guard !isUndoing, !answered else { return }
        guard await stands(unit) else {
            throw Failure(.ineffective, "\(gateway.configuration) was put, and \(unit) ends when it is started")
        }
    }

    /// Whether what was started goes on running, for as long as a gateway takes to find its file wrong.
    ///
    /// All there is to see of one that answers elsewhere than on the loopback interface.
    private func stands(_ unit: String) async -> Bool {
        guard let first = await started(unit) else { return false }
        return !(await eventually(within: 15) { await started(unit) != first })
    }

    /// When it was started; none where it does not run.
    private func started(_ unit: String) async -> String? {
        guard let now = await unitState(unit), now.isRunning else { return nil }
        return now.started
    }
}
