extension Observer {
    /// What systemctl and loginctl show, `NAME=VALUE` on each line.
    public static func properties(_ text: String) -> [String: String] {
        var properties: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let end = line.firstIndex(of: "=") else { continue }
            properties[String(line[..<end])] = String(line[line.index(after: end)...])
        }
        return properties
    }
}
