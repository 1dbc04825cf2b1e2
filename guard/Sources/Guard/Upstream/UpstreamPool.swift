import NIOCore
import NIOHTTP1
import NIOPosix
import Glibc

/// The connections of one event loop to upstreams; those that are free are kept for a while.
///
/// Used on its event loop only.
final class UpstreamPool: @unchecked Sendable {
    /// Seconds that a connection is kept that nobody uses: less than servers wait.
    private static let kept: Int64 = 20
    private static let most = 64

    private let loop: any EventLoop
    private var free: [Target: [UpstreamConnection]] = [:]

    /// What a connection leads to: after a reload, the same name may stand for another place, or be vouched for by others.
    private struct Target: Hashable {
        let name: String
        let trust: ObjectIdentifier
    }

    init(_ loop: any EventLoop) { self.loop = loop }

    /// A connection that is free, or a new one.
    func connection(
        to upstream: GuardConfiguration.Upstream,
        by trust: UpstreamTrust,
        isNew: Bool = false
    ) -> EventLoopFuture<UpstreamConnection> {
        let target = Target(name: upstream.name, trust: ObjectIdentifier(trust))
        while !isNew, let connection = free[target]?.popLast() {
            if connection.channel.isActive { return loop.makeSucceededFuture(connection) }
        }
        let ready = loop.makePromise(of: Void.self)
        // It is kept with the connection, so that no other one is ever taken for it.
        let keeper = trust
        let trust = trust[upstream.name]
        let address = upstream.address
        let made = loop.makePromise(of: UpstreamConnection.self)
        ClientBootstrap(group: loop).connectTimeout(.seconds(10))
            .channelOption(ChannelOptions.socket(.init(IPPROTO_TCP), TCP_NODELAY), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let trust {
                        try channel.pipeline.syncOperations.addHandler(
                            TLSHandler(trust, name: address.host, ready: ready)
                        )
                    } else {
                        ready.succeed()
                    }
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(UpstreamConnection(channel))
                }
            }
            .connect(host: address.host, port: address.port)
            .flatMap { channel in
                // Who answers a connection and no handshake is left.
                let limit = channel.eventLoop.scheduleTask(in: .seconds(10)) { channel.close(promise: nil) }
                ready.futureResult.whenComplete { _ in limit.cancel() }
                return ready.futureResult.flatMap { channel.pipeline.handler(type: UpstreamConnection.self) }
            }
            .whenComplete { result in
                switch result {
                case .success(let connection):
                    connection.idle = { [weak self] in self?.keep($0, target, keeper) }
                    made.succeed(connection)
                case .failure(let error):
                    ready.fail(error)
                    made.fail(error)
                }
            }
        return made.futureResult
    }

    private func keep(_ connection: UpstreamConnection, _ target: Target, _ trust: UpstreamTrust) {
        guard free[target, default: []].count < Self.most else { return connection.channel.close(promise: nil) }
        free[target, default: []].append(connection)
        loop.scheduleTask(in: .seconds(Self.kept)) { [weak self] in
            withExtendedLifetime(trust) { self?.drop(connection, target) }
        }
    }

    private func drop(_ connection: UpstreamConnection, _ target: Target) {
        guard let place = free[target]?.firstIndex(where: { $0 === connection }) else { return }
        free[target]?.remove(at: place)
        if free[target]?.isEmpty == true { free[target] = nil }
        connection.channel.close(promise: nil)
    }

    /// Closes what nobody uses.
    func close() {
        for connection in free.values.joined() { connection.channel.close(promise: nil) }
        free = [:]
    }
}
