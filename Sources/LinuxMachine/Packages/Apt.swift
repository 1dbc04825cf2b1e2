import Surface

/// What apt is asked to do: never a question, never more than is named, nobody's settings replaced.
enum Apt {
    /// Seconds to wait for another run of apt to end.
    static let patience = 120
    /// Seconds for one run: a slow mirror and a slow disk take minutes, and to end apt while dpkg works breaks packages.
    private static let limit = 3600

    private static let environment = [
        "DEBIAN_FRONTEND": "noninteractive", "DEBCONF_NONINTERACTIVE_SEEN": "true", "UCF_FORCE_CONFFOLD": "1",
        "APT_LISTCHANGES_FRONTEND": "none", "APT_LISTBUGS_FRONTEND": "none",
        // needrestart restarts daemons that nobody asked it to.
        "NEEDRESTART_SUSPEND": "1",
    ]

    /// A run that changes something.
    static func get(_ arguments: [String]) -> Command {
        let options = [
            "-q", "-y", "-o", "DPkg::Lock::Timeout=\(patience)", "-o", "Dpkg::Use-Pty=0",
            "-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold",
            // Nothing may vanish because something else comes.
            "-o", "APT::Install-Recommends=false", "-o", "APT::Get::Remove=false",
        ]
        return Command("apt-get", options + arguments, timeout: limit, environment: environment)
    }

    /// Fetches package lists; fails when not all of them came, unlike `apt-get update` by itself.
    static func update(limit: Int = limit) -> Command {
        let options = [
            "-q", "-y", "-o", "DPkg::Lock::Timeout=\(patience)", "-o", "APT::Update::Error-Mode=any",
            "-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20", "-o", "Acquire::Retries=1",
        ]
        return Command("apt-get", options + ["update"], timeout: limit, environment: environment)
    }

    /// How dpkg has each of the packages it knows of: `installed`, `unpacked`, `config-files`.
    static func states(_ names: [String]) -> Command {
        Command("dpkg-query", ["-W", "-f=${Package} ${Architecture} ${db:Status-Status}\n", "--"] + names, timeout: 60)
    }

    /// The files of packages.
    static func files(_ names: [String]) -> Command { Command("dpkg-query", ["-L", "--"] + names, timeout: 60) }

    /// Takes exactly these away, with their settings; what else would have to go is refused beforehand.
    static func purge(_ names: [String]) -> Command {
        let options = [
            "-q", "-y", "-o", "DPkg::Lock::Timeout=\(patience)", "-o", "Dpkg::Use-Pty=0",
            "-o", "APT::AutoRemove::SuggestsImportant=false",
        ]
        return Command("apt-get", options + ["purge", "--"] + names, timeout: limit, environment: environment)
    }

    /// What such a run would do; changes nothing, and needs no lock.
    static func simulate(_ arguments: [String]) -> Command {
        Command(
            "apt-get",
            ["-q", "-s", "-o", "Debug::NoLocking=true", "--no-install-recommends"] + arguments,
            timeout: 60,
            environment: environment
        )
    }

    /// Ends what an interrupted dpkg began.
    static let configure = Command(
        "dpkg",
        ["--configure", "-a", "--force-confdef", "--force-confold"],
        timeout: limit,
        environment: environment
    )

    /// The packages a simulation says would come (`Inst`) or go (`Remv`, `Purg`), in its order.
    ///
    /// Packages of a foreign architecture keep its name: `libc6:i386`.
    static func packages(_ marks: Set<Substring>, in simulation: String) -> [String] {
        var seen: Set<String> = []
        return simulation.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count >= 2, marks.contains(words[0]), seen.insert(String(words[1])).inserted else { return nil }
            return String(words[1])
        }
    }
}
