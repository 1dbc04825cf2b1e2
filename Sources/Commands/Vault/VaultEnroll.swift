import ArgumentParser
import Documents
import Glibc
import LinuxMachine
import Vault

struct VaultEnroll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Let an OpenClaw ask for secrets, so that openclaw.json holds references only.",
        discussion: """
            sudo nacre vault enroll openclaw --account openclaw \\
                --secret models/openai --secret gateway/token
            sudo nacre vault enroll boxed --container 1000:1000 \\
                --secret models/openai

            It gets a socket of its own, and a program that asks there: OpenClaw's exec provider. What to put into \
            openclaw.json is printed. For a gateway in a container, name the account that runs inside of it as numbers, and \
            mount the two paths that are printed.

            Enrolling the same name again changes what it gets. After nacre itself was replaced by another version, --again puts \
            the programs of all that are enrolled and the service in place as that version has them; nothing else changes.

            \(VaultStatus.plain)
            """
    )

    @Argument(help: "What the client is called: lower-case letters, digits and -")
    var name: String?

    @Option(help: "The account that runs the gateway on this server.")
    var account: String?

    @Option(help: ArgumentHelp("The account inside a container that runs the gateway.", valueName: "uid:gid"))
    var container: String?

    @Option(
        name: .customLong("secret"),
        help: ArgumentHelp("A secret that it gets; may be repeated.", valueName: "name")
    )
    var secrets: [String] = []

    @Flag(help: "Let it ask no longer.")
    var withdraw = false

    @Flag(help: "Put the programs and the service of all that are enrolled in place as this version has them.")
    var again = false

    @OptionGroup var choice: VaultChoice

    func validate() throws {
        if again {
            guard name == nil, account == nil, container == nil, secrets.isEmpty, !withdraw else {
                throw ValidationError("--again is about all that are enrolled, and takes nothing else.")
            }
            return
        }
        guard name != nil else { throw ValidationError("Say what the client is called.") }
        if withdraw {
            guard account == nil, container == nil, secrets.isEmpty else {
                throw ValidationError("--withdraw needs the name alone.")
            }
            return
        }
        guard (account == nil) != (container == nil) else {
            throw ValidationError("Say who asks: --account NAME, or --container UID:GID.")
        }
        guard !secrets.isEmpty else { throw ValidationError("Say what it gets: --secret NAME.") }
    }

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can do this: sudo nacre vault enroll …") }
        guard choice.isStandard else {
            throw ConfigurationError(
                "enroll is about the server's own vault, which is the one that is served: leave --vault out"
            )
        }
        if again {
            let (all, open) = try await Enrollment.again()
            return try FileOutput.print(EnrolledWords.again(all, open))
        }
        let name = name ?? ""
        if withdraw { return try await leave(name) }
        let names = try secrets.map { try SecretName.typed($0) }
        let (user, group) = try identity()
        let client = try explained { () throws(VaultStoreFailure) in
            try VaultClient(
                name,
                at: account == nil ? .container : .account,
                account: user,
                group: group,
                secrets: names,
                user: account
            )
        }
        let vault = try await choice.open(for: "enroll")
        let enrollment = Enrollment(client: client.goingOn(from: try EnrolledFile.clients()))
        try enrollment.requireTexts(in: vault)
        let isFixed = try await enrollment.put()
        try FileOutput.print(EnrolledWords.text(client, enrollment.launcher.path, isFixed: isFixed))
    }

    private func leave(_ name: String) async throws {
        let client = try EnrolledFile.clients().first { $0.name == name }
        if client != nil {
            try EnrolledFile.change { text throws(SyntaxError) in try VaultClients.removing(name, from: text) }
        }
        // What answers goes by the new list before anything else is taken away; said twice, it is done twice.
        do {
            if try EnrolledFile.clients().isEmpty {
                try await VaultService().remove()
            } else {
                try await VaultService().install()
            }
        } catch let failure as RunningMachine.Failure {
            throw VaultRefusal(
                "\(VaultService.unit) still goes by the old list: \(failure); say it again once that is put right"
            )
        }
        guard let client else {
            throw VaultRefusal("nobody is enrolled as \(name); what answers goes by the list of \(VaultClients.file)")
        }
        try explained { () throws(VaultStoreFailure) in try SecretLauncher(of: client).remove() }
        try FileOutput.print("\(name) gets nothing from the vault any more.\n")
    }

    private func identity() throws -> (UInt32, UInt32) {
        if let container { return try ContainerAccount.numbers(container) }
        let account = account ?? ""
        guard let entry = unsafe getpwnam(account) else {
            throw ConfigurationError("there is no account \(account) on this server")
        }
        return unsafe (entry.pointee.pw_uid, entry.pointee.pw_gid)
    }
}
