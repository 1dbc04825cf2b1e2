import Hardening

extension OpenPort {
    /// Ports as a plan shows them, such as `22/tcp 443/tcp@192.0.2.1+198.51.100.0/24`.
    static func all(_ text: String) -> [OpenPort] {
        text.split(separator: " ").compactMap { word in
            let parts = word.split(separator: "@", maxSplits: 1)
            let name = parts[0].split(separator: "/")
            guard name.count == 2, let port = Int(name[0]), let transport = Transport(rawValue: String(name[1])) else {
                return nil
            }
            return OpenPort(
                port,
                transport,
                from: parts.count > 1 ? parts[1].split(separator: "+").map(String.init) : nil
            )
        }
    }
}
