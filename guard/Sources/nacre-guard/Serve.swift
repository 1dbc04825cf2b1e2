import ArgumentParser
import CLinux
import Dispatch
import Glibc
import Guard

/// Starts the proxy.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stand between agents and model APIs.",
        discussion: """
            Agents are given this address and a placeholder instead of a key. The real keys \
            are files of the credentials directory, which systemd fills: \
            $CREDENTIALS_DIRECTORY, or the directory that --credentials names; or the \
            vault has them, where the configuration says vault:NAME.

            SIGHUP has it read configuration and keys anew, as nacre-guard reload does; where \
            something is wrong with them, all stays as it is. SIGTERM ends it once what is \
            under way has ended.

            It ends with 2 where the configuration is wrong, and with 3 where it cannot serve.
            """
    )

    @Option(help: "The configuration.")
    var config = "/etc/nacre/guard.yaml"

    @Option(help: "The directory that holds the keys, a file each.")
    var credentials: String?

    @Option(help: "The file that every decision is written to; none without it.")
    var journal: String?

    @Option(help: "The directory that keeps what agents used; beside the journal without it.")
    var state: String?

    func run() async throws {
        // No core of this process is written, and no other process of this account can read its memory.
        guard nacre_hide_memory() == 0 else { throw Failure("its memory cannot be kept from others") }
        // One that comes while it starts must not end it.
        signal(SIGHUP, SIG_IGN)
        let config = config
        let settings: GuardConfiguration
        do { settings = try GuardConfiguration(file: config) } catch {
            throw Failure(error is ConfigurationFault ? "\(config): \(error)" : "\(error)", isUsage: true)
        }
        let given = unsafe getenv("CREDENTIALS_DIRECTORY").map { unsafe String(cString: $0) }
        if let upstream = settings.needsCredentials, credentials == nil, given == nil {
            throw Failure(
                "upstreams.\(upstream.name).key names a credential, and there are none: it was not started by systemd, "
                    + "and --credentials names no directory",
                isUsage: true
            )
        }
        let kept = try journal.map { try Journal(path: $0) }
        let server = try GuardServer(
            settings,
            SecretSources(directory: credentials ?? given),
            kept,
            state: state ?? journal.map(Self.directory)
        ) { try GuardConfiguration(file: config) }
        for address in try await server.listen() { print("nacre-guard listens at \(server.shown(address))") }
        for address in server.missingAddresses {
            print("nacre-guard: no interface has \(address) yet; it is answered there as soon as one has")
        }
        fflush(nil)
        let signals = Signals.coming([SIGTERM, SIGINT, SIGHUP])
        for await signal in signals.numbers {
            guard signal == SIGHUP else { break }
            let outcome = await server.reload()
            Self.say("nacre-guard: \(outcome.words)")
        }
        for source in signals.sources { source.cancel() }
        try await server.stop()
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func say(_ words: String) {
        let bytes = Array((words + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// What went wrong, for people.
struct Failure: Error, CustomStringConvertible {
    let description: String
    /// Whether what was asked is wrong, or what it was configured with.
    let isUsage: Bool

    init(_ description: String, isUsage: Bool = false) {
        (self.description, self.isUsage) = (description, isUsage)
    }
}
