import NIOHTTP1
import OutputFilter

extension HTTPHeaders {
    /// Headers of an answer that belong to a connection, or that would have a client do something else.
    private static let own: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "trailer", "transfer-encoding", "upgrade",
        "content-length", "content-encoding", "set-cookie", "alt-svc", "strict-transport-security", "location",
    ]

    /// Those of an answer that a client may use.
    ///
    /// What holds a secret, or what could not be sent, is left out.
    func passed(by secrecy: Secrecy) -> HTTPHeaders {
        var passed = HTTPHeaders()
        for (name, value) in self where !Self.own.contains(name.lowercased()) {
            guard value.utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x09 }) else { continue }
            let clean = secrecy.cleaned(Array("\(name): \(value)".utf8))
            if clean == nil { passed.add(name: name, value: value) }
        }
        return passed
    }
}
