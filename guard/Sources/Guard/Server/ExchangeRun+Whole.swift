import Exchanges
import NIOHTTP1
import OutputFilter

extension ExchangeRun {
    /// Passes on an answer that came as a whole, if it may pass.
    func pass(_ head: HTTPResponseHead, _ body: [UInt8]) {
        if isRefusal(head) { return refuseKey(head, body) }
        let status = Int(head.status.code)
        var clean = body
        var findings: [Finding] = []
        charge.said = body.count
        if let json = try? JSONText(body) {
            charge.told = Usage(json.root, request.dialect)
            charge.isWhole = true
            if status == 200, request.endpoint == .answer {
                guard json.root.kind == .object else { return fail("its answer is no object") }
                let answer: Answer
                do { answer = try Answer(whole: json.root, request.dialect) } catch {
                    note(secrecy.cleaned(json)?.findings ?? [])
                    return fail(error.words)
                }
                charge.take(answer)
                if let why = objection(to: answer) {
                    note(secrecy.cleaned(json)?.findings ?? [])
                    return reply(
                        .quiet(why, request.question, request.dialect, request.id, number: service.nextNumber())
                    )
                }
            }
            if let (bytes, found) = secrecy.cleaned(json, shown: Secrecy.shown) {
                (clean, findings) = (bytes, found)
            }
            // Clients join what stands in several parts.
            if status == 200, request.endpoint == .answer, let json = try? JSONText(clean),
                let answer = try? Answer(whole: json.root, request.dialect)
            {
                let joined = [answer.text, answer.reasoning].flatMap { secrecy.cleaned($0)?.findings ?? [] }
                guard joined.isEmpty else {
                    note(findings + joined)
                    return fail("what it says has a secret in several parts")
                }
            }
        } else if status == 200, !body.isEmpty {
            return fail("its answer is not JSON")
        } else if let (bytes, found) = secrecy.cleaned(body) {
            (clean, findings) = (bytes, found)
        }
        note(findings)
        if status == 200 { forgetKeyTrouble() }
        var headers = head.headers.passed(by: secrecy)
        headers.replaceOrAdd(name: "content-length", value: String(clean.count))
        begin(status, headers)
        say(clean)
        finish()
    }
}
