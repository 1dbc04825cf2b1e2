import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

/// What the upstream says.
extension ExchangeRun: AnswerTaker {
    func begin(_ head: HTTPResponseHead) {
        lastByte = .now()
        canaries.see(head.status.reasonPhrase, head.headers)
        let status = Int(head.status.code)
        charge.isDue = status == 200
        let type = head.headers.first(name: "content-type")?.split(separator: ";").first?.lowercased() ?? ""
        if [401, 403].contains(status), request.upstream.vaultKey != nil, !hasRenewed { return renewKey(status) }
        if isRefusal(head) {
            // What it says of it may be another thing than the key.
            shape = .whole(head, [])
            return
        }
        let codings = head.headers["content-encoding"].map { $0.lowercased() }.filter { $0 != "identity" }
        if let coding = codings.first {
            let longest = max(request.regime.configuration.limits.body, Self.longestStream)
            guard codings.count == 1, let decoder = BodyDecoder(coding, longest: longest) else {
                return fail("its answer is compressed, which was not asked for, in a way that is not decoded")
            }
            self.decoder = decoder
        }
        // What is neither an answer nor an error leads elsewhere, or is read by clients in ways of their own.
        guard status == 200 || status >= 400 else { return fail("it answers with status \(status)") }
        // The client of Ollama reads lines, whatever the type says.
        let isStream =
            ["text/event-stream", "application/x-ndjson", "application/stream+json"].contains(type)
            || request.dialect == .ollama && request.endpoint == .answer && request.question?.isStreaming == true
        guard status == 200, isStream else {
            shape = .whole(head, [])
            return
        }
        guard request.endpoint == .answer, request.question?.isStreaming == true else {
            return fail("it answers with a stream that was not asked for")
        }
        shape = .stream(AnswerFlow(request.dialect, secrecy, isGated: request.regime.judge != nil))
        begin(status, head.headers.passed(by: secrecy))
    }

    func take(_ bytes: ByteBuffer) {
        lastByte = .now()
        guard let decoder else { return take(Array(bytes.readableBytesView)) }
        do { try decoder.decode(Array(bytes.readableBytesView)) { take($0) } } catch { fail(error.words) }
    }

    /// Takes what it says as it is meant.
    private func take(_ bytes: [UInt8]) {
        canaries.see(bytes)
        switch shape {
        case .stream(var flow):
            shape = .waiting
            do {
                let clean = try flow.read(bytes)
                shape = .stream(flow)
                send(clean)
                if sink?.isWritable == false { connection?.setReading(false) }
            } catch {
                shape = .stream(flow)
                fail(error.words)
            }
        case .whole(let head, var body):
            shape = .waiting
            guard body.count + bytes.count <= request.regime.configuration.limits.body else {
                return fail("its answer is longer than \(request.regime.configuration.limits.body >> 20) MiB")
            }
            body += bytes
            shape = .whole(head, body)
        case .waiting, .renewing, .done, .held: break
        }
    }

    func end() {
        connection = nil
        do { try decoder?.finish() } catch { return fail(error.words) }
        switch shape {
        case .stream(var flow):
            do {
                send(try flow.finish())
                charge.take(flow.answer)
                charge.isWhole = true
                note(flow.findings)
                forgetKeyTrouble()
                if flow.isWaiting { judge(flow) } else { finish() }
            } catch {
                shape = .stream(flow)
                fail(error.words)
            }
        case .whole(let head, let body): pass(head, body)
        case .renewing, .done, .held: break
        case .waiting: fail("it said nothing")
        }
    }

    func fail(_ why: String) {
        if case .done = shape { return }
        if case .whole(let head, let body) = shape, isRefusal(head) { return refuseKey(head, body) }
        if case .waiting = shape, let connection, connection.mayBeStale, !hasRetried {
            hasRetried = true
            charge.isDue = false
            connection.cancel()
            self.connection = nil
            return connect(isNew: true)
        }
        connection?.cancel()
        connection = nil
        countWhatCame()
        service.count { $0.failed += 1 }
        // What an upstream wrote may be part of the reason.
        let clean = secrecy.cleaned(Array(why.utf8))?.bytes ?? Array(why.utf8)
        let why = Shown.plain(String(decoding: clean.prefix(4000), as: UTF8.self), longest: 300)
        write("failed", ["upstream": request.upstream.name, "why": why])
        outcome = (.failed, why)
        let words = "nacre-guard: \(request.upstream.name): \(why)\(request.id.reference)"
        if case .stream(let flow) = shape {
            note(flow.findings)
            say(request.dialect.errorEvent(words))
            finish()
        } else {
            reply(Reply(status: 502, body: request.dialect.errorBody(status: 502, words)))
        }
    }
}
