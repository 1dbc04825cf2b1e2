import Documents
import Hardening
import Surface

/// A container that was started, until it is well.
struct ContainerStart {
    private let identifier: String
    private let host: any MutableSurface

    init(_ identifier: String, _ host: any MutableSurface) {
        self.identifier = identifier
        self.host = host
    }

    private var now: Int { host.clock.seconds }

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
        var judge = ComingUp(now: now)
        var last = "Docker says nothing of it"
        while true {
            guard let (look, words) = await look(passes) else {
                guard now < judge.deadline, await pause(milliseconds: 500) else { return (false, last) }
                continue
            }
            last = words
            switch judge.judge(look, now: now) {
            case .failed: return (false, last)
            case .start: _ = await host.run(Self.starting(identifier, seconds: 60))
            case .wait: break
            case .well:
                // One that ends in its first seconds is started again and looks well in between.
                guard await pause(milliseconds: settling * 1000), let (end, words) = await self.look({ _ in nil })
                else { return (false, last) }
                last = words
                if end.isRunning, end.startedAt == look.startedAt { return (true, last) }
                if !judge.isHeld(end) { return (false, last) }
            }
            guard await pause(milliseconds: 500) else { return (false, last) }
        }
    }

    /// Lets one that has only just been started get as far as its first check, before it is told to end.
    ///
    /// A gateway that is ended while it brings its state up to date leaves the mark of that behind, and no other one
    /// starts for five minutes.
    func letStart() async {
        _ = await host.clock.wait(every: 500, for: Self.firstCheck * 1000) {
            // One that cannot be looked at is not waited for.
            guard let state = try? await ContainerState(identifier, DockerAPI(host)) else { return true }
            return !state.isStarting
        }
    }

    /// Ends it in the time that a gateway may take, and not in Docker's 10 seconds.
    func stop() async throws(RunningMachine.Failure) {
        await letStart()
        let words = ["stop", "-t", "\(Self.ending)", identifier]
        try await host.perform(Command("docker", words, timeout: Self.ending + 60, environment: LeftCommands.marked))
    }

    /// The command that starts a container as it is.
    static func starting(_ container: String, seconds: Int) -> Command {
        Command("docker", ["start", container], timeout: seconds, environment: LeftCommands.marked)
    }

    /// Seconds that a gateway gets to end in: OpenClaw's own unit gives it 330.
    static let ending = 340

    /// Seconds after which a first check was made, as OpenClaw's image asks for it.
    private static let firstCheck = 45

    private func look(_ passes: (ContainerState) async -> Bool?) async -> (ComingUp.Look, String)? {
        guard let state = try? await ContainerState(identifier, DockerAPI(host)) else { return nil }
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
        let output = await host.run(Command("docker", ["logs", "--tail", "20", identifier], timeout: 20)).content
        guard let output else { return false }
        return Self.saysHeld(output.text + output.errorText)
    }

    static func saysHeld(_ words: String) -> Bool {
        let words = words.lowercased()
        return ["owner lease is still active", "startup migrations are already running"].contains { words.contains($0) }
    }

    private func pause(milliseconds: Int) async -> Bool {
        (try? await host.clock.sleep(milliseconds: milliseconds)) != nil
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

    init(_ identifier: String, _ api: DockerAPI) async throws(RunningMachine.Failure) {
        self.init(try await api.json("/containers/\(identifier)/json"))
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
