import Catalog
import Surface
import Vault

extension TraceHunt {
    /// What processes were started with.
    func environments(_ result: inout Result) async {
        let processes = await host.entries("/proc")
        if case .unreadable(let why) = processes { result.unseen.append("the environments of processes: \(why)") }
        for name in processes.content ?? [] where name.allSatisfy(\.isNumber) {
            let reading = await host.file("/proc/\(name)/environ", limit: 4 << 20)
            // A process that ended meanwhile has none any more.
            if case .unreadable(let why) = reading, await host.node("/proc/\(name)") != .absent {
                result.unseen.append("the environment of process \(name): \(why)")
            }
            guard let content = reading.content else { continue }
            for variable in content.bytes.split(separator: 0) {
                for match in search.matches(in: Array(variable)) {
                    let key = String(decoding: variable.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
                    let isName = key.utf8.allSatisfy {
                        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x5F
                    }
                    let title = await host.file("/proc/\(name)/comm", limit: 256).content
                    let program = title.map { String(decoding: $0.bytes.prefix { $0 != 0x0A }, as: UTF8.self) } ?? "?"
                    result.traces.append(
                        Trace(
                            place: "the environment of process \(name) (\(program))" + (isName ? ", \(key)" : ""),
                            form: match.form
                        )
                    )
                }
            }
        }
    }

    /// What the journal holds; the first of each form.
    func journal(_ result: inout Result) async {
        let command = Command(
            "journalctl",
            ["--quiet", "--no-pager", "--output=short-iso", "--all"],
            timeout: 90,
            outputLimit: 512 << 20
        )
        switch await host.run(command) {
        case .absent: result.leftOut.append("the journal: there is no journalctl")
        case .unreadable(let why): result.unseen.append("the journal: \(why)")
        case .found(let output):
            guard output.status == 0 else { return result.unseen.append("the journal: journalctl failed") }
            for match in search.matches(in: output.standardOutput) {
                let before = output.standardOutput[..<match.offset]
                let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
                let time = String(decoding: before[start...].prefix { $0 != 0x20 }.prefix(32), as: UTF8.self)
                result.traces.append(Trace(place: "the journal, first at \(time)", form: match.form))
            }
        }
    }
}
