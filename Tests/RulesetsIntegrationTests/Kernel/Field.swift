import Foundation
import TestPrograms

/// Network namespaces with real rules and real packets, held by one long-lived program.
///
/// It takes one JSON command a line and answers each with one; `lab/field` says what the machine in it looks like.
final class Field {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Which program loads the rules.
    enum Loader: String, CaseIterable {
        case nft = "iptables-nft"
        case legacy = "iptables-legacy"
        case nftables
    }

    private let process: RunningProgram
    private var buffer = Data()

    private static let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../../lab/field"
    )
    .standardizedFileURL

    /// Why there can be no field here; nothing where there can.
    static let blocker: String? = {
        for tool in ["python3", "ip", "nft", "iptables-restore", "iptables-legacy-restore"] {
            let places = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
            guard places.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }) else {
                return "rules and packets were not tried for real: there is no \(tool)"
            }
        }
        do {
            let field = try Field()
            guard
                try field.load(.nftables, "table inet try { chain in { type filter hook input priority 0; }\n}").error
                    == nil
            else { return "rules and packets were not tried for real: this kernel takes no nftables rules" }
            return nil
        } catch {
            return "rules and packets were not tried for real: \(error)"
        }
    }()

    init() throws {
        process = try RunningProgram(Self.program.path)
        guard try answer()["ready"] != nil else { throw Failure(description: "no network namespaces (needs root)") }
    }

    deinit { process.end() }

    private func answer() throws -> [String: Any] {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = buffer[buffer.startIndex..<end]
                let answer = try JSONSerialization.jsonObject(with: line) as? [String: Any]
                buffer = Data(buffer[buffer.index(after: end)...])
                guard let answer else { throw Failure(description: "an answer that is no object") }
                return answer
            }
            let more = process.read()
            guard !more.isEmpty else { throw Failure(description: "no network namespaces (needs root)") }
            buffer += more
        }
    }

    func ask(_ command: [String: Any]) throws -> [String: Any] {
        var line = try JSONSerialization.data(withJSONObject: command)
        line.append(10)
        try process.write(line)
        return try answer()
    }

    /// What the programs list after loading, or why they did not load.
    struct Loaded {
        var error: String?
        var version4 = ""
        var version6 = ""
        var listing = ""
    }

    func load(_ loader: Loader, _ first: String, _ second: String = "") throws -> Loaded {
        let answer = try ask(["with": loader.rawValue, "script": first, "ip4": first, "ip6": second])
        return Loaded(
            error: answer["error"] as? String,
            version4: answer["ip4"] as? String ?? "",
            version6: answer["ip6"] as? String ?? "",
            listing: answer["nft"] as? String ?? ""
        )
    }

    /// Runs a program in the machine's namespace.
    func run(_ words: [String], input: String = "") throws -> (code: Int, out: String, error: String) {
        let answer = try ask(["run": words, "input": input])
        return (answer["code"] as? Int ?? -1, answer["out"] as? String ?? "", answer["error"] as? String ?? "")
    }

    func set(_ path: String, to value: Int) throws { _ = try ask(["set": path, "to": value]) }

    /// Where each packet arrived, by its number; a packet can be seen at more than one place.
    func send(_ probes: [Probe], patience: Double = 0) throws -> [UInt32: [Arrival]] {
        let answer = try ask(["probes": probes.map(\.fields), "patience": patience])
        var arrivals: [UInt32: [Arrival]] = [:]
        for item in answer["arrivals"] as? [[Any]] ?? [] {
            guard let number = (item[0] as? Int).flatMap({ UInt32(exactly: $0) }), let arrival = Arrival(item) else {
                continue
            }
            arrivals[number, default: []].append(arrival)
        }
        return arrivals
    }
}
