import ArgumentParser
import Documents
import Glibc
import LinuxMachine
import Vault

struct VaultDeliver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliver",
        abstract: "Put a secret where a program finds it that cannot ask for it.",
        discussion: """
            From the best way to the weakest:

            sudo nacre vault deliver mail/password --unit example.service
            sudo nacre vault deliver mail/password --compose example \\
                --container 1000:1000
            sudo nacre vault deliver mail/password --env-file /srv/example/.env \\
                --as MAIL_PASSWORD

            A unit of systemd gets a credential, sealed to this machine on the disk. A compose project gets a file in memory, \
            which is put there at each boot before Docker starts. An environment file is for what takes nothing else: a \
            variable is everybody's who can make the program print its environment.

            nacre vault rotate takes a new value there, too. What has to be done for the program is printed; \
            \(VaultDeliveries.file) has the list, without any value.

            \(VaultStatus.plain)
            """
    )

    @Argument(help: "What the secret is called.")
    var name: String?

    @OptionGroup var place: DeliveryPlaceChoice

    @Flag(help: "Take it away from there; from everywhere, where no place is named.")
    var withdraw = false

    @Flag(help: "Start the unit or the containers anew, if they run.")
    var restart = false

    @Flag(help: "Show what is delivered where.")
    var list = false

    @Flag(help: "Put everything once more that is delivered, or everything of one secret.")
    var again = false

    @Flag(help: .hidden)
    var atBoot = false

    @OptionGroup var choice: VaultChoice

    func validate() throws {
        guard [withdraw, list, again, atBoot].count(where: { $0 }) <= 1 else {
            throw ValidationError("--withdraw, --list and --again exclude each other.")
        }
        if list || again || atBoot {
            guard place.isEmpty else { throw ValidationError("--list and --again take no place.") }
            guard again || name == nil, again || !restart else {
                throw ValidationError("--list takes nothing else.")
            }
        } else {
            guard name != nil else { throw ValidationError("Name the secret.") }
            if !withdraw || !place.isEmpty { try place.requireOne(withdrawing: withdraw) }
        }
    }

    func run() async throws {
        if list { return try FileOutput.print(DeliveryWords.list(try DeliveriesFile.deliveries())) }
        guard geteuid() == 0 else { throw ConfigurationError("only root can do this: sudo nacre vault deliver …") }
        guard choice.isStandard else {
            throw ConfigurationError("deliver is about the server's own vault: leave --vault out")
        }
        do {
            try await DeliveryLock.alone {
                if again || atBoot { return try await putAgain() }
                if withdraw { return try await takeAway() }
                try await put()
            }
        } catch let failure as VaultStoreFailure {
            throw VaultRefusal(failure)
        } catch let failure as VaultFailure {
            throw VaultRefusal(failure)
        } catch let failure as RunningMachine.Failure {
            throw VaultRefusal("\(failure)")
        }
    }

    private func put() async throws {
        let delivery = try place.delivery(of: try .typed(name ?? ""))
        let before = try DeliveriesFile.deliveries()
        if let other = before.first(where: {
            $0.isAt(delivery) && $0.secret != delivery.secret
        }) {
            throw VaultRefusal("\(other.secret) is delivered to \(other.words); take that away first")
        }
        let vault = try await choice.open(for: "deliver")
        try choice.require(delivery.secret, in: vault)
        let value = try vault.value(delivery.secret)
        if case .compose = delivery.place, let objection = VaultService.objection(to: vault.sources) {
            throw VaultRefusal(objection)
        }
        if case .environment(_, let variable) = delivery.place {
            _ = try EnvironmentLine.text(variable, value.exposed)
        }
        // In the list first: nothing lies anywhere that nobody knows of.
        let all = try DeliveriesFile.change { text throws(SyntaxError) in
            try VaultDeliveries.adding(delivery, to: text)
        }
        let deliverer = Deliverer(all)
        do {
            if case .compose = delivery.place { try await DeliveryService().install() }
            try await deliverer.put(delivery, value)
        } catch {
            try await takeBack(delivery, after: error, wasThere: before.contains { $0.isAt(delivery) })
        }
        if restart { try await deliverer.restart(delivery) }
        try FileOutput.print(ToldLines.text(DeliveryWords.delivered(delivery, await deliverer.state(delivery, value))))
    }

    /// What was never delivered there is no longer on the list.
    private func takeBack(_ delivery: SecretDelivery, after error: any Error, wasThere: Bool) async throws -> Never {
        let list = VaultDeliveries.file
        guard !wasThere else {
            throw VaultRefusal("\(error). It is in \(list) as before: say it again once that is put right")
        }
        do { try await forget(delivery) } catch let another {
            throw VaultRefusal(
                "\(error). It could not be taken back (\(another)), and is in \(list): --withdraw takes it away once that is put right"
            )
        }
        throw VaultRefusal("\(error). Nothing is delivered there")
    }

    /// An environment file is written as a whole or not at all, and its line may be somebody else's.
    private func forget(_ delivery: SecretDelivery) async throws {
        guard case .environment = delivery.place else {
            return try await remove(delivery, among: try DeliveriesFile.deliveries(), isTold: false)
        }
        _ = try DeliveriesFile.change { text throws(SyntaxError) in try VaultDeliveries.removing(delivery, from: text) }
    }

    private func takeAway() async throws {
        let secret = try SecretName.typed(name ?? "")
        let all = try DeliveriesFile.deliveries()
        guard !place.isEmpty else {
            let everywhere = all.filter { $0.secret == secret }
            guard !everywhere.isEmpty else { throw MissingSecret.undelivered(secret, among: all.map(\.secret)) }
            var failed = 0
            for delivery in everywhere {
                do { try await remove(delivery, among: try DeliveriesFile.deliveries()) } catch {
                    failed += 1
                    SecretRotation.say("\(delivery.secret) is still delivered to \(delivery.words): \(error)")
                }
            }
            guard failed == 0 else {
                throw VaultRefusal(
                    "\(failed) of \(everywhere.count) could not be taken away, and are still on the list"
                )
            }
            return
        }
        let wanted = try place.delivery(of: secret)
        guard let delivery = all.first(where: { $0.isAt(wanted) && $0.secret == wanted.secret }) else {
            throw VaultRefusal("\(wanted.secret) is not delivered to \(wanted.words); --list has what is")
        }
        try await remove(delivery, among: all)
    }

    private func remove(
        _ delivery: SecretDelivery,
        among all: [SecretDelivery],
        isTold: Bool = true
    ) async throws {
        let deliverer = Deliverer(all)
        try await deliverer.withdraw(delivery)
        // Out of the list last: what was not taken away is still known.
        let rest = try DeliveriesFile.change { text throws(SyntaxError) in
            try VaultDeliveries.removing(delivery, from: text)
        }
        if !rest.contains(where: \.isForCompose) { try await DeliveryService().remove() }
        guard isTold else { return }
        if restart { try await deliverer.restart(delivery) }
        try FileOutput.print(ToldLines.text(DeliveryWords.withdrawn(delivery, isRestarted: restart)))
    }

    private func putAgain() async throws {
        let name = try name.map { try SecretName.typed($0) }
        let all = try DeliveriesFile.deliveries()
        let wanted = all.filter { (name == nil || $0.secret == name) && (!atBoot || $0.isForCompose) }
        guard !wanted.isEmpty else {
            if atBoot { return }
            guard let name else { throw VaultRefusal("nothing is delivered") }
            throw MissingSecret.undelivered(name, among: all.map(\.secret))
        }
        if all.contains(where: \.isForCompose), !atBoot { try await DeliveryService().install() }
        let vault = try await choice.open(for: "deliver")
        try await DeliveryRound(wanted, among: all).put(vault, restarting: restart)
    }
}
