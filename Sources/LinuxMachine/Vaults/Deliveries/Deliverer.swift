public import Vault

/// Puts secrets where they are delivered to, takes them away, and looks whether they are there.
public struct Deliverer: Sendable {
    private let all: [SecretDelivery]
    private let host: any MutableSurface
    private let sealer: CredentialSealer

    /// `all` is what the list has.
    public init(_ all: [SecretDelivery]) { self.init(all, RunningSystem(), .system) }

    init(_ all: [SecretDelivery], _ host: any MutableSurface, _ sealer: CredentialSealer) {
        (self.all, self.host, self.sealer) = (all, host, sealer)
    }

    /// Puts the value; what is there already stays.
    public func put(_ delivery: SecretDelivery, _ value: SecretBytes) async throws(VaultStoreFailure) {
        do {
            switch delivery.place {
            case .unit(let unit, let name): try await credentials(unit).put(value, as: name, listed: listed(unit))
            case .compose: try await file(delivery)?.put(value)
            case .environment(let path, let variable):
                try await EnvironmentFile(path: path, variable: variable, host: host).put(value)
            }
        } catch { throw failure(error) }
    }

    /// Takes it away; what is not there is fine.
    public func withdraw(_ delivery: SecretDelivery) async throws(VaultStoreFailure) {
        do {
            switch delivery.place {
            case .unit(let unit, let name): try await credentials(unit).withdraw(name, listed: listed(unit))
            case .compose: try file(delivery)?.withdraw()
            case .environment(let path, let variable):
                try await EnvironmentFile(path: path, variable: variable, host: host).withdraw()
            }
        } catch { throw failure(error) }
    }

    public func state(_ delivery: SecretDelivery, _ value: SecretBytes) async -> DeliveryState {
        switch delivery.place {
        case .unit(let unit, let name): await credentials(unit).state(name, value: value, listed: listed(unit))
        case .compose: await file(delivery)?.state(value) ?? DeliveryState()
        case .environment(let path, let variable):
            await EnvironmentFile(path: path, variable: variable, host: host).state(value)
        }
    }

    /// Starts anew what runs, where it is a unit or a container.
    public func restart(_ delivery: SecretDelivery) async throws(VaultStoreFailure) {
        do {
            switch delivery.place {
            case .unit(let unit, _): try await credentials(unit).restart()
            case .compose: try await file(delivery)?.restart()
            case .environment: break
            }
        } catch { throw failure(error) }
    }

    private func credentials(_ unit: String) -> UnitCredentials {
        UnitCredentials(unit: unit, host: host, sealer: sealer)
    }

    private func file(_ delivery: SecretDelivery) -> ComposeFile? {
        guard case .compose(let project, let file, let account, let group) = delivery.place else { return nil }
        return ComposeFile(project: project, file: file, account: account, group: group, host: host)
    }

    /// The credentials that a unit gets.
    private func listed(_ unit: String) -> [String] {
        all.compactMap { delivery in
            guard case .unit(unit, let name) = delivery.place else { return nil }
            return name
        }
    }

    private func failure(_ error: any Error) -> VaultStoreFailure {
        error as? VaultStoreFailure ?? .system("\(error)")
    }
}
