import ArgumentParser
import LinuxMachine
import Vault

/// Where a secret is put, as it is typed.
struct DeliveryPlaceChoice: ParsableArguments {
    @Option(help: ArgumentHelp("A unit of systemd, which gets a credential.", valueName: "unit"))
    var unit: String?

    @Option(help: ArgumentHelp("A compose project, which gets a file in memory.", valueName: "project"))
    var compose: String?

    @Option(help: ArgumentHelp("The account inside the container that reads it.", valueName: "uid:gid"))
    var container: String?

    @Option(help: ArgumentHelp("An environment file: the weakest way.", valueName: "path"))
    var envFile: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "What it is called there: the credential, the file, or the variable; else the last part of the secret's name.",
            valueName: "name"
        )
    )
    var given: String?

    var isEmpty: Bool { [unit, compose, container, envFile, given].allSatisfy { $0 == nil } }

    func requireOne(withdrawing: Bool) throws {
        guard [unit, compose, envFile].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Say where to: --unit UNIT, --compose PROJECT, or --env-file PATH.")
        }
        guard compose == nil || withdrawing || container != nil else {
            throw ValidationError("Say who reads it inside of the container: --container UID:GID.")
        }
        guard container == nil || compose != nil else { throw ValidationError("--container belongs to --compose.") }
        guard envFile == nil || given != nil else { throw ValidationError("Name the variable: --as VARIABLE.") }
    }

    func delivery(of secret: SecretName) throws -> SecretDelivery {
        let name = given ?? secret.text.split(separator: "/").last.map(String.init) ?? secret.text
        let place: SecretDelivery.Place
        if let unit {
            place = .unit(unit.contains(".") ? unit : "\(unit).service", credential: name)
        } else if let compose {
            let (account, group) = try container.map(ContainerAccount.numbers) ?? (0, 0)
            place = .compose(project: compose, file: name, account: account, group: group)
        } else {
            place = .environment(file: envFile ?? "", variable: name)
        }
        return try explained { () throws(VaultStoreFailure) in try SecretDelivery(secret, to: place) }
    }
}

/// `UID:GID`, as it is typed.
enum ContainerAccount {
    static func numbers(_ text: String) throws -> (UInt32, UInt32) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt32($0) }
        guard parts.count == 2, let user = parts[0], let group = parts[1] else {
            throw ConfigurationError("--container \(text) is not UID:GID, such as 1000:1000")
        }
        return (user, group)
    }
}
