import Exchanges

/// How the guard does, as Prometheus reads it.
struct Metrics {
    /// One number, with the names of what it is about.
    private typealias Sample = (labels: [(String, String)], value: String)

    let service: GuardService

    var bytes: [UInt8] { Array((server + trouble + agents).utf8) }

    private var server: String {
        let counts = service.snapshot
        let holds = service.holds.open
        let ended = ["allowed", "refused-by-person", "expired", "abandoned"].map { word in
            (labels: [("outcome", word)], value: String(counts.holdsEnded[word] ?? 0))
        }
        return number("requests_total", "counter", "Requests that came.", counts.requests)
            + number("refused_total", "counter", "Requests that were refused.", counts.refused)
            + number("failed_total", "counter", "Exchanges that an upstream or the network ended.", counts.failed)
            + number("redacted_total", "counter", "Secrets that were taken out.", counts.redacted)
            + number("open", "gauge", "Exchanges that are under way.", counts.open)
            + number("connections", "gauge", "Connections of clients that are open.", counts.connections)
            + number("uptime_seconds", "gauge", "Seconds since it started.", GuardService.now - service.began)
            + number("holds", "gauge", "Answers that wait for a person.", holds.count)
            + number(
                "holds_without_client",
                "gauge",
                "Answers that wait for a person and whose client has gone.",
                holds.count { $0.leftAt != nil }
            )
            + family("holds_ended_total", "counter", "Answers that waited for a person, by how that ended.", ended)
            + number("stopped_agents", "gauge", "Agents that gave a canary away.", counts.stopped.count)
    }

    /// What is 1 should be looked at; `nacre-guard status` has the words.
    private var trouble: String {
        let counts = service.snapshot
        let keys = service.regime.configuration.upstreams.map { upstream in
            (labels: [("upstream", upstream.name)], value: counts.keyTrouble[upstream.name] == nil ? "0" : "1")
        }
        return number(
            "journal_failing",
            "gauge",
            "Whether the journal cannot be written.",
            flag(service.journal.failure)
        )
            + number(
                "journal_lines_lost_total",
                "counter",
                "Lines of the journal that could not be written.",
                service.journal.mishaps.lost
            )
            + number(
                "journal_begun_anew_total",
                "counter",
                "How often the journal's file was not what had been written.",
                service.journal.mishaps.begunAnew
            )
            + number("state_failing", "gauge", "Whether the database cannot be written.", flag(service.ledger?.failure))
            + number(
                "vault_failing",
                "gauge",
                "Whether the vault gave no keys when it was asked last.",
                flag(service.change.trouble)
            )
            + number("reload_failing", "gauge", "Whether the last reload was refused.", flag(service.change.refusal))
            + number(
                "missing_addresses",
                "gauge",
                "Addresses that are listened at and that no interface has.",
                service.missingAddresses.count
            )
            + family("key_refused", "gauge", "Whether the upstream refused the guard's key last.", keys)
    }

    private var agents: String {
        let counts = service.snapshot
        let agents = service.regime.configuration.agents
        func total(_ agent: GuardConfiguration.Agent) -> Totals { counts.used[agent.name] ?? Totals() }
        func labels(_ agent: GuardConfiguration.Agent) -> [(String, String)] {
            [("agent", agent.name), ("upstream", agent.upstream)]
        }
        let tokens = agents.flatMap { agent in
            let usage = total(agent).usage
            // Each token is counted once.
            let kinds = [
                ("input", usage.input - usage.cacheRead - usage.cacheWrite), ("cache_read", usage.cacheRead),
                ("cache_write", usage.cacheWrite), ("output", usage.output),
            ]
            return kinds.map { kind, count in (labels: labels(agent) + [("kind", kind)], value: String(count)) }
        }
        return family(
            "exchanges_total",
            "counter",
            "Exchanges of an agent that ended.",
            agents.map {
                (labels($0), String(total($0).exchanges))
            }
        )
            + family("tokens_total", "counter", "Tokens of an agent, each counted once.", tokens)
            + family(
                "cost_dollars_total",
                "counter",
                "What an agent's exchanges cost, by guard.yaml.",
                agents.map {
                    (labels($0), total($0).cost.decimal)
                }
            )
            + family(
                "agent_open",
                "gauge",
                "Exchanges of an agent that are under way.",
                agents.map {
                    (labels($0), String(service.use(of: $0.name).open))
                }
            )
            + family(
                "agent_stopped",
                "gauge",
                "Whether an agent gave a canary away.",
                agents.map {
                    (labels($0), counts.stopped.contains($0.name) ? "1" : "0")
                }
            )
    }

    private func flag(_ failure: String?) -> Int { failure == nil ? 0 : 1 }

    private func number(_ name: String, _ type: String, _ help: String, _ value: Int) -> String {
        family(name, type, help, [([], String(value))])
    }

    private func family(_ name: String, _ type: String, _ help: String, _ samples: [Sample]) -> String {
        guard !samples.isEmpty else { return "" }
        let name = "nacre_guard_\(name)"
        return "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
            + samples.map { labels, value in
                let pairs = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
                return "\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(value)\n"
            }.joined()
    }

    /// A label's value as the format wants it.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
