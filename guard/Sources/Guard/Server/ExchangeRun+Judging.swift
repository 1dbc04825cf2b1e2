import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

extension ExchangeRun {
    /// Why an answer that came as a whole is not passed on; a person cannot be waited for there.
    func objection(to answer: Answer) -> String? {
        guard let judge = request.regime.judge, let question = request.question, request.endpoint == .answer else {
            return nil
        }
        switch plain(judge.judge(answer, to: question, of: request.agent.name, request.dialect)) {
        case .allow: return nil
        case .refuse(let why):
            write("call-refused", ["why": why])
            outcome = (.callRefused, why)
            return why
        case .hold(let why):
            write("call-refused", ["why": why])
            outcome = (.callRefused, why)
            return "\(why); this waits for a person only in an answer that streams"
        }
    }

    /// A judgement in words that may be told: a model chooses what its tools are called.
    private func plain(_ judgement: Judgement) -> Judgement {
        func plain(_ why: String) -> String {
            let bytes = Array(why.utf8)
            let clean = String(decoding: (secrecy.cleaned(bytes)?.bytes ?? bytes).prefix(4000), as: UTF8.self)
            return Shown.plain(clean, longest: 500)
        }
        switch judgement {
        case .allow: return .allow
        case .refuse(let why): return .refuse(plain(why))
        case .hold(let why): return .hold(plain(why))
        }
    }

    /// Decides about an answer that ended, and wants something done.
    func judge(_ answer: AnswerFlow) {
        var flow = answer
        guard let judge = request.regime.judge, let question = request.question else { return end(flow.open()) }
        switch plain(judge.judge(flow.answer, to: question, of: request.agent.name, request.dialect)) {
        case .allow:
            let count = flow.findings.count
            let rest = flow.open()
            note(Array(flow.findings.dropFirst(count)))
            end(rest)
        case .refuse(let why):
            var open = flow
            _ = open.open()
            note(Array(open.findings.dropFirst(flow.findings.count)))
            write("call-refused", ["why": why])
            outcome = (.callRefused, why)
            end(flow.closing(told(why)))
        case .hold(let why):
            let before = sent
            let closing = flow
            let count = flow.findings.count
            let rest = flow.open()
            note(Array(flow.findings.dropFirst(count)))
            guard sent.count < 16 << 20, rest.count < 4 << 20,
                let call = service.holds.add(
                    request.holdKey,
                    agent: request.agent.name,
                    exchange: request.id,
                    why: why,
                    calls: shown(flow.answer),
                    Holds.Held(before: before, rest: rest) { closing.closing($0) }
                )
            else {
                outcome = (.callRefused, why)
                return end(closing.closing(told("\(why); too much of this agent waits for a person already")))
            }
            write("held", ["id": call.id, "why": why])
            wait(for: Holds.Held(before: before, rest: rest) { closing.closing($0) })
        }
    }

    /// Goes on with an answer that waits since the client asked before.
    func goOn(waiting call: HeldCall, _ held: Holds.Held) {
        write("asked-again", ["id": call.id, "of": call.exchange.description])
        begin(200, ["content-type": request.dialect.streamType])
        say(held.before)
        wait(for: held)
    }

    /// What a person decides about, whole or with what is left out said.
    private func shown(_ answer: Answer) -> [String] {
        func text(_ bytes: [UInt8]) -> String {
            let clean = secrecy.cleaned(bytes)?.bytes ?? bytes
            let rest = clean.count - Self.shownBytes
            return String(decoding: clean.prefix(Self.shownBytes), as: UTF8.self)
                + (rest > 0 ? " … AND \(rest) BYTES MORE THAT ARE NOT SHOWN" : "")
        }
        func name(_ call: ModelCall) -> String {
            let bytes = Array(call.name.utf8)
            let clean = String(decoding: (secrecy.cleaned(bytes)?.bytes ?? bytes).prefix(4000), as: UTF8.self)
            return Shown.plain(clean, longest: 200)
        }
        var calls = answer.calls.prefix(20).map { "\(name($0)) \(text($0.arguments))" }
        if answer.calls.count > 20 { calls.append("… AND \(answer.calls.count - 20) CALLS MORE THAT ARE NOT SHOWN") }
        // A call may stand in what it says.
        calls += [answer.text, answer.reasoning].filter { !$0.isEmpty }.map { "it says: \(text($0))" }
        return calls
    }

    private static let shownBytes = 8000

    private func wait(for held: Holds.Held) {
        becomeHeld()
        let loop = loop
        waiter = service.holds.wait(for: request.holdKey) { [weak self] verdict in
            let run = self
            loop.execute { run?.take(verdict, held) }
        }
    }

    /// What stands in an answer in place of a call.
    private func told(_ why: String) -> String { "[nacre-guard] \(why)\(request.id.reference)" }

    private func take(_ verdict: Verdict, _ held: Holds.Held) {
        guard isHeld else { return }
        switch verdict {
        case .allowed: end(held.rest)
        case .refused(let why):
            outcome = (.callRefused, why)
            end(held.closing(told(why)))
        }
    }
}
