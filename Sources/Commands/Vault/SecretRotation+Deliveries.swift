import LinuxMachine
import Vault

/// What is delivered of a secret, which nobody asks for by itself.
extension SecretRotation {
    /// Has every gateway read what is in force, and puts it to where it is delivered; whether all are known to have it.
    func spread(from old: SecretBytes?, to new: SecretBytes) async throws -> Bool {
        let isRead = await Rotation(consumers, say: Self.say).insist(from: old, to: new)
        return try await deliver() && isRead
    }

    /// Puts what the vault holds now to all that it is delivered to; whether it is there everywhere.
    func deliver() async throws -> Bool {
        guard !deliveries.isEmpty else { return true }
        return try await DeliveryLock.alone {
            // The list and the vault as they are now: somebody else may have changed either.
            let all = try DeliveriesFile.deliveries()
            let vault = try await choice.open(for: "rotate")
            let round = DeliveryRound(all.filter { $0.secret == name }, among: all)
            do { try await round.put(vault, restarting: answers.restart) } catch let refusal as VaultRefusal {
                Self.say("\(refusal); once that is put right: sudo nacre vault deliver \(name) --again")
                return false
            }
            return true
        }
    }

    /// Fails where a program that it is delivered to is not known to have the value in force.
    func requireDelivered() async throws {
        guard !deliveries.isEmpty else { return }
        let faults = await DeliveryRound(deliveries, among: try DeliveriesFile.deliveries()).faults(vault)
        for fault in faults { Self.say(fault) }
        guard faults.isEmpty else {
            throw VaultRefusal(
                "not every program that it is delivered to has the value in force; if that is meant: --now"
            )
        }
    }
}
