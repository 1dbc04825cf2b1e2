import Catalog
public import Hardening
import Observers
import Surface

/// The running system, as one that can be changed.
///
/// Every look is a fresh one: nothing is remembered from before a change.
public struct RunningMachine: MutableMachine {
    /// Something could not be put, or a daemon did not take it over.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        init(_ description: String) { self.description = description }
        init(_ why: Unknown) { description = why.why }
    }

    let handover = Handover()

    public init() {}

    /// Seconds for which gateways were away while they were changed; none where they were not.
    public func secondsAway() async -> Int? {
        let total = await handover.total()
        return total == 0 ? nil : (total + 999) / 1000
    }

    /// What an undoing left alone that it would have started anew, in words.
    public func leftAlone() async -> [String] { await handover.left }

    /// Configurations that were changed below gateways that somebody started by hand; these go on as they were started.
    public func configurationsNotTakenOver() async -> [String] { await handover.running.map(\.configuration) }

    public func observe(_ resource: Resource) async -> Observation {
        let surface: LiveSurface
        do {
            surface = try LiveSurface()
        } catch {
            return .unreadable(.failed("\(error)"))
        }
        switch resource {
        case .file(let path), .permissions(let path), .directory(let path):
            // What is put takes the place of the link, and what the link leads to would be left as it was.
            switch LinkTarget(path) {
            case .none: break
            case .file(let target): return .unreadable(.notTrusted("\(path) is a symbolic link to \(target)"))
            case .refused(let why): return .unreadable(.notTrusted(why))
            }
            return await Observer(surface).observe(resource)
        case .unit(let name): return await unit(name)
        case .kernelParameter, .ruleset, .package, .facts: return await Observer(surface).observe(resource)
        }
    }

    /// The files that links among the resources lead to, where only root could have them lead elsewhere.
    public func linkTargets(of resources: Set<Resource>) -> [String: String] {
        var targets: [String: String] = [:]
        for resource in resources {
            switch resource {
            case .file(let path), .permissions(let path):
                if case .file(let target) = LinkTarget(path) { targets[path] = target }
            default: continue
            }
        }
        return targets
    }

    public func put(_ state: State, at resource: Resource) async throws {
        try await put(state, at: resource, expecting: nil)
    }

    public func put(_ state: State, at resource: Resource, expecting expected: Expected?) async throws {
        switch (resource, state) {
        case (.file(let path), .file(let file)): try FileWriter.replace(path, with: file, expecting: expected)
        case (.file(let path), .absent): try FileWriter.remove(path, expecting: expected)
        case (.directory(let path), .permissions(let permissions)):
            try FileWriter.makeDirectory(path, permissions, expecting: expected)
        case (.directory(let path), .absent): try FileWriter.removeDirectory(path)
        case (.permissions(let path), .permissions(let permissions)):
            try FileWriter.permit(path, permissions, expecting: expected)
        case (.kernelParameter(let name), .value(let value)): try FileWriter.setKernelParameter(name, value)
        case (.ruleset, .value(let text)): try await put(ruleset: text)
        case (.unit(let name), .unit(let unit)): try await put(unit, at: name)
        // A unit that is gone with its file has nothing left to be stopped.
        case (.unit(let name), .absent): try await retire(name)
        case (.package(let name), _): try await put(state, ofPackages: [name])
        default: throw Failure("\(resource) cannot hold \(state)")
        }
    }

    public func put(_ state: State, ofPackages names: [String]) async throws {
        switch state {
        case .package: try await install(names)
        case .absent: try await remove(names)
        default: throw Failure("\(names.joined(separator: ", ")): packages cannot hold \(state)")
        }
    }

    public func mustStop(_ activation: Activation, before changes: [Change], isUndoing: Bool) async throws -> Bool {
        switch activation {
        case .gateway(let gateway): try await mustStop(gateway, before: changes, isUndoing: isUndoing)
        case .compose(let project): try await mustStop(project, before: changes, isUndoing: isUndoing)
        default: false
        }
    }

    public func stop(_ activation: Activation) async throws {
        switch activation {
        case .gateway(let gateway): try await stop(gateway)
        case .compose(let project): try await stop(project)
        default: return
        }
    }

    public func start(_ activation: Activation, isUndoing: Bool) async throws {
        switch activation {
        case .gateway(let gateway): try await start(gateway, isUndoing: isUndoing)
        case .compose(let project): try await activateCompose(project, isUndoing: isUndoing, isStopped: true)
        default: try await activate(activation, isUndoing: isUndoing)
        }
    }

    public func activate(_ activation: Activation, isUndoing: Bool) async throws {
        switch activation {
        case .packages: return
        // The next run of apt reads its files; nothing runs that could be told.
        case .apt: if !isUndoing { await fetchFirstLists() }
        case .systemd: try await perform(Command("systemctl", ["daemon-reload"], timeout: 60))
        case .sysctl: return
        case .docker: try await activateDocker(isUndoing: isUndoing)
        case .compose(let project): try await activateCompose(project, isUndoing: isUndoing)
        case .gateway(let gateway): try await activateGateway(gateway, isUndoing: isUndoing)
        case .firewall(let backend): try await activateFirewall(backend, isUndoing: isUndoing)
        case .fail2ban: try await activateFail2ban(isUndoing: isUndoing)
        case .caddy: try await activateCaddy(isUndoing: isUndoing)
        case .sshd: try await activateSSHD(isUndoing: isUndoing)
        }
    }

    /// Runs a program that must succeed.
    ///
    /// - Throws: what the program said last, when it is not there, fails, or does not end in time.
    @discardableResult
    func perform(_ command: Command) async throws(Failure) -> Output {
        let words = ([command.program] + command.arguments).joined(separator: " ")
        switch await Programs().run(command) {
        case .absent: throw Failure("\(command.program) is not installed")
        case .unreadable(let why): throw Failure(why)
        case .found(let output) where output.status != 0:
            let said = output.errorText.isEmpty ? output.text : output.errorText
            throw Failure("\(words) failed with status \(output.status): \(Self.lastLines(said))")
        case .found(let output): return output
        }
    }

    private static func lastLines(_ text: String) -> String {
        text.split(separator: "\n").suffix(3).joined(separator: " / ")
    }
}
