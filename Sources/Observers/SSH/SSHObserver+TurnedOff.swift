import Surface

extension SSHObserver {
    /// Whether an SSH server that is installed is turned off: neither its service nor its socket runs, or would with the
    /// next boot; false where that could not be determined.
    public func sshIsTurnedOff() async -> Bool {
        for unit in ["ssh.service", "ssh.socket"] {
            guard let output = await surface.run(Self.showing(sshUnit: unit)).content, output.status == 0,
                Self.isTurnedOff(output.text)
            else { return false }
        }
        return true
    }

    static func showing(sshUnit: String) -> Command {
        let properties = "ActiveState,Result,Job,LoadState,UnitFileState"
        return Command("systemctl", ["show", "--property=\(properties)", "--", sshUnit], timeout: 30)
    }

    /// From what `systemctl show` prints.
    ///
    /// One that failed is not turned off: somebody may wait for it.
    static func isTurnedOff(_ shown: String) -> Bool {
        let values = [String: String](systemdProperties: shown)
        guard values["ActiveState"] == "inactive", ["", "0", nil].contains(values["Job"]) else { return false }
        switch values["LoadState"] {
        case "not-found", "masked": return true
        default: return values["Result"] == "success" && ["disabled", "masked"].contains(values["UnitFileState"])
        }
    }
}
