import Controls
import Documents
import Hardening
import LinuxMachine
import Surface
import Vault

/// Gives the guard what it needs before agents come to it: their hashes, and the right to ask the vault for the keys.
struct GuardPlacement {
    private let enrolment: GuardEnrolment
    private let program: String
    private let client: VaultClient?
    private let address: String

    /// - Throws: where the guard is not installed, or the vault has not what it is to get.
    init(_ enrolment: GuardEnrolment, address: String) throws {
        self.enrolment = enrolment
        self.address = address
        guard let program = GuardService.program(), let account = GuardService.account() else {
            throw VaultRefusal(
                "nacre-guard is not installed on this server, or its account \(GuardService.user) is missing; nothing was changed. The "
                    + "package nacre-guard brings both; docs/guard.md says how to install it by hand"
            )
        }
        self.program = program
        let names = try enrolment.entries.compactMap(\.key).map { try SecretName.typed($0) }
        guard !names.isEmpty else {
            client = nil
            return
        }
        let there = try EnrolledFile.clients().first { $0.name == "guard" }
        if let there, there.place != .account || there.account != account.user {
            throw VaultRefusal(
                "guard is enrolled with the vault for another account; first: sudo nacre vault enroll guard --withdraw"
            )
        }
        let secrets = Set(there?.secrets ?? []).union(names).sorted()
        client = try explained { () throws(VaultStoreFailure) in
            try VaultClient(
                "guard",
                at: .account,
                account: account.user,
                group: account.group,
                secrets: secrets,
                user: GuardService.user
            )
        }
    }

    func put(_ vault: VaultChoice, _ terminal: Terminal) async throws {
        if let client {
            terminal.progress("Handing the guard its keys …")
            let enrollment = Enrollment(client: client)
            try enrollment.requireTexts(in: try await vault.open(for: "enroll"))
            _ = try await enrollment.put()
        }
        terminal.progress("The guard takes the agents …")
        try change()
        do { try await GuardService().takeOver(program) } catch {
            throw VaultRefusal(
                "the guard did not take \(GuardFile.path): \(error). openclaw.json was not changed; \(GuardFile.path) and the vault's list of "
                    + "clients have the agents already. Once it is put right, the same again. See: journalctl -u nacre-guard"
            )
        }
    }

    private func change() throws {
        try FileOutput.makeDirectory("/etc/nacre")
        try ProfileChoice.requireRootAlone(GuardFile.path)
        let text: String
        switch FileInput.text(GuardFile.path, limit: 1 << 20) {
        case .found(let found): text = found
        case .absent: text = ""
        case .unreadable(let why): throw ConfigurationError("cannot read \(GuardFile.path): \(why)")
        }
        let new: String
        do throws(SyntaxError) {
            new = try GuardFile.adding(enrolment.entries, at: address, to: text, hash: GuardPlaceholder.hash)
        } catch {
            throw ConfigurationError("\(GuardFile.path):\(error.position.line): \(error.message)")
        }
        if new != text { try FileOutput.replace(GuardFile.path, with: new, isPublic: true) }
    }
}
