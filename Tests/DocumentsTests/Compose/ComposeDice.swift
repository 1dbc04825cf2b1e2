import MachineTesting

/// Throws compose files in the ways people write them.
struct ComposeDice {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    private mutating func pick<T>(_ choices: [T]) -> T { choices[number(choices.count)] }

    mutating func file() -> String {
        let end = number(6) == 0 ? "\r\n" : "\n"
        let step = pick(["  ", "    ", " "])
        var lines: [String] = []
        if number(3) == 0 { lines.append("# made by hand, ключ") }
        if number(3) == 0 { lines.append("version: \"3.8\"") }
        lines.append("services:" + comment())
        for name in ["gateway", "other"] {
            if number(4) == 0 { lines.append("") }
            lines.append(step + name + ":" + comment())
            let margin = step + step
            if number(4) == 0 { lines.append(margin + "# of \(name)") }
            lines.append(margin + "image: " + pick(["a:1", "'b:2'", "\"c:${TAG:-3}\""]) + comment())
            for key in ["ports", "volumes", "security_opt", "cap_add"] where number(3) > 0 {
                lines += list(key, margin: margin, step: step)
            }
            if number(3) == 0 { lines.append(margin + "user: " + pick(["root", "\"0\"", "'node'"]) + comment()) }
            if number(3) == 0 { lines += [margin + "command: >", margin + step + "run it", margin + step + "now"] }
            if number(3) == 0 { lines += [margin + "environment:", margin + step + "A: \"b # c\"" + comment()] }
            if number(5) == 0 { lines.append("# between") }
        }
        if number(2) == 0 { lines += ["volumes:", step + "data: {}"] }
        return lines.joined(separator: end) + (number(3) == 0 ? "" : end)
    }

    private mutating func comment() -> String { number(5) == 0 ? "  # \"why\": [not]" : "" }

    private mutating func list(_ key: String, margin: String, step: String) -> [String] {
        let items: [String] =
            switch key {
            case "ports": ["18789:18789", "${P:-1}:2", "0.0.0.0:3:4", "127.0.0.1:5:6", "[::]:7:8"]
            case "volumes": ["./state:/s", "/var/run/docker.sock:/var/run/docker.sock:ro", "data:/d"]
            case "cap_add": ["SYS_ADMIN", "NET_RAW"]
            default: ["seccomp:unconfined", "no-new-privileges:true"]
            }
        let chosen = (0...number(3)).map { _ in pick(items) }
        if number(3) == 0 {
            return [margin + key + ": [" + chosen.map { "\"\($0)\"" }.joined(separator: ", ") + "]" + comment()]
        }
        let inner = number(2) == 0 ? margin : margin + step
        var lines = [margin + key + ":" + comment()]
        for item in chosen {
            if number(6) == 0 { lines.append(inner + "# next") }
            let quote = item.hasPrefix("[") || item.hasPrefix("$") ? "\"" : pick(["", "'", "\""])
            lines.append(inner + "- " + quote + item + quote + comment())
        }
        return lines
    }
}
