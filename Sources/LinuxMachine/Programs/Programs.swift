import Observers
import Subprocess
import SystemPackage

/// Runs programs, each command at most once.
actor Programs {
    private var tasks: [Command: Task<Reading<Output>, Never>] = [:]

    /// Where programs of the system lie; the caller's PATH is not trusted.
    private static let directories = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"]

    func run(_ command: Command) async -> Reading<Output> {
        if let task = tasks[command] { return await task.value }
        let task = Task { await Self.execute(command) }
        tasks[command] = task
        return await task.value
    }

    /// An absolute path is taken as it is; a name is looked for in the system's directories.
    private static func locate(_ program: String) -> FilePath? {
        if program.hasPrefix("/") { return isExecutable(program) ? FilePath(program) : nil }
        return directories.lazy.map { "\($0)/\(program)" }.first(where: isExecutable).map { FilePath($0) }
    }

    private static func isExecutable(_ path: String) -> Bool {
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else {
            return false
        }
        try? file.close()
        return true
    }

    private static func execute(_ command: Command) async -> Reading<Output> {
        guard let path = locate(command.program) else { return .absent }
        return await withTaskGroup(of: Reading<Output>.self) { group in
            group.addTask { await launch(path, command) }
            let late = Reading<Output>.unreadable("\(command.program) did not end within \(command.timeout) s")
            group.addTask {
                do {
                    try await Task.sleep(for: .seconds(command.timeout))
                    return late
                } catch {
                    return .unreadable("\(command.program) was cancelled")
                }
            }
            let first = await group.next() ?? .unreadable("\(command.program) did not run")
            group.cancelAll()
            // On a busy machine it may have ended long ago, and nobody here got round to noticing.
            if first == late, case .found(let output)? = await group.next(), output.status != killed {
                return .found(output)
            }
            return first
        }
    }

    private static func variables(of command: Command) -> [Environment.Key: String] {
        var variables: [Environment.Key: String] = [
            "PATH": directories.joined(separator: ":"), "LC_ALL": "C", "HOME": "/root",
        ]
        for (name, value) in command.environment { variables[Environment.Key(stringLiteral: name)] = value }
        return variables
    }

    /// The status of a program that was ended by SIGKILL, as a shell gives it.
    private static let killed = 128 + 9

    private static func launch(_ path: FilePath, _ command: Command) async -> Reading<Output> {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
        do {
            let result = try await Subprocess.run(
                .path(path),
                arguments: Arguments(command.arguments),
                environment: .custom(variables(of: command)),
                platformOptions: options,
                input: .none,
                output: .bytes(limit: command.outputLimit),
                error: .bytes(limit: 1 << 20)
            )
            let status: Int =
                switch result.terminationStatus {
                case .exited(let code): Int(code)
                case .signaled(let signal): 128 + Int(signal)
                }
            return .found(
                Output(
                    status: status,
                    standardOutput: result.standardOutput,
                    standardError: Array(result.standardError.prefix(16384))
                )
            )
        } catch {
            return .unreadable("\(command.program): \(error)")
        }
    }
}
