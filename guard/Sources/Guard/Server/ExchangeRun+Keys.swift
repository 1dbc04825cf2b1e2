import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

extension ExchangeRun {
    /// Asks once more with the key that the vault has now, if that is another one.
    func renewKey(_ status: Int) {
        hasRenewed = true
        connection?.cancel()
        connection = nil
        shape = .renewing
        let (loop, service) = (loop, service)
        let goOn: @Sendable () -> Void = { [weak self] in
            let run = self
            loop.execute { run?.goOn(afterRenewing: status) }
        }
        // Another exchange may have had it renewed.
        if newKey == nil {
            service.change.refresh(service, becauseOf: request.upstream.name, then: goOn)
        } else {
            self.goOn(afterRenewing: status)
        }
    }

    private func goOn(afterRenewing status: Int) {
        guard case .renewing = shape else { return }
        guard let newKey else { return refuseKey(status, "") }
        (key, secrecy) = (newKey, service.regime.admissions.secrecy)
        lastByte = .now()
        shape = .waiting
        connect(isNew: false)
    }

    private var newKey: String? {
        guard let new = service.regime.secrets.key(request.upstream.key ?? ""), new != key else { return nil }
        return new
    }

    /// Whether an upstream refuses what was asked for the sake of who asks.
    func isRefusal(_ head: HTTPResponseHead) -> Bool { [401, 402, 403].contains(head.status.code) }

    /// Refuses in the upstream's place, with what it said.
    func refuseKey(_ head: HTTPResponseHead, _ body: [UInt8]) {
        let said = head.headers["content-encoding"].isEmpty ? UpstreamSaying.words(of: body, secrecy) : ""
        note(secrecy.cleaned(body)?.findings ?? [])
        refuseKey(Int(head.status.code), said)
    }

    /// What the guard's own key is refused for is not the client's business: it would put the whole provider aside.
    private func refuseKey(_ status: Int, _ said: String) {
        // A 403 may be about the key, or about what it is used for: nobody knows but the upstream.
        let what =
            switch status {
            case 401: "the guard's key was refused (401)"
            case 402: "the account behind the guard's key has no credit (402)"
            default: "the upstream does not allow what was asked with the guard's key (\(status))"
            }
        let why = what + said
        let name = request.upstream.name
        service.count { $0.keyTrouble[name] = why }
        write("key-refused", ["upstream": name, "status": String(status), "why": why])
        outcome = (.keyRefused, why)
        connection?.cancel()
        connection = nil
        reply(
            .quiet(
                "\(name): \(why); see sudo nacre-guard status",
                request.question,
                request.dialect,
                request.id,
                number: service.nextNumber()
            )
        )
    }
}
