import Exchanges
import NIOConcurrencyHelpers

/// What was decided, a JSON value a line, each with the hash of the one before: what is changed or taken out later is seen.
///
/// It holds no secret and nothing of a conversation. A file that is removed, moved, replaced, cut or written to by others while it is in use is
/// noticed with the next line, or within a second; a new one then says what became of it.
public final class Journal: Sendable {
    /// Nothing where nothing is kept.
    private let chain: NIOLockedValueBox<JournalChain?>

    /// Where nothing is kept.
    init() { chain = NIOLockedValueBox(nil) }

    /// Goes on with a file; one that is not whole, or that others could have written, is put aside, and a new chain says so.
    public init(path: String) throws(JournalFault) { chain = NIOLockedValueBox(try JournalChain(path: path)) }

    /// Why what was decided last is not written, if it is not.
    var failure: String? { chain.withLockedValue { $0?.failure } }

    /// What happened to it since it was opened.
    var mishaps: JournalChain.Mishaps { chain.withLockedValue { $0?.mishaps ?? JournalChain.Mishaps() } }

    /// Looks whether its file is as it was.
    func tend() { chain.withLockedValue { $0?.tend() } }

    /// Writes what was decided about an agent's exchange.
    func write(
        _ event: String,
        agent: String = "",
        exchange: ExchangeID? = nil,
        _ details: KeyValuePairs<String, String> = [:]
    ) {
        chain.withLockedValue {
            $0?.write(
                event,
                agent: agent,
                [("exchange", exchange?.description ?? "")] + details.map { ($0.key, $0.value) }
            )
        }
    }
}
