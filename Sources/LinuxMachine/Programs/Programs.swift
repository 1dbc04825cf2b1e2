import Catalog
import Surface
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
        var environment = ["PATH": directories.joined(separator: ":"), "LC_ALL": "C", "HOME": "/root"]
        environment.merge(command.environment) { _, own in own }
        let child = ChildProcess(
            path: path.string,
            arguments: command.arguments,
            environment: environment,
            timeout: command.timeout,
            outputLimit: command.outputLimit
        )
        let program = command.program
        switch await onThread({ child.run() }) {
        case .ended(let status, let output, let errors):
            return .found(Output(status: status, standardOutput: output, standardError: errors))
        case .late: return .unreadable(.timedOut("\(program) did not end within \(command.timeout) s"))
        case .tooMuch: return .unreadable(.tooLarge("\(program) printed more than \(command.outputLimit) bytes"))
        case .notStarted(let code):
            return .unreadable(.systemCall(code, "\(program) could not be started: \(reason(code))"))
        }
    }
}
