/// What systemd says of the gateway's unit: whether it runs, since when, and as whom.
struct GatewayUnitState: Equatable {
    /// Members that `init` reads; `systemctl show` prints the named ones only.
    static let properties = "ActiveState,SubState,ExecMainStartTimestampMonotonic,User,ExecStart"

    let isRunning: Bool
    /// When its process was started, in the kernel's time; another number after each start.
    let started: String
    /// The account that the unit names; none for the one of its service manager.
    let user: String?
    /// The program and its own options, up to the word `gateway`; none where it could not be determined.
    let program: [String]?

    /// From the properties that systemd shows; none where it does not say how the unit is.
    init?(_ values: [String: String]) {
        guard let active = values["ActiveState"], let started = values["ExecMainStartTimestampMonotonic"] else {
            return nil
        }
        // What systemd is about to start again is `activating`.
        isRunning = ["active", "reloading"].contains(active) && values["SubState"] != "exited"
        self.started = started
        user = values["User"].flatMap { $0.isEmpty ? nil : $0 }
        program = values["ExecStart"].flatMap(Self.program)
    }

    /// From `{ path=… ; argv[]=NODE OPTIONS PROGRAM gateway … ; … }`, where words with spaces in them could not be determined.
    private static func program(_ shown: String) -> [String]? {
        guard let start = shown.firstRange(of: "argv[]="), let end = shown[start.upperBound...].firstRange(of: " ; ")
        else { return nil }
        let words = shown[start.upperBound..<end.lowerBound].split(separator: " ").map(String.init)
        guard let place = words.firstIndex(of: "gateway"), place > 0, words[0].hasPrefix("/") else { return nil }
        let program = words[..<place]
        let name = { (path: String) in path.split(separator: "/").last.map(String.init) ?? "" }
        let isOwn = program.count == 1 && name(words[0]) == "openclaw"
        let isScript = ["index.js", "openclaw.mjs"].contains(name(words[place - 1]))
        guard isOwn || isScript && ["node", "nodejs", "bun"].contains(name(words[0])) else { return nil }
        return Array(program)
    }
}
