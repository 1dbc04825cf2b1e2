import Glibc
import NIOConcurrencyHelpers
public import NIOCore
import NIOHTTP1
import NIOPosix
import OutputFilter

/// The proxy: it listens, and passes on what may pass.
public final class GuardServer: Sendable {
    private let service: GuardService
    private let group: MultiThreadedEventLoopGroup
    private let pools: [ObjectIdentifier: UpstreamPool]
    private let listening = NIOLockedValueBox<[any Channel]>([])

    /// Makes one that does not listen yet.
    public init(
        _ configuration: GuardConfiguration,
        _ credentials: Credentials,
        _ journal: Journal?,
        judge: (any AnswerJudge)? = nil,
        threads: Int = 2
    ) throws {
        let agents = try AgentTable(configuration, credentials)
        let secrecy = try Secrecy.of(credentials, configuration.filter)
        var trust: [String: TLSContext] = [:]
        for upstream in configuration.upstreams where upstream.address.isEncrypted {
            trust[upstream.name] = try TLSContext(authorities: upstream.authorities.map { try Self.read($0) })
        }
        service = GuardService(configuration, Admissions(agents: agents, secrecy: secrecy), journal ?? Journal(), judge)
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        pools = Dictionary(
            uniqueKeysWithValues: group.makeIterator().map { (ObjectIdentifier($0), UpstreamPool($0, trust)) }
        )
    }

    private static func read(_ path: String) throws -> [UInt8] {
        guard let file = unsafe fopen(path, "re") else {
            throw Credentials.Failure(description: "\(path): \(unsafe String(cString: strerror(errno)))")
        }
        defer { unsafe fclose(file) }
        return unsafe [UInt8](unsafeUninitializedCapacity: 4 << 20) { buffer, count in
            count = unsafe fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }

    /// Listens; the addresses with the ports that were given.
    public func listen() async throws -> [SocketAddress] {
        let (service, pools) = (service, pools)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 1024)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.socket(.init(IPPROTO_TCP), TCP_NODELAY), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let pool = pools[ObjectIdentifier(channel.eventLoop)] else { return }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(RequestHandler(service, pool))
                }
            }
        group.next().scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in service.holds.expire() }
        for listener in service.configuration.listeners {
            let channel = try await bootstrap.bind(host: listener.host, port: listener.port).get()
            listening.withLockedValue { $0.append(channel) }
        }
        // Only now: one that cannot listen must not take the socket from one that does.
        try await listenForOperator()
        return listening.withLockedValue { $0.compactMap(\.localAddress).filter { $0.port != nil } }
    }

    /// The socket of its operator is made so that nobody else can open it.
    private func listenForOperator() async throws {
        let path = service.configuration.admin
        guard !path.isEmpty else { return }
        let service = service
        let before = umask(0o177)
        defer { umask(before) }
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(AdminHandler(service))
                }
            }
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        listening.withLockedValue { $0.append(channel) }
    }

    /// Takes no more requests, waits for those that are under way, and ends.
    public func stop() async throws {
        for channel in listening.withLockedValue({ $0 }) { try? await channel.close() }
        let end = NIODeadline.now() + .seconds(Int64(service.configuration.limits.drain))
        while service.snapshot.open > 0, NIODeadline.now() < end { try await Task.sleep(for: .milliseconds(100)) }
        try await group.shutdownGracefully()
    }
}
