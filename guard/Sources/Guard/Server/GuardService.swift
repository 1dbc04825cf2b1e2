import Detection
import Exchanges
import NIOConcurrencyHelpers
import NIOCore
import OutputFilter

/// What all connections share: who may ask, what must not get out, and what was used.
final class GuardService: Sendable {
    /// What is counted since it started.
    struct Counts: Sendable {
        var requests = 0
        var refused = 0
        var failed = 0
        var redacted = 0
        var open = 0
        /// Whether it takes no more requests, and ends once what is under way has ended.
        var isEnding = false
        var connections = 0
        /// Agents whose canary was seen: they are stopped.
        var stopped: Set<String> = []
        /// Where canaries were seen, so that each alarm is written once.
        var alarms: Set<String> = []
        /// The minute in which a refusal of an agent was noted last, by its cause and the agent.
        var noted: [String: Int] = [:]
        /// How answers that waited for a person ended, by the journal's word for it.
        var holdsEnded: [String: Int] = [:]
        /// What each agent used.
        var used: [String: Totals] = [:]
        /// What is wrong with an upstream's key, by its name.
        var keyTrouble: [String: String] = [:]
    }

    /// When it started.
    let began = GuardService.now
    let journal: Journal
    let change: RegimeChange
    let holds = Holds()
    private let current: NIOLockedValueBox<Regime>
    private let counts = NIOLockedValueBox(Counts())
    private let budgets: NIOLockedValueBox<[String: Budget]>
    /// Nothing where nothing is kept over a restart.
    let ledger: Ledger?
    let strangers = NIOLockedValueBox(StrangerNotes())
    private let numbers = NIOLockedValueBox(UInt64.random(in: 0...UInt64.max >> 1))

    init(_ regime: Regime, _ change: RegimeChange, _ journal: Journal, _ ledger: Ledger?) {
        (self.journal, self.change, self.ledger) = (journal, change, ledger)
        current = NIOLockedValueBox(regime)
        budgets = NIOLockedValueBox(
            Dictionary(regime.configuration.agents.map { ($0.name, Budget($0.budget)) }) { first, _ in first }
        )
    }

    /// What is in force now.
    var regime: Regime { current.withLockedValue { $0 } }

    /// Puts something else in force for exchanges that begin from now on; what an agent used stays with its name.
    func install(_ regime: Regime) {
        budgets.withLockedValue { budgets in
            for agent in regime.configuration.agents {
                budgets[agent.name, default: Budget(agent.budget)].limits = agent.budget
            }
        }
        current.withLockedValue { $0 = regime }
    }

    /// Seconds from any beginning that stays.
    static var now: Int { Int(NIODeadline.now().uptimeNanoseconds / 1_000_000_000) }

    var snapshot: Counts { counts.withLockedValue { $0 } }

    func count(_ change: @Sendable (inout Counts) -> Void) { counts.withLockedValue { change(&$0) } }

    /// Takes a connection, unless it is one too many.
    func connect() -> Bool {
        let most = regime.configuration.limits.connections
        return counts.withLockedValue { counts in
            guard counts.connections < most else { return false }
            counts.connections += 1
            return true
        }
    }

    func disconnect() { counts.withLockedValue { $0.connections -= 1 } }

    /// Notes that an agent was refused, once a minute for one cause: it must not fill the disk.
    func noteRefusal(of agent: String, _ id: ExchangeID, _ refusal: Refusal) {
        let minute = Self.now / 60
        let isNew = counts.withLockedValue {
            $0.noted.updateValue(minute, forKey: "\(refusal.outcome) \(agent)") != minute
        }
        if isNew { journal.write("refused", agent: agent, exchange: id, ["why": refusal.why]) }
    }

    func nextNumber() -> UInt64 {
        numbers.withLockedValue { number in
            number &+= 1
            return number
        }
    }

    /// Counts a request against its agent's budget; why it is refused where it is one too many.
    func begin(_ agent: String) -> Refusal? {
        if counts.withLockedValue({ $0.stopped.contains(agent) }) {
            return Refusal(
                outcome: .stopped,
                why:
                    "a canary of this agent was seen where it must not be; the agent is stopped until nacre-guard is restarted"
            )
        }
        return budgets.withLockedValue { budgets in
            do throws(Budget.Excess) {
                try budgets[agent]?.begin(at: Self.now)
                ledger?.count(agent, Budget.Use(requests: 1))
                return nil
            } catch {
                return Refusal(outcome: .overBudget, why: error.words)
            }
        }
    }

    /// What an agent has under way, and what it used in the last day.
    func use(of agent: String) -> (open: Int, use: Budget.Use) {
        budgets.withLockedValue { ($0[agent]?.open ?? 0, $0[agent]?.used(at: Self.now) ?? Budget.Use()) }
    }

    func end(_ agent: String, _ usage: Usage, cost: Dollars) {
        let tokens = usage.input + usage.output
        budgets.withLockedValue { budgets in
            budgets[agent]?.end(tokens: tokens, cost: cost, at: Self.now)
            ledger?.count(agent, Budget.Use(tokens: tokens, cost: cost))
        }
        count { $0.used[agent, default: Totals()].add(usage, cost) }
    }

    /// Adds what was used before this process began, or by a name that is not there any more.
    func restore(_ rows: [LedgerFile.Row]) {
        guard let ledger else { return }
        let (now, clock) = (Self.now / 60, ledger.minute)
        budgets.withLockedValue { budgets in
            for (agent, rows) in Dictionary(grouping: rows, by: \.agent) {
                budgets[agent, default: Budget(Budget.Limits())].restore(
                    // A clock that was set back makes nothing last longer than a day.
                    rows.map { (minute: now - max(0, clock - $0.minute), use: $0.use) }
                )
            }
        }
    }

    /// Has the ledger write all that is counted anew.
    func refill() {
        guard let ledger else { return }
        let (now, clock) = (Self.now / 60, ledger.minute)
        budgets.withLockedValue { budgets in
            ledger.refill(
                budgets.flatMap { agent, budget in
                    budget.minutes.map {
                        LedgerFile.Row(agent: agent, minute: clock - max(0, now - $0.minute), use: $0.use)
                    }
                }
            )
        }
    }

    private func isNewAlarm(_ alarm: String) -> Bool {
        counts.withLockedValue { counts in
            if counts.alarms.count >= 1000 { counts.alarms = [] }
            return counts.alarms.insert(alarm).inserted
        }
    }

    /// Notes what was taken out, and stops an agent that gave a canary away.
    func note(_ findings: [Finding], of agent: String, _ id: ExchangeID, direction: String) {
        guard !findings.isEmpty else { return }
        let isCanary = findings.contains(where: \.isCanary)
        count {
            // What was seen and not taken out has no place.
            $0.redacted += findings.count { !$0.range.isEmpty }
            if isCanary, !agent.isEmpty { $0.stopped.insert(agent) }
        }
        // One line for all of a kind: a text can have thousands.
        var counts: [Finding.Sort: Int] = [:]
        for finding in findings { counts[finding.sort, default: 0] += 1 }
        for (sort, count) in counts.sorted(by: { ($0.key.kind, $0.key.name) < ($1.key.kind, $1.key.name) }) {
            guard !sort.isCanary || isNewAlarm("\(id) \(direction) \(sort.name)") else { continue }
            journal.write(
                sort.isCanary ? "canary" : "redacted",
                agent: agent,
                exchange: id,
                ["direction": direction, "kind": sort.kind, "name": sort.name, "count": "\(count)"]
            )
        }
    }
}

extension Finding {
    fileprivate struct Sort: Hashable {
        let kind: String
        let name: String
        let isCanary: Bool
    }

    fileprivate var sort: Sort { Sort(kind: kind.id, name: name ?? "", isCanary: isCanary) }
}
