import Exchanges
import NIOCore

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
        guard let newKey else { return refuseKey(status) }
        (key, secrecy) = (newKey, service.regime.admissions.secrecy)
        lastByte = .now()
        shape = .waiting
        connect(isNew: false)
    }

    private var newKey: String? {
        guard let new = service.regime.secrets.key(request.upstream.key ?? ""), new != key else { return nil }
        return new
    }

    /// What the guard's own key is refused for is not the client's business: it would put the whole provider aside.
    func refuseKey(_ status: Int) {
        let why =
            status == 402
            ? "the account behind the guard's key has no credit" : "the guard's key was refused (\(status))"
        let name = request.upstream.name
        service.count { $0.keyTrouble[name] = why }
        write("key-refused", ["upstream": name, "status": String(status)])
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
