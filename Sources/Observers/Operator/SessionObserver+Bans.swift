import Catalog
import Documents
import Hardening
import Surface

extension SessionObserver {
    /// Addresses that fail2ban bans now, and by which jail.
    func bans() async throws(Unknown) -> [Record]? {
        guard surface.isLive else { return nil }
        // Since 0.11: `[{'sshd': ['192.0.2.1']}, {'recidive': []}]`. fail2ban-client(1)
        guard let output = try await surface.run(Command("fail2ban-client", ["banned"], timeout: 10)).get() else {
            return nil
        }
        // A server that does not run bans nobody anew; what it banned went with it.
        guard output.status == 0 else { return [] }
        return Self.bans(output.text)
    }

    static func bans(_ text: String) -> [Record] {
        var jail = ""
        var records: [Record] = []
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() where index % 2 == 1 {
            let isName = index + 1 < parts.count && parts[index + 1].hasPrefix(":")
            if isName {
                jail = String(part)
            } else if let address = SSHDAddress(String(part)) {
                records.append(
                    Record("\(address) by \(jail)", [.fromAddress: .text("\(address)"), .jailName: .text(jail)])
                )
            }
        }
        return records
    }
}
