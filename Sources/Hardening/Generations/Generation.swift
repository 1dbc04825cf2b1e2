/// One applied plan, with everything that is needed to undo it.
public struct Generation: Sendable {
    /// Counted from 1, never used again.
    public let number: Int
    public var about: About
    public var plan: Plan
    public let entries: [JournalEntry]
    /// What it was planned by; none where its store is older, or another version of Nacre wrote it in a way of its own.
    public let profile: Profile?

    public init(number: Int, about: About, plan: Plan, entries: [JournalEntry], profile: Profile? = nil) {
        self.number = number
        self.about = about
        self.plan = plan
        self.entries = entries
        self.profile = profile
    }

    public var progress: Progress { Progress(entries) }

    /// Why it is being rolled back, or was, as the first who began to said.
    public var rollbackCause: RollbackCause? {
        entries.lazy.compactMap { if case .rollingBack(let cause) = $0 { cause } else { nil } }.first
    }

    /// What is known of a generation besides its plan; holds no secrets.
    public struct About: Hashable, Codable, Sendable {
        /// Version of Nacre that wrote it.
        public let version: String
        public let profile: String
        /// What the profile was asked for by: a name, or the absolute path of a file, which may be another one by now.
        public let profileSource: String
        /// OpenClaw state directories that were named.
        public let openclawDirectories: [String]
        /// Seconds since 1970.
        public let created: Int
        /// The boot it was applied in: `/proc/sys/kernel/random/boot_id`.
        public let boot: String
        /// The process that applies it, and when that process began, in clock ticks since boot.
        public let process: ProcessIdentity
        /// Seconds since boot at which it is rolled back if nobody confirmed it.
        public var deadline: Int
        /// Milliseconds since boot at which everything was put; a login that confirms must have begun later.
        public var applied: Int?
        /// Ports that a confirming login may have come by; none where any will do.
        public var ports: [Int]
        /// Whether it only takes something away for a while, so that nobody is to confirm it; not set for all others.
        public let lifts: Bool?
        /// The containers that it makes anew, as they were before; not set where none was looked at.
        public var containers: [String: ContainerLook]?
        /// The generations that this one takes back, newest first; none where it is a change of its own.
        public let reverts: [Int]?

        public init(
            version: String,
            profile: String,
            profileSource: String = "standalone",
            openclawDirectories: [String] = [],
            created: Int,
            boot: String,
            process: ProcessIdentity,
            deadline: Int,
            ports: [Int] = [],
            lifts: Bool? = nil,
            reverts: [Int]? = nil
        ) {
            self.reverts = reverts
            self.version = version
            self.profile = profile
            self.profileSource = profileSource
            self.openclawDirectories = openclawDirectories
            self.created = created
            self.boot = boot
            self.process = process
            self.deadline = deadline
            self.ports = ports
            self.lifts = lifts
        }
    }
}
