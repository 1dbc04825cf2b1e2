/// The unit of systemd that a process belongs to, from `/proc/PID/cgroup`. cgroups(7)
struct ControlGroup: Sendable {
    /// Such as `ssh.service`; nothing for a process that systemd did not start.
    let unit: String?
    /// The account whose manager runs it; nothing for the system's.
    let account: String?

    /// Nothing for a process of a container, or one that somebody started in a login.
    init?(_ text: String) {
        // Version 2 has one line, `0::/system.slice/ssh.service`; version 1 has one that systemd names.
        let lines = text.split(separator: "\n")
        let line = lines.first { $0.contains(":name=systemd:") } ?? lines.first { $0.hasPrefix("0::") }
        let path = line.flatMap { line in line.firstIndex(of: "/").map { line[$0...] } } ?? "/"
        let parts = path.split(separator: "/")
        let slices = parts.prefix { $0.hasSuffix(".slice") }
        let rest = parts.dropFirst(slices.count)
        let isContainer = parts.contains { part in
            part == "payload" || part.hasPrefix("lxc.payload") || part.hasPrefix("libpod-")
                || part.hasPrefix("docker-") && part.hasSuffix(".scope") || part.hasPrefix("cri-containerd-")
        }
        guard !isContainer, parts.first != "machine.slice" else { return nil }
        switch (rest.first, slices.first) {
        case (nil, nil): (unit, account) = (nil, nil)
        case ("init.scope"?, nil): (unit, account) = ("init.scope", nil)
        case (let name?, "user.slice"?) where name.hasPrefix("user@") && name.hasSuffix(".service"):
            // Below the account's own manager; itself it stands in a scope.
            let own = rest.dropFirst().last { $0.hasSuffix(".service") }
            guard own != nil || rest.dropFirst().first == "init.scope" else { return nil }
            unit = own.map(String.init) ?? String(name)
            account = own == nil ? nil : String(name.dropFirst(5).dropLast(8))
        case (let name?, .some) where name.hasSuffix(".service"): (unit, account) = (String(name), nil)
        default: return nil
        }
    }

    /// What it is called where several accounts may have one of the name.
    var title: String? { unit.map { unit in account.map { "\(unit) of the account with the id \($0)" } ?? unit } }
}
