import Catalog
import Documents
import Hardening
import Surface

/// What starts the gateway, and with which variables and arguments.
struct GatewayService: Sendable {
    /// The unit file, or the process.
    let source: String
    /// The home of its account, as its process sees it.
    let home: String?
    /// Where the state is, after `OPENCLAW_STATE_DIR`, `OPENCLAW_HOME`, `OPENCLAW_PROFILE` and the home.
    let stateDirectory: String
    /// What `OPENCLAW_CONFIG_PATH` names.
    let configurationPath: String?
    /// Values stay inside the observers.
    let variables: [String: String]
    /// The lines that set them, where a file does.
    var origins: [String: Origin] = [:]
    let arguments: [String]
    /// The words before what starts the gateway was taken off them.
    var written: [String]
    /// Why it may have been started with other arguments.
    var argumentsDoubt: Unknown?
    /// Why some of the variables are not known.
    let doubt: Unknown?
    /// Where it starts.
    let workingDirectory: String?
    /// Why what it names as its state is not taken for that.
    var objection: Unknown?
    /// The account that it runs as, by name or number; none where that is not known, and `root` for nothing said.
    var account: String?
    /// The account that could have chosen its variables and arguments.
    var author: UInt32 = 0

    init?(
        _ source: String,
        home: String?,
        variables: [String: String],
        arguments: [String],
        workingDirectory: String? = nil,
        doubt: Unknown? = nil
    ) {
        func variable(_ name: String) -> String? {
            let value = ["OPENCLAW_", "CLAWDBOT_"].lazy.compactMap { variables[$0 + name] }.first { !$0.isEmpty }
            return value.map { text in text.hasPrefix("~") ? (home ?? "") + text.dropFirst() : text }
        }
        let base = variable("HOME") ?? home
        let profile = Self.value(of: "--profile", in: arguments) ?? variable("PROFILE")
        let name = profile.map { $0 == "default" ? ".openclaw" : ".openclaw-\($0)" } ?? ".openclaw"
        guard let directory = variable("STATE_DIR") ?? base.map({ Path.join($0, name) }), directory.hasPrefix("/")
        else { return nil }
        self.source = source
        self.home = variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
        stateDirectory = Path.resolve(directory, from: "/")
        configurationPath = variable("CONFIG_PATH").flatMap { $0.hasPrefix("/") ? $0 : nil }
        var variables = variables
        for (flag, name) in [("--token", "OPENCLAW_GATEWAY_TOKEN"), ("--password", "OPENCLAW_GATEWAY_PASSWORD")] {
            if let value = Self.value(of: flag, in: arguments) { variables[name] = value }
        }
        self.variables = variables
        self.arguments = arguments
        written = arguments
        self.workingDirectory = workingDirectory
        self.doubt = doubt
    }

    /// The number of the process, where it is one.
    var process: Int? {
        let words = source.split(separator: " ")
        return words.count == 2 && words[0] == "process" ? Int(words[1]) : nil
    }

    /// What follows a flag, as `--flag value` or `--flag=value`; the last one counts.
    static func value(of flag: String, in arguments: [String]) -> String? {
        var found: String?
        for (index, argument) in arguments.enumerated() {
            if argument == flag, index + 1 < arguments.count { found = arguments[index + 1] }
            if argument.hasPrefix(flag + "=") { found = String(argument.dropFirst(flag.count + 1)) }
        }
        return found
    }

    /// Whether the words are those of a gateway that runs as `node …/openclaw/dist/index.js gateway`.
    ///
    /// Node calls its main thread `MainThread`; only OpenClaw's command gives itself a name of its own.
    static func isProgram(_ words: [String]) -> Bool {
        guard let first = words.first, ["node", "nodejs", "bun"].contains(Path.name(first)),
            let place = words.firstIndex(of: "gateway")
        else { return false }
        return words[1..<max(1, place)].contains { word in
            let name = Path.name(word)
            guard ["index.js", "openclaw.mjs", "openclaw", "entry.js"].contains(name) else { return false }
            return name.hasPrefix("openclaw") || word.split(separator: "/").contains { isNamed($0) }
        }
    }

    /// Whether a unit's command is that of a gateway, whatever the unit is called.
    static func isCommand(_ command: String) -> Bool {
        // systemd.service(5): marks before the program say how it is run.
        let words = UnitFile.words(command.drop { "@-:+!|".contains($0) })
        return isGateway(words) || GatewayCommand(words) != nil
    }

    /// Whether the words are those of a gateway, by Node or by OpenClaw's command.
    static func isGateway(_ words: [String]) -> Bool {
        guard let first = words.first else { return false }
        // The command gives its process the title `openclaw`, and no words after it.
        if isProgram(words) || ["openclaw", "openclaw-gateway"].contains(first) { return true }
        return Path.name(first).hasPrefix("openclaw") && words.contains("gateway")
    }

    /// Whether a unit, or a process, is OpenClaw's by its name.
    static func isNamed(_ name: some StringProtocol) -> Bool {
        ["openclaw", "clawdbot", "moltbot"].contains { name.lowercased().contains($0) }
    }
}

extension GatewayObserver {
    /// What starts gateways on this machine: running processes first, whose variables are the truth, then units.
    func gatewayServices() async -> [GatewayService] { await namedServices().filter { $0.objection == nil } }

    /// The same, and those that name as their state what is not theirs.
    func namedServices() async -> [GatewayService] {
        await cache.value {
            var services: [GatewayService] = []
            for var service in await gatewayProcesses() + (await gatewayUnits()) {
                let named = [service.stateDirectory] + [service.configurationPath].compactMap { $0 }
                for path in named where service.objection == nil {
                    service.objection = await objection(to: path, namedBy: service.author)
                }
                services.append(service)
            }
            return services
        }
    }

    static let unitDirectories = [
        "/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
    ]

    private func gatewayUnits() async -> [GatewayService] {
        var services: [GatewayService] = []
        let homes = await installations.openclawHomes()
        let places =
            homes.map { (directory: "\($0)/.config/systemd/user", home: String?.some($0)) }
            + Self.unitDirectories.map { ($0, nil) }
        for (directory, home) in places {
            let names = await surface.entries(directory).content ?? []
            for name in names where name.hasSuffix(".service") {
                let path = Path.join(directory, name)
                guard await isGatewayUnit(path) else { continue }
                if let service = await gatewayUnit(path, home: home) { services.append(service) }
            }
        }
        return services
    }

    /// By its name; those that the administrator or a person put there also by what they start.
    private func isGatewayUnit(_ path: String) async -> Bool {
        if GatewayService.isNamed(Path.name(path)) { return true }
        guard !path.hasPrefix("/usr/lib/"), let text = await surface.text(path).content, text.contains("gateway") else {
            return false
        }
        return UnitFile(text).values("ExecStart", in: "Service").contains(where: GatewayService.isCommand)
    }

    private func gatewayUnit(_ path: String, home: String?) async -> GatewayService? {
        guard var text = await surface.text(path).content else { return nil }
        // Those for every user's unit of that name lie elsewhere, and a person's own count after them.
        let common = home.map { _ in "/etc/systemd/user/\(Path.name(path)).d" }
        var doubt: Unknown?
        var files = [(path: path, text: text)]
        for directory in [common, path + ".d"].compactMap({ $0 }) {
            let listing = await surface.entries(directory)
            if case .unreadable(let why) = listing { doubt = why.saying("\(directory): \(why)") }
            for name in listing.content ?? [] where name.hasSuffix(".conf") {
                let file = "\(directory)/\(name)"
                switch await surface.text(file) {
                case .absent: continue
                case .unreadable(let why): doubt = why.saying("\(file): \(why)")
                case .found(let more):
                    files.append((file, more))
                    text += "\n" + more
                }
            }
        }
        let unit = UnitFile(text)
        var home = home
        var account = unit.values("User", in: "Service").last ?? "root"
        if let home {
            account = await accounts.accountRecords().content?.first { $0[.home] == .text(home) }?.name ?? account
        }
        // systemd.exec(5), WorkingDirectory=: the home for a user's own services, else the root.
        let start = home ?? "/"
        if home == nil {
            if account == "root" { home = "/root" }
            let record = await accounts.accountRecords().content?.first { $0.name == account }
            if case .text(let found)? = record?[.home] { home = found }
        }
        var variables: [String: String] = [:]
        for value in unit.values("Environment", in: "Service") {
            for word in UnitFile.words(value) {
                let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if halves.count == 2 { variables[String(halves[0])] = String(halves[1]) }
            }
        }
        var origins = Self.origins(of: variables, in: files)
        let author = await author(of: path)
        // systemd.exec(5): files win over Environment=, and a missing one with a dash before it is no error.
        for value in unit.values("EnvironmentFile", in: "Service") {
            let path = value.drop { $0 == "-" }.replacing("%h", with: home ?? "%h")
            if let why = await objection(to: String(path), namedBy: author) {
                doubt = why
                continue
            }
            switch await surface.text(String(path)) {
            case .found(let text):
                for (name, value) in EnvironmentFile(text).values {
                    variables[name] = value
                    origins[name] = Origin(String(path), line: GivenVariables.line(of: name, in: text))
                }
            // A pattern, or a place that the unit's instance has in its name.
            case .absent where path.contains { "*?[%".contains($0) }:
                doubt = .notModeled("which files \(path) stands for is not followed")
            case .absent: break
            case .unreadable(let why): doubt = why
            }
        }
        let written = UnitFile.words(
            (unit.values("ExecStart", in: "Service").last ?? "").drop { "@-:+!|".contains($0) }
        ).map { $0.replacing("%h", with: home ?? "%h") }
        let command = await gatewayCommand(written, author: author)
        variables.merge(command.variables) { $1 }
        variables = variables.mapValues { $0.replacing("%h", with: home ?? "%h") }
        let place = unit.values("WorkingDirectory", in: "Service").last.map { text in
            let path = String(text.drop { $0 == "-" }).replacing("%h", with: home ?? "%h")
            return path == "~" ? home ?? start : path
        }
        var service = GatewayService(
            path,
            home: home,
            variables: variables,
            arguments: command.words,
            workingDirectory: place ?? start,
            doubt: doubt
        )
        // What stands in the command itself wins over them.
        for name in command.variables.keys { origins[name] = nil }
        service?.origins = origins
        service?.author = author
        service?.written = written
        service?.argumentsDoubt = command.doubt
        service?.account = account
        return service
    }

    /// The lines of a unit and its drop-ins that set variables, the last one of each.
    private static func origins(
        of variables: [String: String],
        in files: [(path: String, text: String)]
    ) -> [String: Origin] {
        var found: [String: Origin] = [:]
        for (path, text) in files {
            for entry in UnitFile(text).entries where entry.section == "Service" && entry.key == "Environment" {
                for word in UnitFile.words(entry.value) {
                    let name = String(word.prefix { $0 != "=" })
                    if variables[name] != nil { found[name] = Origin(path, line: entry.line) }
                }
            }
        }
        return found
    }

    /// The unit of a control group, where it is one that starts a gateway.
    private func unitOf(_ cgroup: String) async -> GatewayService? {
        let names = cgroup.split { "/\n".contains($0) }.filter { $0.hasSuffix(".service") }.map(String.init)
        guard let name = names.last else { return nil }
        return await gatewayUnits().first { Path.name($0.source) == name }
    }

    /// Processes that run a gateway, whoever started them; only root and the account itself may read their variables.
    private func gatewayProcesses() async -> [GatewayService] {
        guard surface.isLive else { return [] }
        var services: [GatewayService] = []
        for process in (await surface.entries("/proc").content ?? []).compactMap({ Int($0) }) {
            guard let name = await surface.text("/proc/\(process)/comm").content else { continue }
            let command = await surface.file("/proc/\(process)/cmdline").content?.bytes ?? []
            let arguments = command.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            guard GatewayService.isNamed(name) || GatewayService.isProgram(arguments),
                let bytes = await surface.file("/proc/\(process)/environ").content?.bytes, !bytes.isEmpty
            else { continue }
            // The process of a container has its own file system, whose paths mean something else here.
            guard let root = await surface.link("/proc/\(process)/root").content, root == "/" else { continue }
            // A process calls itself what it likes, and sets the variables it likes.
            guard let author = await session.account(ofProcess: process) else { continue }
            let cgroup = await surface.text("/proc/\(process)/cgroup").content ?? ""
            guard !["docker", "libpod", "containerd", "kubepods"].contains(where: cgroup.contains) else { continue }
            var variables: [String: String] = [:]
            for entry in bytes.split(separator: 0) {
                let text = String(decoding: entry, as: UTF8.self)
                guard let equals = text.firstIndex(of: "=") else { continue }
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            // OpenClaw's command replaces its words by a title: those of the unit that started it are left.
            var given = arguments
            var doubt: Unknown?
            if arguments.count == 1, !cgroup.isEmpty {
                let unit = await unitOf(cgroup)
                given = unit?.arguments ?? arguments
                doubt =
                    unit == nil
                    ? .notStated("the process shows a title in place of its arguments") : unit?.argumentsDoubt
            }
            if var service = GatewayService(
                "process \(process)",
                home: variables["HOME"],
                variables: variables,
                arguments: given,
                workingDirectory: await surface.link("/proc/\(process)/cwd").content
            ) {
                // A process may have got them otherwise; whoever looks finds them there in any case.
                let unit = cgroup.isEmpty ? nil : await unitOf(cgroup)
                for (name, value) in variables {
                    service.origins[name] =
                        unit?.variables[name] == value ? unit?.origins[name] : Origin("process \(process)")
                }
                service.written = arguments
                service.argumentsDoubt = doubt
                service.author = author
                service.account = "\(author)"
                services.append(service)
            }
        }
        return services
    }
}
