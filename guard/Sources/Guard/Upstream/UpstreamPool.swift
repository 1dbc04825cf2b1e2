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
    private let trust: [String: TLSContext]
    private var free: [String: [UpstreamConnection]] = [:]

    init(_ loop: any EventLoop, _ trust: [String: TLSContext]) { (self.loop, self.trust) = (loop, trust) }

    /// A connection that is free, or a new one.
    func connection(to upstream: GuardConfiguration.Upstream, isNew: Bool = false) -> EventLoopFuture<
        UpstreamConnection
    > {
        while !isNew, let connection = free[upstream.name]?.popLast() {
            if connection.channel.isActive { return loop.makeSucceededFuture(connection) }
        }
        let ready = loop.makePromise(of: Void.self)
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
                    connection.idle = { [weak self] in self?.keep($0, upstream.name) }
                    made.succeed(connection)
                case .failure(let error):
                    ready.fail(error)
                    made.fail(error)
                }
            }
        return made.futureResult
    }

    private func keep(_ connection: UpstreamConnection, _ name: String) {
        guard free[name, default: []].count < Self.most else { return connection.channel.close(promise: nil) }
        free[name, default: []].append(connection)
        loop.scheduleTask(in: .seconds(Self.kept)) { [weak self] in self?.drop(connection, name) }
    }

    private func drop(_ connection: UpstreamConnection, _ name: String) {
        guard let place = free[name]?.firstIndex(where: { $0 === connection }) else { return }
        free[name]?.remove(at: place)
        connection.channel.close(promise: nil)
    }

    /// Closes what nobody uses.
    func close() {
        for connection in free.values.joined() { connection.channel.close(promise: nil) }
        free = [:]
    }
}
