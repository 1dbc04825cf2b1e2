import Exchanges

/// How the guard does, as JSON and as Prometheus reads it.
struct StatusReport {
    let service: GuardService

    var json: [UInt8] {
        let counts = service.snapshot
        var parts = [
            #""schema":"nacre.guard-status/1""#, #""requests":\#(counts.requests)"#, #""refused":\#(counts.refused)"#,
            #""failed":\#(counts.failed)"#, #""redacted":\#(counts.redacted)"#, #""open":\#(counts.open)"#,
        ]
        parts.append(#""stopped":[\#(counts.stopped.sorted().map(quoted).joined(separator: ","))]"#)
        let trouble = counts.keyTrouble.sorted { $0.key < $1.key }
        parts.append(#""keys":{\#(trouble.map { "\(quoted($0.key)):\(quoted($0.value))" }.joined(separator: ","))}"#)
        if let refusal = service.change.refusal { parts.append(#""reload":\#(quoted(refusal))"#) }
        if let trouble = service.change.trouble { parts.append(#""vault":\#(quoted(trouble))"#) }
        if let failure = service.journal.failure { parts.append(#""journal":\#(quoted(failure))"#) }
        if let failure = service.ledger?.failure { parts.append(#""state":\#(quoted(failure))"#) }
        let agents = service.regime.configuration.agents.map { agent in
            let used = service.use(of: agent.name)
            return """
                {"name":\(quoted(agent.name)),"upstream":\(quoted(agent.upstream)),"open":\(used.open),\
                "requests-of-day":\(used.use.requests),"tokens-of-day":\(used.use.tokens),\
                "cost-of-day":\(quoted(used.use.cost.decimal))}
                """
        }
        parts.append(#""agents":[\#(agents.joined(separator: ","))]"#)
        let holds = service.holds.open.map { call in
            """
            {"id":\(quoted(call.id)),"exchange":\(quoted(call.exchange.description)),"agent":\(quoted(call.agent)),"why":\(quoted(call.why)),\
            "seconds-left":\(max(0, call.deadline - GuardService.now)),\
            "calls":[\(call.calls.map(quoted).joined(separator: ","))]}
            """
        }
        parts.append(#""holds":[\#(holds.joined(separator: ","))]"#)
        return Array("{\(parts.joined(separator: ","))}\n".utf8)
    }

    var metrics: [UInt8] {
        let counts = service.snapshot
        let rows: [(String, String, String, Int)] = [
            ("requests_total", "counter", "Requests that came.", counts.requests),
            ("refused_total", "counter", "Requests that were refused.", counts.refused),
            ("failed_total", "counter", "Exchanges that an upstream or the network ended.", counts.failed),
            ("redacted_total", "counter", "Secrets that were taken out.", counts.redacted),
            ("open", "gauge", "Exchanges that are under way.", counts.open),
            ("holds", "gauge", "Answers that wait for a person.", service.holds.open.count),
            ("stopped_agents", "gauge", "Agents that gave a canary away.", counts.stopped.count),
            (
                "journal_failing", "gauge", "Whether the journal cannot be written.",
                service.journal.failure == nil ? 0 : 1
            ),
        ]
        let text = rows.map { name, type, help, value in
            "# HELP nacre_guard_\(name) \(help)\n# TYPE nacre_guard_\(name) \(type)\nnacre_guard_\(name) \(value)\n"
        }
        return Array(text.joined().utf8)
    }

    private func quoted(_ text: String) -> String { String(decoding: JSONString.escaped(text), as: UTF8.self) }
}
