extension ComposeText {
    /// Takes a variable from a service; a file that does not give it one of that name stays as it is.
    ///
    /// - Throws: where it cannot be taken out alone, as where an anchor or a merge key brings it.
    public mutating func removeVariable(_ name: String, of service: String) throws(SyntaxError) {
        let place = path(service, ["environment"])
        guard let entries = yaml.root[place]?.entries else {
            return try remove(from: "environment", of: service) { item in
                item.text.map { $0 == name || $0.hasPrefix("\(name)=") } ?? false
            }
        }
        guard entries.contains(where: { $0.key == name }) else { return }
        // What is left of a map without entries is something else for Compose.
        yaml = try yaml.removing(entries.count == 1 ? place : place + [.key(name)])
    }
}
