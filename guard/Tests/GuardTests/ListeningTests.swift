@testable import Guard
import Glibc
import NIOCore
import NIOPosix
import Testing

@Suite struct ListeningTests {
    private func bind(_ listener: GuardConfiguration.Listener) async throws -> Int {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        let channel = try await listener.bind(bootstrap)
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    @Test("an address that no interface has is listened at", arguments: ["198.51.100.1", "2001:db8::1"])
    func absent(host: String) async throws {
        let listener = GuardConfiguration.Listener(host: host, port: 0)
        // Machines without IPv6 have no such sockets.
        let probe = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        defer { if probe >= 0 { close(probe) } }
        if probe < 0, host.contains(":") { return }
        #expect(try await bind(listener) > 0)
        #expect(!listener.isThere)
    }

    @Test("those that are there are not said to be missing", arguments: ["127.0.0.1", "127.8.8.8", "0.0.0.0", "::"])
    func present(host: String) { #expect(GuardConfiguration.Listener(host: host, port: 0).isThere) }

    @Test func aPortThatIsInUseIsSaid() async throws {
        let (descriptor, port) = try Descriptors.listening()
        defer { close(descriptor) }
        do {
            _ = try await bind(.init(host: "127.0.0.1", port: port))
            Issue.record("it listens")
        } catch {
            #expect("\(error)".hasPrefix("listen 127.0.0.1:\(port): the port is in use; sudo ss -ltnp"), "\(error)")
        }
    }
}
