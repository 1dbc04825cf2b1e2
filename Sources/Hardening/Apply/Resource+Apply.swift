// What the engine asks of a resource, so that it need not know any single path.
extension Resource {
    /// The place in a stage: directories before the files in them, variables before the files that use them, units after
    /// the files they are made of, rows of databases after the files that their program reads with them.
    var rank: Int {
        switch self {
        case .package: 0
        case .directory: 1
        case .file where holdsVariables: 2
        case .file: 3
        case .permissions: 4
        case .row: 5
        // Putting a default changes interfaces that were never set by themselves: it comes after those that are.
        case .kernelParameter(let name) where name.contains(".default."): 7
        case .kernelParameter: 6
        case .ruleset: 8
        case .unit: 9
        case .facts: 10
        }
    }

    /// Whether it is a file of variables that other files refer to.
    private var holdsVariables: Bool {
        if case .file(let path) = self { path.hasSuffix("/.env") } else { false }
    }

    /// Whether a crash leaves either the old or the new state, so that a third one is somebody else's doing.
    var isPutWhole: Bool {
        switch self {
        case .file, .directory, .permissions, .row, .kernelParameter: true
        case .ruleset, .unit, .package, .facts: false
        }
    }

    /// Whether what was put is still there after a boot; what the kernel or systemd hold may be taken anew from files.
    var survivesReboot: Bool {
        switch self {
        case .file, .directory, .permissions, .row, .package: true
        case .kernelParameter, .ruleset, .unit, .facts: false
        }
    }

    /// Whether every boot sets it anew, before anything can be put back.
    var isSetByBoot: Bool { if case .kernelParameter = self { true } else { false } }

    /// Whether a boot sets kernel parameters from it. sysctl.d(5)
    var setsKernelParameters: Bool {
        if case .file(let path) = self { path.hasPrefix("/etc/sysctl.d/") } else { false }
    }
}

extension Resource {
    /// Where the running kernel shows a parameter: dots in a name are slashes there, and slashes dots. sysctl(8)
    public static func kernelPath(of parameter: String) -> String {
        "/proc/sys/" + String(parameter.map { $0 == "." ? "/" : $0 == "/" ? "." : $0 })
    }
}
