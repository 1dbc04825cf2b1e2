import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

extension ExchangeRun {
    /// Why an answer that came as a whole is not passed on; a person cannot be waited for there.
    func objection(to answer: Answer) -> String? {
        guard let judge = service.judge, let question = request.question, !answer.calls.isEmpty else { return nil }
        switch judge.judge(answer, to: question, of: request.agent.name, request.dialect) {
        case .allow: return nil
        case .refuse(let why):
            service.journal.write("call-refused", agent: request.agent.name, ["why": why])
            return why
        case .hold(let why):
            service.journal.write("call-refused", agent: request.agent.name, ["why": why])
            return "\(why); this waits for a person only in an answer that streams"
        }
    }

    /// Decides about an answer that ended, and wants something done.
    func judge(_ answer: AnswerFlow) {
        var flow = answer
        guard let judge = service.judge, let question = request.question else { return end(flow.open()) }
        switch judge.judge(flow.answer, to: question, of: request.agent.name, request.dialect) {
        case .allow: end(flow.open())
        case .refuse(let why):
            service.journal.write("call-refused", agent: request.agent.name, ["why": why])
            end(flow.closing("[nacre-guard] \(why)"))
        case .hold(let why):
            let before = sent
            let closing = flow
            let rest = flow.open()
            let calls = flow.answer.calls.map { call in
                let arguments = service.admissions.secrecy.cleaned(call.arguments)?.bytes ?? call.arguments
                return "\(call.name) \(String(decoding: arguments.prefix(2000), as: UTF8.self))"
            }
            let call = service.holds.add(
                request.key,
                agent: request.agent.name,
                why: why,
                calls: calls,
                Holds.Held(before: before, rest: rest) { closing.closing($0) }
            )
            service.journal.write("held", agent: request.agent.name, ["id": call.id, "why": why])
            wait(for: Holds.Held(before: before, rest: rest) { closing.closing($0) })
        }
    }

    /// Goes on with an answer that waits since the client asked before.
    func goOn(waiting call: HeldCall, _ held: Holds.Held) {
        service.journal.write("asked-again", agent: request.agent.name, ["id": call.id])
        sink?.begin(status: 200, ["content-type": request.dialect.streamType])
        sink?.send(held.before)
        wait(for: held)
    }

    private func wait(for held: Holds.Held) {
        becomeHeld()
        let loop = loop
        service.holds.wait(for: request.key) { [weak self] verdict in
            let run = self
            loop.execute { run?.take(verdict, held) }
        }
    }

    private func take(_ verdict: Verdict, _ held: Holds.Held) {
        guard isHeld else { return }
        service.holds.remove(request.key)
        switch verdict {
        case .allowed: end(held.rest)
        case .refused(let why): end(held.closing("[nacre-guard] \(why)"))
        }
    }
}
