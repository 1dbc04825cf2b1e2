import Glibc
import NIOConcurrencyHelpers
public import NIOCore
import NIOHTTP1
import NIOPosix
import OutputFilter

/// The proxy: it listens, and passes on what may pass.
public final class GuardServer: Sendable {
    let service: GuardService
    private let group: MultiThreadedEventLoopGroup
    private let pools: [ObjectIdentifier: UpstreamPool]
    /// Where its operator is answered.
    private let forOperator = NIOLockedValueBox<(any Channel)?>(nil)
    private let listening = NIOLockedValueBox<[any Channel]>([])

    /// Makes one that does not listen yet.
    ///
    /// - Parameters:
    ///   - configuration: what is in force at first.
    ///   - sources: where the keys come from.
    ///   - journal: nothing where nothing is kept.
    ///   - judge: who judges answers, by the configuration.
    ///   - state: the directory in which it is kept what agents used; nothing where it is not.
    ///   - threads: how many event loops there are.
    ///   - read: reads the configuration anew, for a reload.
    /// - Throws: where keys or certificates cannot be had.
    public init(
        _ configuration: GuardConfiguration,
        _ sources: SecretSources,
        _ journal: Journal?,
        judge: @escaping @Sendable (GuardConfiguration) -> (any AnswerJudge)? = { ToolHolds($0) },
        state: String? = nil,
        threads: Int = 2,
        reading read: @escaping @Sendable () throws -> GuardConfiguration
    ) throws {
        let ledger = state.map { Ledger($0) }
        try ledger?.claim()
        let change = RegimeChange(sources, judge: judge, read: read)
        service = GuardService(
            try change.first(configuration),
            change,
            journal ?? Journal(),
            ledger
        )
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        pools = Dictionary(uniqueKeysWithValues: group.makeIterator().map { (ObjectIdentifier($0), UpstreamPool($0)) })
    }

    /// Reads configuration and keys anew; where something is wrong with them, all stays as it is.
    public func reload() async -> ReloadOutcome {
        let service = service
        return await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in continuation.resume(returning: service.change.reload(service)) }
        }
    }

    /// Listens; the addresses with the ports that were given.
    public func listen() async throws -> [SocketAddress] {
        let (service, pools) = (service, pools)
        service.startLedger()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 1024)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.socket(.init(IPPROTO_TCP), TCP_NODELAY), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let pool = pools[ObjectIdentifier(channel.eventLoop)] else { return }
                    let limit = HeadLimit()
                    try channel.pipeline.syncOperations.addHandler(limit)
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(RequestHandler(service, pool, limit))
                }
            }
        group.next().scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            service.expireHolds()
            service.journal.tend()
            service.writeLedgerSoon()
        }
        for listener in service.regime.configuration.listeners {
            let channel = try await listener.bind(bootstrap)
            listening.withLockedValue { $0.append(channel) }
        }
        // Only now: one that cannot listen must not take the socket from one that does.
        try await listenForOperator()
        return listening.withLockedValue { $0.compactMap(\.localAddress).filter { $0.port != nil } }
    }

    /// The socket of its operator is made so that nobody else can open it.
    private func listenForOperator() async throws {
        let path = service.regime.configuration.admin
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
        forOperator.withLockedValue { $0 = channel }
    }

    /// Takes no more requests, waits for those that are under way, and ends.
    ///
    /// A person is answered until then: what waits for one is decided about, or ends undecided.
    public func stop() async throws {
        service.count { $0.isEnding = true }
        for channel in listening.withLockedValue({ $0 }) { try? await channel.close() }
        try await wait(seconds: service.regime.configuration.limits.drain)
        service.endHolds()
        // Whoever is told so now is to have it.
        try await wait(seconds: 2)
        try? await forOperator.withLockedValue { $0 }?.close()
        service.endHolds()
        service.endLedger()
        try await group.shutdownGracefully()
    }

    /// Waits until nothing is under way, and what was said last has gone out.
    private func wait(seconds: Int) async throws {
        let end = NIODeadline.now() + .seconds(Int64(seconds))
        while service.snapshot.open > 0, NIODeadline.now() < end { try await Task.sleep(for: .milliseconds(100)) }
        for loop in group.makeIterator() { try await loop.submit {}.get() }
    }
}
