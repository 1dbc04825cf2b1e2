import LinuxMachine
import Reports
import Vault

/// Puts what the vault holds to several places, one after the other, and goes on where one fails.
struct DeliveryRound {
    private let wanted: [SecretDelivery]
    private let deliverer: Deliverer

    /// `all` is what the list has.
    init(_ wanted: [SecretDelivery], among all: [SecretDelivery]) {
        self.wanted = wanted
        deliverer = Deliverer(all)
    }

    /// Puts it, and says of each what there is to do.
    ///
    /// - Throws: where not all could be put.
    func put(_ vault: Vault, restarting: Bool) async throws {
        var failed = 0
        for delivery in wanted {
            do {
                let value = try vault.value(delivery.secret)
                try await deliverer.put(delivery, value)
                if restarting, await !deliverer.state(delivery, value).stale.isEmpty {
                    try await deliverer.restart(delivery)
                }
                SecretRotation.say(DeliveryWords.line(delivery, await deliverer.state(delivery, value)))
            } catch {
                failed += 1
                SecretRotation.say("\(delivery.secret) is not delivered to \(delivery.words): \(error)")
            }
        }
        guard failed == 0 else { throw VaultRefusal("\(failed) of \(wanted.count) deliveries failed") }
    }

    /// What is wrong or stale of them, a line each.
    func faults(_ vault: Vault) async -> [String] {
        var faults: [String] = []
        for delivery in wanted {
            do {
                let state = await deliverer.state(delivery, try vault.value(delivery.secret))
                faults += state.faults.map { "\($0); sudo nacre vault deliver --again" }
                faults += state.stale.map { "\($0); \(DeliveryWords.renewal(of: delivery))" }
            } catch { faults.append("\(delivery.secret): \(error)") }
        }
        return faults
    }
}

extension SecretDelivery {
    var isForCompose: Bool { if case .compose = place { true } else { false } }
}
