import OutputFilter

extension GuardService {
    /// What the ledger tells, and is told.
    private var counting: Ledger.Counting {
        Ledger.Counting(
            restore: { [self] rows in restore(rows) },
            refill: { [self] in refill() },
            tell: { [self] event, details in journal.write(event, details) }
        )
    }

    /// Has what was used before counted, and looks for the database at once.
    func startLedger() { ledger?.write(counting) }

    func writeLedgerSoon() { ledger?.writeSoon(counting) }

    func endLedger() { ledger?.end(counting) }

    /// How an exchange went.
    func find(_ id: ExchangeID, then take: @escaping @Sendable (ExchangeEvent?) -> Void) {
        guard let ledger else { return take(nil) }
        ledger.find(id.description, counting, then: take)
    }

    /// Has an exchange that ended recorded; what its request says of itself is cut, and cleaned of secrets.
    func record(_ event: ExchangeEvent, _ secrecy: Secrecy) {
        guard let ledger else { return }
        func clean(_ text: String) -> String {
            let bytes = Array(text.utf8)
            // Of bytes, for one character may be any number of them.
            let clean = String(decoding: (secrecy.cleaned(bytes)?.bytes ?? bytes).prefix(1000), as: UTF8.self)
            return Shown.plain(clean, longest: 200)
        }
        var event = event
        event.time = Ledger.time
        event.model = clean(event.model)
        event.path = clean(event.path)
        event.why = clean(event.why)
        ledger.add(event)
    }
}
