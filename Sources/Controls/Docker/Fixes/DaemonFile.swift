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
            Amendment(.directory("/etc/docker"), "the Docker daemon's file has a directory", activation: .docker) {
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

extension Fix {
    /// A setting in daemon.json, after live-restore, so that containers keep running while the daemon restarts.
    ///
    /// - Parameters:
    ///   - setting: what the file then says, or no longer says.
    ///   - keys: what of the file is changed; the daemon does not start where its command line sets one of them, too.
    ///   - byHand: how a person does the same.
    ///   - reason: why it is left to a person on this machine; none where it is not.
    ///   - edits: the changes of the file.
    /// - Returns: a fix that makes them where no container stops for it.
    static func daemonFile(
        _ setting: String,
        keys: [String],
        byHand: String,
        unless reason: @escaping @Sendable (Record) -> String? = { _ in nil },
        _ edits: @escaping @Sendable (JSONNode) -> [JSONEdit]
    ) -> Fix {
        daemonFile(setting, keys: keys, byHand: byHand, unless: reason) { root, _ in edits(root) }
    }

    /// The same with changes that depend on what the daemon may do.
    static func daemonFile(
        _ setting: String,
        keys: [String],
        byHand: String,
        unless reason: @escaping @Sendable (Record) -> String? = { _ in nil },
        _ editing: @escaping @Sendable (JSONNode, Record) -> [JSONEdit]
    ) -> Fix {
        Fix(byHand: byHand) { fault in
            guard let record = fault.records.first else {
                return .advise("The Docker daemon does not report its settings; start it and plan again.")
            }
            if case .text(let file) = record[.daemonFile], file != DaemonFile.path {
                return .advise(
                    "The daemon reads \(file), not \(DaemonFile.path). By hand: put \(setting) into that file."
                )
            }
            if let reason = reason(record) { return .advise("\(reason) By hand: \(byHand)") }
            let edits: @Sendable (JSONNode) -> [JSONEdit] = { editing($0, record) }
            let flags = if case .list(let names) = record[.daemonFlags] { names } else { [String]() }
            let taken = keys.filter(flags.contains)
            guard taken.isEmpty else {
                return .advise(
                    "The daemon's command line already sets \(taken.joined(separator: " and ")), and the daemon does not "
                        + "start where daemon.json sets it, too. By hand: change ExecStart of docker.service (sudo systemctl "
                        + "edit docker)."
                )
            }
            guard record[.liveRestore] != true, record[.runningContainers] != 0 else {
                return .amend(DaemonFile.amended(setting, edits))
            }
            guard record[.isInSwarm] == false, fault.profile.docker.liveRestore, !flags.contains("live-restore") else {
                return .advise(
                    "Containers would stop while the daemon restarts, because live-restore is not on. By hand: put "
                        + "\(setting) into \(DaemonFile.path), and sudo systemctl restart docker at a convenient time."
                )
            }
            return .amend(DaemonFile.amended(setting) { [.set(true, at: ["live-restore"])] + edits($0) })
        }
    }
}
