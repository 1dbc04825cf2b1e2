/// A key that an OpenClaw is given in clear.
///
/// It holds the value, which goes into a vault and nowhere else: it is no record, and is never encoded or described.
public struct PlainKey: Sendable {
    /// The state directory of the installation.
    public let installation: String
    /// Keys and indices of the setting in the whole configuration: `models`, `providers`, `openai`, `apiKey`.
    public let setting: [String]
    /// The file of the configuration that has the setting, and keys and indices in it.
    public let file: String
    public let place: [String]
    /// None for a setting that is not there, because the variable counts by its name.
    public let line: Int?
    public let value: String
    /// The row of a database whose text has it, where `file` is a database; none where it is a file of text.
    public let row: Row?
    /// The variable that the setting asks for; none where the value itself stands there.
    public let variable: String?
    /// Lines that set the variable, in the order in which they count; empty where there is none.
    public let sources: [Source]
    /// Why no reference can stand for it; none where one can.
    public let blocker: String?

    /// What sets a variable.
    public struct Source: Hashable, Sendable {
        public let file: String
        public let line: Int?

        public init(_ file: String, line: Int?) {
            self.file = file
            self.line = line
        }
    }

    public init(
        installation: String,
        setting: [String],
        file: String,
        place: [String],
        line: Int?,
        value: String,
        row: Row? = nil,
        variable: String? = nil,
        sources: [Source] = [],
        blocker: String? = nil
    ) {
        self.installation = installation
        self.setting = setting
        self.file = file
        self.place = place
        self.line = line
        self.value = value
        self.row = row
        self.variable = variable
        self.sources = sources
        self.blocker = blocker
    }

    /// The same, with a reason to stay where it stands in a JSON text with half a character (a lone surrogate).
    ///
    /// No text of Unicode holds that: what would be moved is the sign for what cannot be read, and so another value.
    public var blockedIfBroken: PlainKey {
        guard blocker == nil, variable == nil, value.unicodeScalars.contains("\u{FFFD}") else { return self }
        return PlainKey(
            installation: installation,
            setting: setting,
            file: file,
            place: place,
            line: line,
            value: value,
            row: row,
            blocker: "it holds half a character (a lone surrogate, or U+FFFD), which is no text that a vault gives back"
        )
    }

    /// Whether the setting has to be made.
    public var isImplied: Bool { line == nil && row == nil }

    /// Whether it is a login that OpenClaw keeps beside its configuration.
    public var isProfile: Bool { setting.starts(with: ["auth", "profiles"]) }

    /// The setting as a person writes it.
    public var words: String { setting.joined(separator: ".") }
}

/// The keys of one installation.
public struct InstallationKeys: Sendable {
    /// The state directory.
    public let installation: String
    public let keys: [PlainKey]
    /// Settings that have a reference already.
    public let referenced: [Reference]
    /// Files beside the configuration in which OpenClaw itself left copies of such a value.
    public let copies: [String]
    /// Files beside the configuration that hold such a value, and that somebody else made.
    public let strays: [String]
    /// Variables with keys, whoever gives them.
    public let variables: [KeyVariable]
    /// Variables that something asks for that stays as it is.
    public let keptVariables: Set<String>
    /// The container that runs the gateway; none on the host.
    public let container: String?
    /// The account that runs the gateway, as this machine counts accounts; none where that is not known.
    public let account: Account?
    /// Why nothing can be moved at all; none where something can.
    public let blocker: String?
    /// Why there may be more keys.
    public let doubts: [String]

    /// A setting, as a person writes it, and what it asks for.
    public struct Reference: Hashable, Sendable {
        public let setting: String
        public let id: String

        public init(setting: String, id: String) { (self.setting, self.id) = (setting, id) }
    }

    public struct Account: Hashable, Sendable {
        public let user: UInt32
        public let group: UInt32
        /// Its name, for one of this machine.
        public let name: String?

        public init(user: UInt32, group: UInt32, name: String?) {
            (self.user, self.group, self.name) = (user, group, name)
        }
    }

    public init(
        installation: String,
        keys: [PlainKey],
        referenced: [Reference] = [],
        copies: [String] = [],
        strays: [String] = [],
        variables: [KeyVariable] = [],
        keptVariables: Set<String> = [],
        container: String? = nil,
        account: Account? = nil,
        blocker: String? = nil,
        doubts: [String] = []
    ) {
        self.installation = installation
        self.keys = keys
        self.referenced = referenced
        self.copies = copies
        self.strays = strays
        self.variables = variables
        self.keptVariables = keptVariables
        self.container = container
        self.account = account
        self.blocker = blocker
        self.doubts = doubts
    }

    /// The same with other variables.
    func with(_ variables: [KeyVariable]) -> InstallationKeys {
        InstallationKeys(
            installation: installation,
            keys: keys,
            referenced: referenced,
            copies: copies,
            strays: strays,
            variables: variables,
            keptVariables: keptVariables,
            container: container,
            account: account,
            blocker: blocker,
            doubts: doubts
        )
    }
}
