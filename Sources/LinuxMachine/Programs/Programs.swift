import CLinux
import Catalog
import Glibc
import Surface
import SystemPackage
import Vault

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
    static func locate(_ program: String) -> FilePath? {
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

    /// Each command once, in a network namespace of the thread that starts them, which ends with it.
    static func runApart(_ commands: [Command]) async -> Reading<[Output]> {
        var children: [(Command, ChildProcess)] = []
        for command in commands {
            guard let child = child(command) else { return .absent }
            children.append((command, child))
        }
        let started = children
        let outcomes = await onOwnThread { () -> Result<[ChildProcess.Outcome], Errno> in
            guard nacre_leave_network() == 0 else { return .failure(Errno(rawValue: errno)) }
            return .success(started.map { $0.1.run() })
        }
        switch outcomes {
        case nil: return .unreadable(.failed("no thread could be started"))
        case .failure(let error):
            return .unreadable(.systemCall(error.rawValue, "no network of its own: \(reason(error.rawValue))"))
        case .success(let found):
            var outputs: [Output] = []
            for ((command, _), outcome) in zip(started, found) {
                switch reading(outcome, of: command) {
                case .absent: return .absent
                case .unreadable(let why): return .unreadable(why)
                case .found(let output): outputs.append(output)
                }
            }
            return .found(outputs)
        }
    }

    /// A command that is given a secret; it is run each time.
    static func run(_ command: Command, input: SecretBytes) async -> Reading<Output> {
        guard var child = child(command) else { return .absent }
        child.input = input.exposed
        let started = child
        return reading(await onThread { started.run() }, of: command)
    }

    private static func child(_ command: Command) -> ChildProcess? {
        guard let path = locate(command.program) else { return nil }
        var environment = ["PATH": directories.joined(separator: ":"), "LC_ALL": "C", "HOME": "/root"]
        environment.merge(command.environment) { _, own in own }
        return ChildProcess(
            path: path.string,
            arguments: command.arguments,
            environment: environment,
            timeout: command.timeout,
            outputLimit: command.outputLimit
        )
    }

    private static func execute(_ command: Command) async -> Reading<Output> {
        guard let child = child(command) else { return .absent }
        return reading(await onThread { child.run() }, of: command)
    }

    private static func reading(_ outcome: ChildProcess.Outcome, of command: Command) -> Reading<Output> {
        let program = command.program
        switch outcome {
        case .ended(let status, let output, let errors):
            return .found(Output(status: status, standardOutput: output, standardError: errors))
        case .late: return .unreadable(.timedOut("\(program) did not end within \(command.timeout) s"))
        case .tooMuch: return .unreadable(.tooLarge("\(program) printed more than \(command.outputLimit) bytes"))
        case .notStarted(let code):
            return .unreadable(.systemCall(code, "\(program) could not be started: \(reason(code))"))
        }
    }
}
