import Documents
import LinuxMachine
import Vault

/// What is to be done once somebody is enrolled.
enum EnrolledWords {
    static func text(_ client: VaultClient, _ program: String, isFixed: Bool) -> String {
        let inside = client.place == .container ? "/run/nacre/socket" : client.socket
        let command = client.place == .container ? "/opt/nacre/nacre-secret" : program
        let provider = JSONValue.object([
            (
                "secrets",
                .object([
                    (
                        "providers",
                        .object([
                            (
                                "nacre",
                                .object([
                                    ("source", .string("exec")), ("command", .string(command)),
                                    ("args", .strings([inside])),
                                ])
                            )
                        ])
                    )
                ])
            )
        ])
        let first = client.secrets.first?.text ?? "NAME"
        var text = "\(client.name) may ask for \(client.secrets.map(\.text).joined(separator: ", ")).\n\n"
        if client.place == .container {
            text += """
                Mount into its container, read-only:
                    \(directory(of: program)):/opt/nacre:ro
                    \(client.directory):/run/nacre:ro


                """
        }
        text += """
            In its openclaw.json:
            \(provider.document)
            and instead of a key, where it stands, such as models.providers.openai.apiKey:
                {"source": "exec", "provider": "nacre", "id": "\(first)"}

            Then have it read them: openclaw secrets reload, or start it anew.

            """
        if !isFixed {
            text += """

                The file system does not keep the account from changing \(program), which is its own:
                what it puts there is started in its place, with the account's own rights. nacre drift tells of it.

                """
        }
        return text
    }

    static func again(_ all: [VaultClient], _ open: [VaultClient]) -> String {
        var text = "\(all.map(\.name).joined(separator: ", ")): the program and the service are this version's.\n"
        if all.contains(where: { $0.place == .container }) {
            text += "A container that has the program's directory as a mount has the new one at once.\n"
        }
        for client in open {
            text += "The file system does not keep the account of \(client.name) from changing its program.\n"
        }
        return text
    }

    private static func directory(of path: String) -> String {
        path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
    }
}
