import Documents
import Surface

/// A container that was started, until it is well.
struct ContainerStart {
    private let identifier: String

    init(_ identifier: String) { self.identifier = identifier }

    /// Looks at it every half second; one that ended because another gateway holds the state is waited for.
    ///
    /// Here `settling` is how long it must go on running once it is well, and `passes` tells whether its own check
    /// passes, or nothing where running is all that can be asked.
    ///
    /// - Returns: whether it is well, and what was seen last, in words.
    func wait(
        settling: Int = 3,
        _ passes: (ContainerState) async -> Bool?
    ) async -> (isWell: Bool, last: String) {
        var judge = ComingUp(now: Uptime.now)
        var last = "Docker says nothing of it"
        while true {
            guard let (look, words) = await look(passes) else {
                guard Uptime.now < judge.deadline, await Self.pause(milliseconds: 500) else { return (false, last) }
                continue
            }
            last = words
            switch judge.judge(look, now: Uptime.now) {
            case .failed: return (false, last)
            case .start: _ = await Programs().run(Command("docker", ["start", identifier], timeout: 60))
            case .wait: break
            case .well:
                // One that ends in its first seconds is started again and looks well in between.
                guard await Self.pause(milliseconds: settling * 1000), let (end, words) = await self.look({ _ in nil })
                else { return (false, last) }
                last = words
                if end.isRunning, end.startedAt == look.startedAt { return (true, last) }
                if !judge.isHeld(end) { return (false, last) }
            }
            guard await Self.pause(milliseconds: 500) else { return (false, last) }
        }
    }

    /// Lets one that has only just been started get as far as its first check, before it is told to end.
    ///
    /// A gateway that is ended while it brings its state up to date leaves the mark of that behind, and no other one
    /// starts for five minutes.
    func letStart() async {
        await Self.letStart(until: Uptime.now + Self.firstCheck) { try? await ContainerState(identifier) }
    }

    /// Looks every so often until it no longer starts, or cannot be looked at, or the time is over.
    static func letStart(
        until end: Int,
        now: () -> Int = { Uptime.now },
        milliseconds: Int = 500,
        _ look: () async -> ContainerState?
    ) async {
        while now() < end, let state = await look(), state.isStarting {
            guard await Self.pause(milliseconds: milliseconds) else { return }
        }
    }

    /// Seconds after which a first check was made, as OpenClaw's image asks for it.
    private static let firstCheck = 45

    private func look(_ passes: (ContainerState) async -> Bool?) async -> (ComingUp.Look, String)? {
        guard let state = try? await ContainerState(identifier) else { return nil }
        var look = ComingUp.Look(
            isRunning: state.isRunning,
            isRestarting: state.isRestarting,
            restarts: state.restarts,
            startedAt: state.startedAt,
            exitCode: state.exitCode
        )
        var words = state.description
        if state.isRunning {
            look.passes = await passes(state)
        } else if state.exitCode != 0 {
            look.saysHeld = await saysHeld()
            if look.saysHeld { words += ": another gateway holds its state directory" }
        }
        return (look, words)
    }

    /// Whether the gateway's last words are that the lease of another one has not run out, or its bringing up to date.
    private func saysHeld() async -> Bool {
        let output = await Programs().run(Command("docker", ["logs", "--tail", "20", identifier], timeout: 20)).content
        guard let output else { return false }
        return Self.saysHeld(output.text + output.errorText)
    }

    static func saysHeld(_ words: String) -> Bool {
        let words = words.lowercased()
        return ["owner lease is still active", "startup migrations are already running"].contains { words.contains($0) }
    }

    private static func pause(milliseconds: Int) async -> Bool {
        (try? await Task.sleep(for: .milliseconds(milliseconds))) != nil
    }
}

/// What matters of a container's state while it comes up.
struct ContainerState {
    let isRunning: Bool
    let isRestarting: Bool
    let restarts: Int
    let exitCode: Int
    let startedAt: String
    let health: String?
    /// The words of the health check as `docker exec` takes them.
    let check: [String]?
    let description: String

    /// Whether it runs, and its own check has not passed or failed yet.
    var isStarting: Bool { isRunning && health == "starting" }

    init(_ identifier: String) async throws(RunningMachine.Failure) {
        self.init(try await Engine.json("/containers/\(identifier)/json"))
    }

    init(_ node: JSONNode) {
        let state = node["State"]
        isRestarting = state?["Restarting"]?.flag == true
        isRunning = state?["Running"]?.flag == true && !isRestarting
        restarts = node["RestartCount"]?.integer ?? 0
        startedAt = state?["StartedAt"]?.text ?? ""
        health = state?["Health"]?["Status"]?.text
        let test = (node["Config"]?["Healthcheck"]?["Test"]?.items ?? []).compactMap(\.text)
        check =
            switch test.first {
            case "CMD": Array(test.dropFirst())
            case "CMD-SHELL": ["/bin/sh", "-c"] + test.dropFirst()
            default: nil
            }
        exitCode = state?["ExitCode"]?.integer ?? 0
        let error = state?["Error"]?.text ?? ""
        description =
            "it \(isRunning ? "runs" : "does not run"), started again \(restarts) times, last exit \(exitCode)"
            + (error.isEmpty ? "" : ": \(error)")
    }
}
