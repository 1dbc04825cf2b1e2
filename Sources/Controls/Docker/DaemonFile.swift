import Documents
import Hardening

/// Changes of the Docker daemon's file that leave the rest of it as it is, byte for byte.
enum DaemonFile {
    static let path = "/etc/docker/daemon.json"

    /// The file with the changes, and the directory it lies in.
    static func amended(
        _ summary: String,
        _ edits: @escaping @Sendable (JSONNode) -> [JSONEdit]
    ) -> [Amendment] {
        [
            Amendment(.directory("/etc/docker"), "the Docker daemon has a directory for its file", activation: .docker)
            {
                $0 == .absent ? .permissions(.init(mode: 0o755)) : $0
            },
            Amendment(.file(path), "daemon.json: \(summary)", activation: .docker) { state throws(Amendment.Failure) in
                var file: State.File
                switch state {
                case .absent: file = State.File([], mode: 0o644)
                case .file(let content): file = content
                default: throw Amendment.Failure("is not a file")
                }
                do {
                    // The daemon takes an empty file for one without settings.
                    let isBlank = file.bytes.allSatisfy { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
                    let bytes = isBlank ? Array("{\n}\n".utf8) : file.bytes
                    let document = try JSONDocument(bytes, dialect: .json)
                    let edits = edits(document.root)
                    if !edits.isEmpty { file.bytes = try document.applying(edits).bytes }
                } catch {
                    throw Amendment.Failure("\(error)")
                }
                return file.bytes.isEmpty ? state : .file(file)
            },
        ]
    }
}

extension Remediation {
    /// Settings in daemon.json, after live-restore, so that containers go on while the daemon restarts.
    ///
    /// The daemon does not start where its command line makes one of the `keys`, too; an `obstacle` tells why they are
    /// left to a person on this machine, where they are.
    static func daemon(
        _ control: Control.ID,
        _ profile: Profile,
        _ summary: String,
        keys: [String],
        unless obstacle: @escaping @Sendable (Record) -> String? = { _ in nil },
        _ edits: @escaping @Sendable (JSONNode) -> [JSONEdit]
    ) -> Self {
        Self(control, needs: [.facts(.dockerDaemon)]) { snapshot in
            guard case .state(.records(let records)) = snapshot[.facts(.dockerDaemon)], let record = records.first
            else { return .advise("The Docker daemon does not tell its settings; start it and plan again.") }
            if case .text(let file) = record[.daemonFile], file != DaemonFile.path {
                return .advise("The daemon reads \(file), and not \(DaemonFile.path): put \(summary) into that file.")
            }
            if let why = obstacle(record) { return .advise(why) }
            let flags = if case .list(let names) = record[.daemonFlags] { names } else { [String]() }
            let taken = keys.filter(flags.contains)
            guard taken.isEmpty else {
                return .advise(
                    "The daemon's command line already has \(taken.joined(separator: " and ")), and it does not start "
                        + "where daemon.json has it, too: change ExecStart of docker.service (systemctl edit docker)."
                )
            }
            guard record[.liveRestore] != true, record[.runningContainers] != 0 else {
                return .amend(DaemonFile.amended(summary, edits))
            }
            guard record[.isInSwarm] == false, profile.docker.liveRestore, !flags.contains("live-restore") else {
                return .advise(
                    "Containers would stop while the daemon restarts, as live-restore is not on here: put "
                        + "\(summary) into /etc/docker/daemon.json, and systemctl restart docker when it suits."
                )
            }
            return .amend(DaemonFile.amended(summary) { [.set(true, at: ["live-restore"])] + edits($0) })
        }
    }
}
