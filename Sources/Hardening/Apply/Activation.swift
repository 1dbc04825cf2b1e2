/// What makes a daemon take over what was put: its own check first, then the reload, then a look at what it does now.
///
/// The order of the cases is the order in which a plan's stages run, chosen so that each finds what it needs: a daemon
/// that rewrites the packet filter comes before the firewall, the firewall opens a port before sshd moves there.
public enum Activation: Hashable, Codable, Sendable {
    /// Package lists are read; nothing runs.
    case packages
    /// systemd reads its unit files again.
    case systemd
    /// Files of `/etc/sysctl.d` are read again.
    case sysctl
    /// The next run of apt reads its settings.
    case apt
    /// The Docker daemon takes over daemon.json; containers go on.
    case docker
    /// Containers of a compose project are created, or created anew, and must become healthy.
    case compose(ComposeProject)
    /// The gateway takes over openclaw.json, and must answer again.
    case gateway(Gateway)
    case firewall(Profile.Backend)
    case fail2ban
    case caddy
    /// sshd reads its configuration; connections that exist go on.
    case sshd

    /// A compose project as `docker compose` names it.
    public struct ComposeProject: Hashable, Codable, Sendable {
        public var name: String
        public var directory: String
        /// In the order in which they are merged.
        public var files: [String]
        /// The services that may be made anew, if they have a container; the others are none of Nacre's business.
        public var services: [String]
        /// The one service that begins with it; none for a project that is there already.
        public var newService: String?

        public init(
            name: String,
            directory: String,
            files: [String],
            services: [String] = [],
            newService: String? = nil
        ) {
            self.name = name
            self.directory = directory
            self.files = files
            self.services = services
            self.newService = newService
        }
    }

    /// Where a gateway runs.
    public struct Gateway: Hashable, Codable, Sendable {
        /// The container's name; none where it runs on the host.
        public var container: String?
        /// The unit that runs it on the host.
        public var unit: String?
        /// The account whose service manager runs the unit; none for the system's.
        public var user: String?
        public var configuration: String
        public var port: Int

        public init(
            container: String? = nil,
            unit: String? = nil,
            user: String? = nil,
            configuration: String,
            port: Int
        ) {
            self.container = container
            self.unit = unit
            self.user = user
            self.configuration = configuration
            self.port = port
        }
    }

    /// Whether others decide that it comes up: the agent in a gateway, or the account whose unit it is.
    var isOthers: Bool {
        switch self {
        case .compose, .gateway: true
        case .packages, .systemd, .sysctl, .apt, .docker, .firewall, .fail2ban, .caddy, .sshd: false
        }
    }

    /// What makes it anew with its own settings, so that undoing waits until that is as it was.
    var dependsOn: Activation? {
        switch self {
        case .compose: .docker
        case .gateway, .packages, .systemd, .sysctl, .apt, .docker, .firewall, .fail2ban, .caddy, .sshd: nil
        }
    }

    /// Whether logins come in by what takes it over.
    var takesLogins: Bool { self == .sshd }

    /// Whether another activation starts it with a file of its own, so that it need not be started once more.
    ///
    /// A compose project's containers are stopped before files are put that they see, and started after that.
    func isStarted(by other: Activation, with resource: Resource) -> Bool {
        guard case .gateway(let gateway) = self, gateway.container != nil,
            case .compose(let project) = other, project.newService == nil
        else { return false }
        return resource == .file(gateway.configuration)
    }

    /// The place in a plan.
    var rank: Int {
        switch self {
        case .packages: 0
        case .systemd: 1
        case .sysctl: 2
        case .apt: 3
        case .docker: 4
        case .compose: 5
        case .gateway: 6
        case .firewall: 7
        case .fail2ban: 8
        case .caddy: 9
        case .sshd: 10
        }
    }
}

extension Activation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .packages: "apt"
        case .systemd: "systemd"
        case .sysctl: "kernel parameters"
        case .apt: "apt's settings"
        case .docker: "the Docker daemon"
        case .compose(let project): "the containers of \(project.name)"
        case .gateway(let gateway): "the gateway \(gateway.container ?? gateway.unit ?? "on port \(gateway.port)")"
        case .firewall(let backend): "the firewall (\(backend.rawValue))"
        case .fail2ban: "fail2ban"
        case .caddy: "Caddy"
        case .sshd: "sshd"
        }
    }
}
