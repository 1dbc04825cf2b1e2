/// What one start of the switch's service came to, while nothing is due yet.
struct SwitchTrial {
    /// The directory of the store, where the copy of the program lies.
    let store: String
    /// Whether `systemctl start` reported success.
    let isStarted: Bool
    /// What systemd says of the service afterwards, by property.
    let properties: [String: String]
    /// Whether the look gave the answer that it was asked for.
    let isAnswered: Bool
    /// Whether the file system of the store lets no program run.
    let isNoExec: Bool
    /// What the service said, line by line.
    let said: [String]

    /// Why the switch could not undo anything, and what to do; none where it was seen to work.
    var blocker: String? {
        let hasSucceeded = isStarted && properties["Result"] == "success" && properties["ExecMainStatus"] == "0"
        if hasSucceeded, isAnswered { return nil }
        return cause
    }

    private var cause: String {
        let words = said.suffix(4).joined(separator: " / ")
        let quoted = words.isEmpty ? "" : " (\(words))"
        if isNoExec {
            return
                "the switch that undoes an unconfirmed change cannot run: \(store) is on a file system that is mounted "
                + "noexec. Let programs run in this directory alone: mount --bind \(store) \(store), and mount -o "
                + "remount,bind,exec \(store); and for the next boot, in /etc/fstab: \(store) \(store) none bind,exec 0 0"
        }
        if properties["ExecMainStatus"] == "203" {
            return
                "the switch that undoes an unconfirmed change cannot run: systemd could not execute \(store)/nacre"
                + "\(quoted). Where SELinux, AppArmor or fapolicyd guard programs, let them allow this one: "
                + "journalctl -k --grep=denied shows what refused it"
        }
        if let library = said.first(where: { $0.contains("error while loading shared libraries") }) {
            return
                "the switch that undoes an unconfirmed change cannot run: \(library). Install Nacre so that its libraries "
                + "are found without the environment of this session"
        }
        if isStarted, properties["Result"] == "success", !isAnswered {
            return
                "the switch that undoes an unconfirmed change was started and did not look at it\(quoted): a setting of "
                + "nacre-switch.service keeps it from running or from writing to \(store): systemctl cat nacre-switch.service"
        }
        let result = properties["Result"].map { " (\($0))" } ?? ""
        return
            "the switch that undoes an unconfirmed change failed when it was tried\(result)\(quoted): "
            + "systemctl status nacre-switch.service"
    }
}
