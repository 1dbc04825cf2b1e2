import Exchanges

/// How the guard does, in lines of a terminal.
struct StatusText {
    private static let indent = String(repeating: " ", count: 9)

    private let root: JSONNode

    init(_ root: JSONNode) { self.root = root }

    private func number(_ key: String) -> Int { root[key]?.integer ?? 0 }
    private func line(_ node: JSONNode?) -> String { Shown.line(node?.words ?? "") }
    private func note(_ mark: String, _ text: String) -> [String] {
        Columns.wrapped(text, first: mark.padded(to: Self.indent.count), rest: Self.indent)
    }

    /// Each of them fits 80 columns, and steers no terminal.
    var lines: [String] { summary + agents + troubles + holds }

    private var summary: [String] {
        Columns.wrapped(
            "\(number("requests")) requests, \(number("refused")) refused, \(number("failed")) failed, "
                + "\(number("open")) under way; \(number("redacted")) secrets taken out"
        )
    }

    private var agents: [String] {
        (root["agents"]?.elements ?? []).flatMap { agent in
            let used = ["requests-of-day", "tokens-of-day", "open"].map { agent[$0]?.integer ?? 0 }
            let cost = line(agent["cost-of-day"])
            return Columns.wrapped(
                "\(line(agent["name"])) -> \(line(agent["upstream"])): \(used[0]) requests and \(used[1]) tokens"
                    + "\(["", "0"].contains(cost) ? "" : " for $\(cost)") in 24 hours, \(used[2]) under way",
                first: "  ",
                rest: "    "
            )
        }
    }

    private var troubles: [String] {
        var lines: [String] = []
        if root["ending"]?.isTrue == true {
            lines += note("ENDING", "it takes no more requests, and ends once what is under way has ended")
        }
        for address in root["missing-addresses"]?.elements ?? [] {
            lines += note("LISTEN", "no interface has \(line(address)) at present: nobody can ask there")
        }
        for (name, why) in root["keys"]?.members ?? [] { lines += note("KEY", "\(line(name)): \(line(why))") }
        for agent in root["stopped"]?.elements ?? [] {
            lines += note(
                "STOPPED",
                "\(line(agent)): a canary was seen; find out how it got out before you restart nacre-guard"
            )
        }
        if let refusal = root["reload"] { lines += note("RELOAD", line(refusal)) }
        if let trouble = root["vault"] { lines += note("VAULT", "older keys stay in force: \(line(trouble))") }
        if let failure = root["journal"] { lines += note("JOURNAL", "it cannot be written: \(line(failure))") }
        let anew = number("journal-begun-anew")
        if anew > 0 {
            lines += note(
                "JOURNAL",
                "\(anew == 1 ? "once" : "\(anew) times") since the start, its file was not what had been written to it; the first line "
                    + "of the new one says why"
            )
        }
        if number("journal-lines-lost") > 0 {
            lines += note("JOURNAL", "\(number("journal-lines-lost")) lines were lost since the start")
        }
        if let failure = root["state"] {
            lines += note("STATE", "what agents use is not written, and would be lost by a restart: \(line(failure))")
        }
        return lines
    }

    private var holds: [String] {
        (root["holds"]?.elements ?? []).flatMap { call in
            let id = line(call["id"])
            var lines = note(
                "WAITS",
                "\(id) of \(line(call["agent"])), \(call["seconds-left"]?.integer ?? 0) s left: \(line(call["why"]))"
            )
            if call["client"]?.words == "gone" {
                let since = call["gone-since"]?.integer.map { ", since \(JournalText.clock($0))" } ?? ""
                lines += note("", "Nobody waits for it at present\(since): its client hung up, and may ask again.")
            }
            for text in call["calls"]?.elements ?? [] { lines += Columns.whole(line(text), before: Self.indent) }
            return lines + ["allow", "refuse"].map { "\(Self.indent)sudo nacre-guard \($0) \(id)" }
        }
    }
}

extension String {
    fileprivate func padded(to count: Int) -> String {
        self + String(repeating: " ", count: max(0, count - self.count))
    }
}
