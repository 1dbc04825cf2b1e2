import Hardening
import Surface

extension Packages {
    /// What there is of all that installations leave.
    func traces() async throws(Failure) -> Traces {
        var traces = Traces(
            accounts: Set(try await entries(of: "/etc/passwd").map(\.name)),
            groups: Set(try await entries(of: "/etc/group").map(\.name)),
            links: await unitLinks()
        )
        try await addUcf(to: &traces)
        return traces
    }

    /// Removes the service accounts and groups that an installation made, which Debian leaves when it is purged.
    ///
    /// Only numbers below those of people are looked at: whatever the list says, nobody's login goes.
    func removeAccounts(_ made: Traces) async throws(Failure) {
        for (name, number) in try await entries(of: "/etc/passwd")
        where made.accounts.contains(name) && (1..<1000).contains(number) {
            try await host.perform(Command("userdel", ["--", name], timeout: 30))
        }
        for (name, number) in try await entries(of: "/etc/group")
        where made.groups.contains(name) && (1..<1000).contains(number) {
            try await host.perform(Command("groupdel", ["--", name], timeout: 30))
        }
    }

    /// The first and third fields of the lines, as passwd(5) and group(5) have them.
    private func entries(of path: String) async throws(Failure) -> [(name: String, number: Int)] {
        guard case .state(.file(let file)) = await host.observe(.file(path)), let text = file.text else {
            throw Failure(.unreadable, "\(path) cannot be read")
        }
        return text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count >= 3, let number = Int(fields[2]) else { return nil }
            return (String(fields[0]), number)
        }
    }
}
