import ArgumentParser

/// Secrets sealed on the server.
struct VaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "Keep keys sealed, and hand each to what needs it.",
        discussion: """
            A vault is one file in which every value is sealed by itself (AES-256-GCM); its key lies somewhere else, and \
            without it nothing can be read or changed unnoticed. Values come from standard input or a prompt, never from \
            arguments.

            sudo nacre vault init
            sudo nacre vault set models/openai --purpose model-key
            sudo nacre vault run --env OPENAI_API_KEY=models/openai -- COMMAND

            Exit status: 0 done; 1 verify, doctor or compromised found something; 2 wrong arguments, or not run as root; 3 it could \
            not be done, and why; with run, the program's own. Where a command means more by them, its own help says so.
            """,
        subcommands: [
            VaultInit.self, VaultSet.self, VaultGet.self, VaultList.self, VaultHistory.self, VaultRemove.self,
            VaultRotate.self, VaultCompromised.self, VaultRun.self, VaultExport.self, VaultImport.self, VaultRekey.self,
            VaultVerify.self,
            VaultDoctor.self,
            VaultEnroll.self, VaultDeliver.self, VaultServe.self,
        ]
    )
}
