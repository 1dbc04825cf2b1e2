import Hardening

/// Commands by which a person puts one line where it counts: between backticks, as they are copied and run as they stand.
enum ByHand {
    /// A line of sshd's configuration before all others, as the first counts; nothing is reloaded that sshd would not
    /// start with.
    ///
    /// sed puts nothing into a file without lines, so that one is begun where there is none.
    static func sshd(_ line: String) -> String {
        "`test -s \(SSHDirectives.main) || echo | sudo tee -a \(SSHDirectives.main); "
            + "sudo sed -i '1i \(line)' \(SSHDirectives.main) && sudo sshd -t && sudo systemctl reload ssh`"
    }

    /// Kernel parameters, for the next boot and for now, read as they are read at boot.
    ///
    /// A file may end without a line feed, so what is added to one begins with its own.
    static func kernel(_ lines: [String]) -> String {
        let quoted = lines.map { "'\($0)'" }.joined(separator: " ")
        return "`printf '\\n%s\\n' \(quoted) | sudo tee -a \(SysctlFile.path) && sudo systemctl restart systemd-sysctl`"
    }

    /// A setting of apt's, of which the last counts.
    static func apt(_ setting: String) -> String {
        "`printf '\\n%s\\n' '\(setting)' | sudo tee -a /etc/apt/apt.conf.d/99nacre-updates`"
    }

    /// Lines of a section of fail2ban's jails, in a file of their own among those that are read last.
    ///
    /// fail2ban does not start with a file in which a section stands twice, so that nothing is added to one.
    static func jail(_ section: String, _ lines: String..., ending: String = "sudo fail2ban-client reload") -> String {
        let quoted = (["[\(section)]"] + lines).map { "'\($0)'" }.joined(separator: " ")
        let options = lines.compactMap { $0.hasPrefix(" ") ? nil : $0.split(separator: " ").first }
        let file = "/etc/fail2ban/jail.d/90-\(section)-\(options.joined(separator: "-")).local"
        return "`printf '%s\\n' \(quoted) | sudo tee \(file) && \(ending)`"
    }

    /// Settings of the unit that was found, in a drop-in.
    static func unit(_ lines: String...) -> String {
        let quoted = (["[Service]"] + lines).map { "'\($0)'" }.joined(separator: " ")
        return "`sudo mkdir -p {UNIT_DIRECTORY}/{UNIT}.d && printf '\\n%s\\n' \(quoted) | sudo tee -a "
            + "{UNIT_DIRECTORY}/{UNIT}.d/override.conf && sudo {SYSTEMCTL} daemon-reload && sudo {SYSTEMCTL} restart {UNIT}`"
    }

    /// A file and a line of it, in words; marks of a remedy are none in a name.
    static func place(_ origin: Origin) -> String {
        plain(origin.file) + (origin.line.map { " line \($0)" } ?? "")
    }

    /// Words that were found, without the marks of commands and holes.
    static func plain(_ text: String) -> String { text.filter { !"`{}".contains($0) } }

    /// More items of a list: a command would have to name all that it has already.
    static func list(_ key: String, _ items: String...) -> String {
        let quoted = items.map { "\"\($0)\"" }.joined(separator: ", ")
        return "add \(quoted) to the list \(key) in openclaw.json"
    }
}
