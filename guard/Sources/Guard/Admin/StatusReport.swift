import Exchanges

/// How the guard does, as JSON.
struct StatusReport {
    let service: GuardService

    var json: [UInt8] {
        let counts = service.snapshot
        let configuration = service.regime.configuration
        var parts = [
            #""schema":"nacre.guard-status/1""#, #""requests":\#(counts.requests)"#, #""refused":\#(counts.refused)"#,
            #""failed":\#(counts.failed)"#, #""redacted":\#(counts.redacted)"#, #""open":\#(counts.open)"#,
        ]
        if counts.isEnding { parts.append(#""ending":true"#) }
        parts.append(#""seconds-up":\#(GuardService.now - service.began),"connections":\#(counts.connections)"#)
        let listeners = configuration.listeners.map(\.description)
        parts.append(#""listen":[\#(listeners.map(quoted).joined(separator: ","))]"#)
        parts.append(#""missing-addresses":[\#(service.missingAddresses.map(quoted).joined(separator: ","))]"#)
        let ended = counts.holdsEnded.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\($0.value)" }
        parts.append(#""holds-ended":{\#(ended.joined(separator: ","))}"#)
        parts.append(#""stopped":[\#(counts.stopped.sorted().map(quoted).joined(separator: ","))]"#)
        let trouble = counts.keyTrouble.sorted { $0.key < $1.key }
        parts.append(#""keys":{\#(trouble.map { "\(quoted($0.key)):\(quoted($0.value))" }.joined(separator: ","))}"#)
        if let refusal = service.change.refusal { parts.append(#""reload":\#(quoted(refusal))"#) }
        if let trouble = service.change.trouble { parts.append(#""vault":\#(quoted(trouble))"#) }
        if let failure = service.journal.failure { parts.append(#""journal":\#(quoted(failure))"#) }
        let mishaps = service.journal.mishaps
        if mishaps.lost + mishaps.begunAnew > 0 {
            parts.append(#""journal-lines-lost":\#(mishaps.lost),"journal-begun-anew":\#(mishaps.begunAnew)"#)
        }
        if let failure = service.ledger?.failure { parts.append(#""state":\#(quoted(failure))"#) }
        let agents = configuration.agents.map { agent in
            let (open, day) = service.use(of: agent.name)
            let total = counts.used[agent.name] ?? Totals()
            return """
                {"name":\(quoted(agent.name)),"upstream":\(quoted(agent.upstream)),"open":\(open),\
                "requests-of-day":\(day.requests),"tokens-of-day":\(day.tokens),"cost-of-day":\(quoted(day.cost.decimal)),\
                "stopped":\(counts.stopped.contains(agent.name)),"budget":\(budget(agent.budget)),\
                "holds":[\(agent.holds.map(quoted).joined(separator: ","))],"since-start":{"exchanges":\(total.exchanges),\
                "input":\(total.usage.input),"output":\(total.usage.output),"cache-read":\(total.usage.cacheRead),\
                "cache-write":\(total.usage.cacheWrite),"cost":\(quoted(total.cost.decimal))}}
                """
        }
        parts.append(#""agents":[\#(agents.joined(separator: ","))]"#)
        let now = GuardService.now
        let holds = service.holds.open.map { call in
            """
            {"id":\(quoted(call.id)),"exchange":\(quoted(call.exchange.description)),"agent":\(quoted(call.agent)),"why":\(quoted(call.why)),\
            "seconds-left":\(max(0, call.deadline - now)),"client":"\(call.leftAt == nil ? "waits" : "gone")",\
            \(call.leftAt.map { "\"gone-since\":\(Ledger.time - max(0, now - $0))," } ?? "")\
            "calls":[\(call.calls.map(quoted).joined(separator: ","))]}
            """
        }
        parts.append(#""holds":[\#(holds.joined(separator: ","))]"#)
        return Array("{\(parts.joined(separator: ","))}\n".utf8)
    }

    private func budget(_ limits: Budget.Limits) -> String {
        let numbers = [
            ("requests-per-minute", limits.requestsPerMinute), ("tokens-per-minute", limits.tokensPerMinute),
            ("tokens-per-day", limits.tokensPerDay), ("streams", limits.streams),
        ].compactMap { name, value in value.map { "\(quoted(name)):\($0)" } }
        let cost = limits.costPerDay.map { "\(quoted("cost-per-day")):\(quoted($0.decimal))" }
        return "{\((numbers + [cost].compactMap { $0 }).joined(separator: ","))}"
    }

    private func quoted(_ text: String) -> String { String(decoding: JSONString.escaped(text), as: UTF8.self) }
}
