extension [String: String] {
    /// What systemctl and loginctl show, `NAME=VALUE` on each line.
    public init(systemdProperties text: String) {
        self = [:]
        for line in text.split(separator: "\n") {
            guard let end = line.firstIndex(of: "=") else { continue }
            self[String(line[..<end])] = String(line[line.index(after: end)...])
        }
    }
}
