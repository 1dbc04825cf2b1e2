import ArgumentParser
import Glibc
import LinuxMachine
import Vault

struct VaultRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Start a program with secrets in its environment, and in no other's.",
        discussion: """
            sudo nacre vault run --env OPENAI_API_KEY=models/openai -- /usr/bin/program --its-options

            The program takes the place of nacre. What it starts inherits its environment.

            Exit status: the program's own, once it is started; 2 wrong arguments, or not run as root; 3 it could not be started, \
            and why.
            """
    )

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp("A variable, and the secret that it holds; may be repeated.", valueName: "VARIABLE=NAME")
    )
    var variables: [String] = []

    @Argument(parsing: .postTerminator, help: "The program and its arguments, after --.")
    var command: [String] = []

    @OptionGroup var choice: VaultChoice

    func validate() throws {
        guard !command.isEmpty else { throw ValidationError("Name the program after --.") }
        guard !variables.isEmpty else { throw ValidationError("Say which secret it gets: --env VARIABLE=NAME.") }
    }

    func run() async throws {
        let wanted = try variables.map { try VariableOfSecret($0) }
        let vault = try await choice.open(for: "run")
        let values = try wanted.map { one in
            try choice.require(one.secret, in: vault)
            do {
                let value = try vault.value(one.secret).exposed
                guard !value.contains(0) else {
                    throw VaultRefusal("\(one.secret) holds a NUL byte, which no variable can")
                }
                return (name: one.variable, value: value)
            } catch let failure as VaultFailure {
                throw VaultRefusal(failure)
            }
        }
        let failure = SecretProcess.become(command[0], Array(command.dropFirst()), adding: values)
        throw VaultRefusal("\(command[0]) could not be started: \(unsafe String(cString: strerror(failure)))")
    }
}

/// `VARIABLE=NAME`, as it is typed.
struct VariableOfSecret {
    let variable: String
    let secret: SecretName

    init(_ text: String) throws {
        guard let equals = text.firstIndex(of: "="), SecretDelivery.isVariable(text[..<equals]) else {
            throw ConfigurationError("\(text) is not VARIABLE=NAME")
        }
        variable = String(text[..<equals])
        secret = try .typed(String(text[text.index(after: equals)...]))
    }
}
