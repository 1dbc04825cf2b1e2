import Documents
import Leaks
import Surface
import SystemPackage

extension LeakHunt {
    /// What is asked of the daemon.
    typealias DockerQuestion = (_ target: String) -> Reading<Response>

    /// Looks through Docker's containers and images: variables, labels, commands, logs, volumes and layers.
    ///
    /// Where no container is named, also through volumes, networks and layers that nothing uses any more.
    ///
    /// - Parameter names: of containers; everything where none is given.
    public func lookAtDocker(only names: Set<String>? = nil) {
        lookAtDocker(only: names) { UnixSocket.get($0, socket: "/var/run/docker.sock", seconds: 60) }
    }

    /// The identifiers of containers; those that are not there are told of when they are looked at.
    public func containers(called names: Set<String>) -> [String] {
        guard case .found(let response) = UnixSocket.get("/containers/json?all=1", socket: "/var/run/docker.sock"),
            response.status == 200, let list = try? JSONDocument(response.body, dialect: .json).root.items
        else { return [] }
        return list.filter { container in
            (container["Names"]?.items ?? []).contains { names.contains(String(($0.text ?? "").drop { $0 == "/" })) }
        }.compactMap { $0["Id"]?.text }
    }

    func lookAtDocker(only names: Set<String>?, _ ask: DockerQuestion) {
        guard let containers = answer("/containers/json?all=1", ask)?.items else { return }
        var layers = DockerLayers()
        var images: Set<String> = []
        var missing = names ?? []
        for container in containers {
            guard goesOn else { return leaveOut("Docker", "the time was over") }
            guard let id = container["Id"]?.text, id.allSatisfy(\.isHexDigit) else { continue }
            let called = (container["Names"]?.items ?? []).compactMap { $0.text.map { String($0.drop { $0 == "/" }) } }
            if let names, names.isDisjoint(with: called), !names.contains(id) { continue }
            missing.subtract(called + [id])
            guard let node = answer("/containers/\(id)/json", ask, missingIsFine: true) else { continue }
            count("container")
            let title = "container \(called.first ?? String(id.prefix(12)))"
            if isNew(node["Created"]) { lookAtSettings(of: title, node) }
            lookAtLog(of: title, node, id)
            lookAtVolumes(of: title, node)
            if let image = node["Image"]?.text { images.insert(image) }
            note(layers.add(node["GraphDriver"], of: title, isContainer: true), of: title)
        }
        for name in missing.sorted() { leaveOut("Docker", "there is no container \(name)") }
        if names == nil {
            lookAtVolumesAndNetworks(ask)
            guard let all = answer("/images/json?all=1", ask)?.items else { return }
            images.formUnion(all.compactMap { $0["Id"]?.text })
        }
        for image in images.sorted() where image.allSatisfy({ $0.isHexDigit || $0 == ":" || $0.isLetter }) {
            guard goesOn else { return leaveOut("Docker", "the time was over") }
            guard let node = answer("/images/\(image)/json", ask, missingIsFine: true) else { continue }
            count("image")
            let title = "image \(node["RepoTags"]?.items?.first?.text ?? String(image.suffix(64).prefix(12)))"
            defer { note(layers.add(node["GraphDriver"], of: title, isContainer: false), of: title) }
            guard isNew(node["Created"]) || isNew(node["Metadata"]?["LastTagTime"]) else { continue }
            lookAtSettings(of: title, node)
            let history = answer("/images/\(image)/history", ask, missingIsFine: true)?.items ?? []
            lookAtParts(
                of: title,
                history.enumerated().map { number, step in
                    let words = "\(step["CreatedBy"]?.text ?? "")\n\(step["Comment"]?.text ?? "")"
                    return (["history, step \(history.count - number)"], Array(words.utf8)[...])
                }
            )
        }
        if names == nil { layers.addOthers(in: answer("/info", ask, missingIsFine: true)) }
        for layer in layers.all {
            guard goesOn else { return leaveOut("Docker", "the time was over") }
            let first = leaks.count
            look(at: layer.path)
            place(from: first) { leak in
                LeakPlace(
                    layer.title,
                    inside: [leak.place.source] + leak.place.inside,
                    line: leak.place.line,
                    offset: leak.place.offset
                )
            }
        }
    }

    func answer(_ target: String, _ ask: DockerQuestion, missingIsFine: Bool = false) -> JSONNode? {
        switch ask(target) {
        case .absent: leaveOut("Docker", "no daemon answers at /var/run/docker.sock")
        case .unreadable(let why): leaveOut("Docker", "\(why)")
        case .found(let response):
            // It went away between the list and the question.
            if missingIsFine, response.status == 404 { return nil }
            guard response.status == 200 else {
                leaveOut("Docker", "it answered \(target) with status \(response.status)")
                return nil
            }
            do { return try JSONDocument(response.body, dialect: .json).root } catch {
                leaveOut("Docker", "its answer to \(target): \(error)")
            }
        }
        return nil
    }

    /// Variables, labels and commands, each by name.
    private func lookAtSettings(of title: String, _ node: JSONNode) {
        var parts: [(inside: [String], bytes: ArraySlice<UInt8>)] = []
        let settings = node["Config"]
        for variable in (settings?["Env"]?.items ?? []).compactMap(\.text) {
            parts.append((["environment, \(variable.prefix { $0 != "=" }.prefix(100))"], Array(variable.utf8)[...]))
        }
        for label in settings?["Labels"]?.members ?? [] {
            parts.append(
                (["label \(label.key.prefix(100))"], Array("\(label.key)=\(label.value.text ?? "")".utf8)[...])
            )
        }
        func words(_ node: JSONNode?) -> [String] { (node?.items ?? []).compactMap(\.text) }
        let commands = [
            ("command line", [node["Path"]?.text].compactMap { $0 } + words(node["Args"])),
            ("entry point", words(settings?["Entrypoint"])), ("command", words(settings?["Cmd"])),
            ("health check", words(settings?["Healthcheck"]?["Test"])),
            (
                "options of its log",
                (node["HostConfig"]?["LogConfig"]?["Config"]?.members ?? []).map { "\($0.key)=\($0.value.text ?? "")" }
            ),
        ]
        for (name, words) in commands where !words.isEmpty {
            parts.append(([name], Array(words.joined(separator: " ").utf8)[...]))
        }
        lookAtParts(of: title, parts)
    }

    /// The directory of a container: its settings and its log, with those before it.
    private func lookAtLog(of title: String, _ node: JSONNode, _ id: String) {
        let driver = node["HostConfig"]?["LogConfig"]?["Type"]?.text ?? "json-file"
        switch driver {
        case "json-file", "local", "none": break
        case "journald" where isJournalWhole: break
        case "journald": leaveOut("\(title), its log", "it is in the journal: sudo nacre leaks --journal")
        default: leaveOut("\(title), its log", "the driver \(driver) sends it elsewhere")
        }
        for file in ["ResolvConfPath", "HostnamePath", "HostsPath", "LogPath"] {
            guard let path = node[file]?.text, let end = path.firstRange(of: "/\(id)/") else { continue }
            return look(at: String(path[..<end.upperBound].dropLast()))
        }
        // What was made and never started has written none.
        guard node["State"]?["Status"]?.text != "created" else { return }
        leaveOut("\(title), its log", "Docker does not say where it is")
    }

    /// Volumes are Docker's own; what else is mounted are files of the server.
    private func lookAtVolumes(of title: String, _ node: JSONNode) {
        for mount in node["Mounts"]?.items ?? [] where mount["Type"]?.text == "volume" {
            guard let path = mount["Source"]?.text, !path.isEmpty else { continue }
            guard !roots.contains(where: { $0.string == path }) else { continue }
            look(at: path)
        }
    }

    private func note(_ why: String?, of title: String) { if let why { leaveOut("\(title), its layers", why) } }
}
