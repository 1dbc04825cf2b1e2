import Hardening

/// A home directory, and who owns it.
struct HomeDirectory: Sendable {
    let path: String
    let uid: Int
}

extension Observer {
    /// Homes of root and of people; those of system accounts hold nothing of the kind.
    func homeDirectories() async -> Reading<[HomeDirectory]> {
        await accountRecords().map { accounts in
            var seen: Set<String> = []
            return accounts.compactMap { account in
                guard case .text(let home) = account[.home], case .number(let uid) = account[.uid],
                    uid == 0 || (1000..<60000).contains(uid), home != "/", seen.insert(home).inserted
                else { return nil }
                return HomeDirectory(path: home, uid: uid)
            }
        }
    }

    /// Directories that may hold a deployment: homes, `/opt`, `/srv`, state directories, and one level below.
    func projectDirectories() async -> [String] {
        await memo.value("project directories") {
            var bases = ["/opt", "/srv"]
            bases += (await homeDirectories().content ?? []).prefix(100).map(\.path)
            var found = bases
            for base in bases {
                for name in (await surface.entries(base).content ?? []).prefix(200) {
                    // Of what is hidden in a home, only OpenClaw's state is a deployment.
                    guard !name.hasPrefix(".") || name.hasPrefix(".openclaw") || name.hasPrefix(".clawdbot") else {
                        continue
                    }
                    found.append(Path.join(base, name))
                }
            }
            found += (await openclawInstallations().content ?? []).map(\.directory)
            var seen: Set<String> = []
            return Array(found.filter { seen.insert($0).inserted }.prefix(600))
        }
    }
}
