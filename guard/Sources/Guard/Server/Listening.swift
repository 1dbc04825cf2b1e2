import Glibc
public import NIOCore
import NIOPosix

/// Why it cannot be listened at an address.
public struct ListeningFault: Error, CustomStringConvertible {
    public let description: String
}

extension GuardConfiguration.Listener {
    /// Has a socket bound to an address that no interface has yet, such as a container network's before Docker starts.
    ///
    /// IP_FREEBIND, or IPV6_FREEBIND, which headers of older systems do not have.
    private static func freeBind(_ address: SocketAddress) -> (level: CInt, name: CInt) {
        address.protocol == .inet6 ? (CInt(IPPROTO_IPV6), 78) : (CInt(IPPROTO_IP), 15)
    }

    /// Listens.
    func bind(_ bootstrap: ServerBootstrap) async throws -> any Channel {
        do {
            let address = try SocketAddress.makeAddressResolvingHost(host, port: port)
            let (level, name) = Self.freeBind(address)
            return try await bootstrap.serverChannelOption(
                ChannelOptions.socket(.init(level), .init(name)),
                value: 1
            ).bind(to: address).get()
        } catch let error as IOError {
            throw ListeningFault(description: "listen \(self): \(Self.words(error.errnoCode, port))")
        } catch {
            throw ListeningFault(description: "listen \(self): \(error)")
        }
    }

    private static func words(_ code: CInt, _ port: Int) -> String {
        switch code {
        case EADDRINUSE:
            "the port is in use; sudo ss -ltnp 'sport = :\(port)' shows by whom, and guard.yaml may name another"
        case EACCES: "ports below 1024 are root's; guard.yaml may name another"
        default: unsafe String(cString: strerror(code))
        }
    }

    /// Whether an interface has the address; one that none has is answered at as soon as one does.
    var isThere: Bool {
        guard let wanted = try? SocketAddress(ipAddress: host, port: 0) else { return true }
        if ["0.0.0.0", "::"].contains(wanted.ipAddress) { return true }
        guard let devices = try? System.enumerateDevices() else { return true }
        // Every address that begins with 127 is this machine's.
        if wanted.protocol == .inet, wanted.ipAddress?.hasPrefix("127.") == true { return true }
        return devices.contains { $0.address?.ipAddress == wanted.ipAddress }
    }
}

extension GuardServer {
    /// Addresses that it listens at and no interface has at present.
    public var missingAddresses: [String] { service.missingAddresses }

    /// An address as the configuration has it.
    public func shown(_ address: SocketAddress) -> String {
        GuardConfiguration.Listener(host: address.ipAddress ?? "", port: address.port ?? 0).description
    }
}

extension GuardService {
    /// Addresses that are listened at and that no interface has at present.
    var missingAddresses: [String] { regime.configuration.listeners.filter { !$0.isThere }.map(\.description) }
}
