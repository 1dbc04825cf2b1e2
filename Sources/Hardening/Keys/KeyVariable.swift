/// A variable with a key, and what has to go so that nothing gives it to the gateway any more.
///
/// It holds the value: it is no record, and is never encoded or described.
public struct KeyVariable: Sendable {
    /// As the gateway knows it.
    public let name: String
    public let value: String
    /// The setting that it stands for by its name; none where it counts only where something asks for it.
    public let setting: [String]?
    /// Every place that gives it.
    public let places: [Place]
    /// Why it stays; none where it can go.
    public let blocker: String?

    public struct Place: Hashable, Sendable {
        public let file: String
        public let line: Int?
        public let form: Form
        /// What it is called there.
        public let variable: String

        public init(_ file: String, line: Int?, _ form: Form, as variable: String) {
            self.file = file
            self.line = line
            self.form = form
            self.variable = variable
        }

        /// The place as a person finds it.
        public var words: String { line.map { "\(file):\($0)" } ?? file }
    }

    public enum Form: Hashable, Sendable {
        /// The file of variables that the gateway itself reads.
        case own
        /// A file of variables that Compose reads.
        case composeVariables
        /// What a service of a compose file is given.
        case compose(service: String)
        /// A file of variables that the gateway's unit names.
        case unitVariables
        /// The gateway's unit, or a drop-in of it.
        case unit
        /// Something that nobody can edit, such as a container.
        case other
    }

    public init(name: String, value: String, setting: [String]?, places: [Place], blocker: String? = nil) {
        self.name = name
        self.value = value
        self.setting = setting
        self.places = places
        self.blocker = blocker
    }

    /// Whether it says the same as a setting that it stands for.
    public func repeats(_ key: PlainKey) -> Bool { setting == key.setting && value == key.value }
}

extension InstallationKeys {
    /// The same with the variables of a file staying there, and why; nothing where none would be taken out of it.
    public func keeping(variablesOf file: String, because why: String) -> InstallationKeys? {
        func isThere(_ variable: KeyVariable) -> Bool {
            variable.blocker == nil && variable.places.contains { $0.file == file && $0.form != .own }
        }
        guard variables.contains(where: isThere) else { return nil }
        return with(
            variables.map { variable in
                guard isThere(variable) else { return variable }
                return KeyVariable(
                    name: variable.name,
                    value: variable.value,
                    setting: variable.setting,
                    places: variable.places,
                    blocker: why
                )
            }
        )
    }
}
