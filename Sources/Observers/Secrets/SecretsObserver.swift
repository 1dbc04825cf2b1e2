import Catalog
import Documents
import Hardening
import Surface

/// Files that hold secrets.
struct SecretsObserver: SubjectObserver {
    let look: Look

    /// Secrets in places that others read, or that live longer than the secret should.
    func secretFindings() async throws(Unknown) -> [Record]? {
        var search = SecretSearch()
        var seen: Set<ByteName> = []
        for suspect in await suspectFiles() where seen.insert(ByteName("\(suspect.place) \(suspect.path)")).inserted {
            await look(at: suspect, &search)
        }
        await lookAtContainers(&search)
        await lookAtCommandLines(&search)
        for directory in await projectDirectories().directories { await lookAtRepository(directory, &search) }
        if let doubt = await projectDirectories().doubt {
            for place in ["backup", "compose file", "git"] { search.unseen(place, "in further directories", doubt) }
        }
        return search.findings()
    }

    /// Bytes of the largest file that is looked through.
    private static let largestSuspect = 4 << 20

    func look(at suspect: SuspectFile, _ search: inout SecretSearch) async {
        if let doubt = suspect.doubt { return search.unseen(suspect.place, suspect.path, doubt) }
        switch await surface.status(suspect.path) {
        case .absent: return
        case .unreadable(let why): return search.unseen(suspect.place, suspect.path, why)
        case .found(let status):
            if suspect.onlyIfShared, status.mode & 0o004 == 0 { return }
            // What is too large to read costs nothing; reading it says so.
            let isReadable = status.size <= Self.largestSuspect
            guard !isReadable || search.affords(status.size, suspect.place, suspect.path) else { return }
        }
        switch await surface.file(suspect.path, limit: Self.largestSuspect) {
        case .absent: return
        case .unreadable(let why): search.unseen(suspect.place, suspect.path, why)
        case .found(let file):
            search.look(through: file, suspect.place, suspect.path)
            if suspect.place == "git" { search.lookForHeaders(in: file, suspect.place, suspect.path) }
        }
    }

    /// What `docker inspect` shows of every container: variables, command line and labels.
    private func lookAtContainers(_ search: inout SecretSearch) async {
        let place = "container"
        switch await docker.dockerContainers() {
        case .absent: return
        case .unreadable(let why): search.unseen(place, "of the Docker daemon", why)
        case .found(let containers):
            for container in containers {
                for (name, value) in container.environment.sorted(by: { $0.key < $1.key }) {
                    let text = Array("\(name)=\(value)".utf8)
                    search.look(through: text, place, named: "\(container.name): \(name)", isShared: false)
                }
                let config = container.node["Config"]
                let words = (config?["Entrypoint"]?.items ?? []) + (config?["Cmd"]?.items ?? [])
                let command = Array(words.compactMap(\.text).joined(separator: " ").utf8)
                search.look(through: command, place, named: "\(container.name): its command", isShared: false)
                for label in container.labels {
                    let text = Array("\(label.key)=\(label.value.text ?? "")".utf8)
                    search.look(through: text, place, named: "\(container.name): label \(label.key)", isShared: false)
                }
            }
        }
    }

    private static let processLimit = 2000

    /// Arguments of running programs, which every account reads in `ps`. proc_pid_cmdline(5)
    private func lookAtCommandLines(_ search: inout SecretSearch) async {
        let place = "command line"
        guard surface.isLive else {
            return search.unseen(place, "of running programs", .needsRunningSystem("needs a running system"))
        }
        let processes = (await surface.entries("/proc").content ?? []).compactMap { Int($0) }
        if processes.count > Self.processLimit {
            search.unseen(place, "of further programs", .tooLarge("only \(Self.processLimit) programs are looked at"))
        }
        for process in processes.prefix(Self.processLimit) {
            guard let bytes = await surface.file("/proc/\(process)/cmdline").content?.bytes, !bytes.isEmpty else {
                continue
            }
            let line = bytes.map { $0 == 0 ? UInt8(ascii: " ") : $0 }
            let program = await surface.text("/proc/\(process)/comm").content?.firstLine ?? "a program"
            search.look(through: line, place, named: "\(program) (process \(process))", isShared: true)
        }
    }
}
