import Catalog
import Documents
import Hardening
import Surface

/// What a compose file leaves to the image or to the daemon, as far as these can be asked.
extension ComposeObserver {
    /// The account and the health check that the image brings.
    func settleByImage(_ service: ComposeService, _ record: inout Record) async {
        let isOpen = [Field.runsAsRoot, .hasHealthCheck].contains { field in
            if case .unknown = record[field] { true } else { false }
        }
        guard isOpen, let written = service.node["image"]?.text else { return }
        let name = ComposeReader.resolved(written)
        guard Self.isImageName(name) else { return }
        if name != written {
            // A variable may give another name than the default that stands here; a container shows which.
            let containers = await docker.dockerContainers().content ?? []
            guard containers.contains(where: { $0.image == name && $0.composeFiles.contains(service.file) }) else {
                return
            }
        }
        guard let config = await docker.answer("/images/\(name)/json").content?["Config"] else { return }
        if case .unknown = record[.runsAsRoot], service.node["user"] == nil {
            record[.runsAsRoot] = .flag(ContainersObserver.isRoot(config["User"]?.text ?? ""))
        }
        if case .unknown = record[.hasHealthCheck] {
            let test = (config["Healthcheck"]?["Test"]?.items ?? []).compactMap(\.text)
            record[.hasHealthCheck] = .flag(!test.isEmpty && test.first != "NONE")
        }
    }

    /// What a profile of the service's own says, which compose reads from a file beside the project.
    func settleSeccomp(_ service: ComposeService, _ record: inout Record) async {
        guard case .text(let name) = record[.seccomp], !["unconfined", "builtin"].contains(name) else { return }
        let path = Path.resolve(name, from: service.directories.min() ?? Path.parent(service.file))
        record[.seccomp] =
            switch await surface.file(path, limit: 256 << 10) {
            case .found(let content): SeccompProfile.judged(content.bytes, of: path)
            case .absent: .unknown(.missing("there is no \(path)"))
            case .unreadable(let why): .unknown(why)
            }
    }

    /// Whether the daemon bounds the logs of a container that the service has not got yet.
    ///
    /// One that is there shows itself what it was given, which may be older than the daemon's settings.
    func settleByDaemon(_ service: ComposeService, _ record: inout Record) async {
        guard case .unknown = record[.logsAreLimited], case .found(let info) = await docker.answer("/info") else {
            return
        }
        let isMade = (await docker.dockerContainers().content ?? []).contains {
            $0.composeFiles.contains(service.file) && $0.label("com.docker.compose.service") == service.name
        }
        if isMade { return }
        let settings = await docker.daemonSettings()
        let isElsewhere = settings.flags.contains { ["log-driver", "log-opts", "config-file"].contains($0) }
        guard settings.error == nil, settings.hidden == nil, !isElsewhere else { return }
        let driver = info["LoggingDriver"]?.text ?? settings.node("log-driver")?.text ?? "json-file"
        let isBounded =
            settings.node("log-opts")?["max-size"] != nil || ["local", "none", "journald", "syslog"].contains(driver)
        record[.logsAreLimited] = .flag(isBounded)
    }

    /// Whether the text can be an image's name and nothing else in a request.
    static func isImageName(_ text: String) -> Bool {
        !text.isEmpty && text.count < 300 && !text.contains("..") && !text.hasPrefix("/")
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-/:@".contains($0)) }
    }
}
