import Documents
import Hardening

extension ComposeTarget {
    /// A check by a program that the image has.
    func checkingHealth(isNew: Bool) -> ComposeChange {
        guard case .list(let programs) = record[.imagePrograms],
            case .number(let port) = record[.gatewayListensOn]
        else { return .leave("the programs of its image could not be determined") }
        let address = "http://127.0.0.1:\(port)/healthz"
        func path(_ name: String) -> String? { programs.first { $0.hasSuffix("/\(name)") } }
        let words: [String]
        if let node = path("node") {
            words = [node, "-e", "fetch('\(address)').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
        } else if let curl = path("curl") {
            words = [curl, "-fsS", "-o", "/dev/null", address]
        } else if let wget = path("wget") {
            words = [wget, "-q", "-O", "/dev/null", address]
        } else if let busybox = path("busybox") {
            words = [busybox, "wget", "-q", "-O", "/dev/null", address]
        } else {
            return .leave("its image has no program that can query the gateway")
        }
        let service = self.service
        return .amend([
            setting("a health check by \(words[0])") { compose throws(SyntaxError) in
                let test = YAMLValue.list((["CMD"] + words).map { .text($0) })
                try compose.set(test, at: ["healthcheck", "test"], of: service)
                guard isNew else { return }
                for (key, value) in [("interval", "30s"), ("timeout", "10s"), ("start_period", "60s")] {
                    try compose.set(.text(value), at: ["healthcheck", key], of: service)
                }
                try compose.set(3, at: ["healthcheck", "retries"], of: service)
            }
        ])
    }
}
