import Catalog
import Documents
import Hardening
import Surface

extension GatewayUnitsObserver {
    /// Who runs the gateway outside of containers, and what that account may become.
    func gatewayAccount(of installation: Installation) async -> [Field: Value] {
        let none: [Field: Value] = [
            .gatewayAccount: .unset, .strayRunsAsRoot: .unset, .accountPowers: .unset, .accountLogGroups: .unset,
        ]
        guard installation.container == nil, let service = installation.service else { return none }
        let stray = await strayRunsAsRoot(installation, service)
        guard let named = service.account else { return none.merging([.strayRunsAsRoot: stray]) { $1 } }
        guard !["root", "0", ""].contains(named) else {
            return none.merging([.gatewayAccount: "root", .strayRunsAsRoot: stray]) { $1 }
        }
        let accounts: [Record]
        switch await self.accounts.accountRecords() {
        case .found(let found): accounts = found
        case .absent: return Self.unknownAccount(named, stray, .missing("there is no account database"))
        case .unreadable(let why): return Self.unknownAccount(named, stray, why)
        }
        let account = accounts.first { $0.name == named || $0[.uid] == Int(named).map { .number($0) } }
        // systemd makes an account for the time that it runs; it is in no group and no rule.
        let name = account?.name ?? named
        return [
            .gatewayAccount: .text(name), .strayRunsAsRoot: stray,
            .accountPowers: await powers(of: name, account, service.process),
            .accountLogGroups: await logGroups(of: name, account, service.process),
        ]
    }

    private static func unknownAccount(_ name: String, _ stray: Value, _ why: Unknown) -> [Field: Value] {
        [
            .gatewayAccount: .text(name), .strayRunsAsRoot: stray, .accountPowers: .unknown(why),
            .accountLogGroups: .unknown(why),
        ]
    }

    /// What runs as root without a unit is root, whatever else is not known of it; a unit is asked what it says itself.
    private func strayRunsAsRoot(_ installation: Installation, _ service: GatewayService) async -> Value {
        guard let process = service.process else { return .unset }
        let cgroup = await surface.text("/proc/\(process)/cgroup").content ?? ""
        let units = await gateway.gatewayServices().filter {
            $0.process == nil && $0.stateDirectory == installation.directory
        }
        let names = cgroup.split { "/\n".contains($0) }
        if units.contains(where: { names.contains(Substring(Path.name($0.source))) }) { return .unset }
        return .flag(service.author == 0)
    }

    /// Groups whose members read every unit's log: the journal is theirs (systemd-journald.service(8)), and Debian gives
    /// `adm` the files of /var/log.
    private func logGroups(of name: String, _ account: Record?, _ process: Int?) async -> Value {
        if case .unreadable(let why) = await surface.text("/etc/group") { return .unknown(why) }
        return .list(await groups(of: name, account, process, among: ["adm", "systemd-journal", "wheel"]))
    }

    /// Those of the groups that an account is in, or its process.
    private func groups(
        of name: String,
        _ account: Record?,
        _ process: Int?,
        among names: Set<String>
    ) async -> [String] {
        var numbers: Set<Int> = []
        if case .number(let group)? = account?[.gid] { numbers.insert(group) }
        // What the process itself is in counts, whatever the files say by now.
        if let process, let status = await surface.text("/proc/\(process)/status").content {
            for line in status.split(separator: "\n") where line.hasPrefix("Groups:") || line.hasPrefix("Gid:") {
                let words = line.split { $0 == "\t" || $0 == " " }.dropFirst()
                numbers.formUnion(words.compactMap { Int($0) })
            }
        }
        return await docker.groupTable().filter { group in
            names.contains(group.name) && (group.members.contains(name) || numbers.contains(group.gid))
        }.map(\.name)
    }

    /// Groups whose members are root in all but name, and rules of sudo that allow everything.
    private func powers(of name: String, _ account: Record?, _ process: Int?) async -> Value {
        let mighty: Set<String> = ["docker", "lxd", "incus-admin", "libvirt", "disk", "shadow", "root"]
        var found = await groups(of: name, account, process, among: mighty).map { "the group \($0)" }
        do throws(Unknown) {
            for rule in try await accounts.sudoRules() ?? [] where rule[.givesRoot] == true {
                guard case .list(let reached) = rule[.reachesAccounts], reached.contains(name) else { continue }
                found.append(rule[.withoutPassword] == true ? "sudo without a password" : "sudo with its password")
            }
        } catch {
            if found.isEmpty { return .unknown(error.saying("what sudo allows is not known: \(error)")) }
        }
        var seen: Set<String> = []
        return .list(found.filter { seen.insert($0).inserted })
    }
}
