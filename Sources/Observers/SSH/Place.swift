import Documents
import Surface

/// Somewhere a connection may come from, and where it arrives.
struct Place: Hashable, Sendable {
    var name: String
    var address: String
    var host: String
    var localAddress = "198.51.100.1"
    var localPort = 22
    /// Not made up for a Match line.
    var isOrdinary = false

    func connection(of user: String, groups: [String]) -> SSHDConnection {
        SSHDConnection(
            user: user,
            groups: groups,
            host: host,
            address: address,
            localAddress: localAddress,
            localPort: localPort
        )
    }

    /// A public and a private address, and for each Match line a place that fits its criteria.
    static func all(in configuration: SSHDConfiguration) -> [Place] {
        let settings = try? configuration.settings()
        let port = settings?.value("port").flatMap { Int($0) } ?? 22
        let looksUpNames = settings?.value("usedns") == "yes"
        let ordinary = [
            ("a public address", SSHObserver.publicAddress), ("a private address", SSHObserver.privateAddress),
        ].map { Place(name: $0.0, address: $0.1, host: $0.1, localPort: port, isOrdinary: true) }
        var found: [Place] = []
        // What too many of them cost is judged where they are tried.
        for line in configuration.matchLines {
            var place = ordinary[0]
            place.isOrdinary = false
            place.name = "where \(Path.name(line.file)) line \(line.line) matches"
            var isReachable = true
            let words = line.text.split { $0 == " " || $0 == "\t" || $0 == "=" || $0 == "\"" }.map(String.init)
            for (name, value) in zip(words, words.dropFirst()) {
                switch name.lowercased() {
                case "address":
                    place.address = sample(value) ?? place.address
                    place.host = place.address
                case "localaddress": place.localAddress = sample(value) ?? place.localAddress
                case "localport": place.localPort = Int(value) ?? place.localPort
                case "host" where looksUpNames: place.host = word(value)
                case "host":
                    // Without UseDNS sshd knows clients by their addresses only.
                    place.address = sample(value) ?? place.address
                    place.host = place.address
                    isReachable = SSHDPattern.answer(place.host, list: value, ignoringCase: true) == .match
                default: continue
                }
            }
            guard isReachable, !found.contains(place) else { continue }
            found.append(place)
        }
        return ordinary + found
    }

    /// An address that the first item which is no exclusion stands for.
    private static func sample(_ list: String) -> String? {
        for item in list.split(separator: ",") where !item.hasPrefix("!") {
            let network = item.split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
            let filled = network.split(separator: ".", omittingEmptySubsequences: false)
                .map { $0.contains("*") || $0.contains("?") ? "1" : String($0) }
            let whole =
                filled.count < 4 && network.hasSuffix("*")
                ? filled + Array(repeating: "1", count: 4 - filled.count)
                : filled
            for candidate in [network, whole.joined(separator: ".")] {
                if let address = SSHDAddress(candidate) { return address.description }
            }
        }
        return nil
    }

    /// A name the first item which is no exclusion matches.
    private static func word(_ list: String) -> String {
        let item = list.split(separator: ",").first { !$0.hasPrefix("!") }.map(String.init) ?? "a"
        return String(item.map { $0 == "*" || $0 == "?" ? "a" : $0 })
    }
}
