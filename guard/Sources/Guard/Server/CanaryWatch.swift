import NIOCore
import NIOHTTP1
import OutputFilter

/// Sees all that passes in one direction of an exchange before anything else does, and raises the alarm.
///
/// It does not matter whether what holds a canary goes on, is refused, or is for nobody. Used on an event loop only.
final class CanaryWatch: @unchecked Sendable {
    private let service: GuardService
    private let agent: String
    private let id: ExchangeID
    private let direction: String
    private var flow: CanaryFlow
    private var looked: NIODeadline = .uptimeNanoseconds(0)

    init(_ service: GuardService, _ secrecy: Secrecy, of agent: String, _ id: ExchangeID, direction: String) {
        (self.service, self.agent, self.id, self.direction) = (service, agent, id, direction)
        flow = CanaryFlow(secrecy)
    }

    /// Looks at a head of HTTP.
    func see(_ line: String, _ headers: HTTPHeaders) {
        tell(flow.read(("\(line)\n" + headers.map { "\($0): \($1)\n" }.joined()).utf8))
        end()
    }

    func see(_ bytes: ByteBuffer) { see(bytes.readableBytesView) }

    /// What comes slowly is looked at once a second, and not only once there is much of it.
    func see(_ bytes: some Collection<UInt8>) {
        tell(flow.read(bytes))
        if NIODeadline.now() - looked > .seconds(1) { end() }
    }

    /// Looks at what came last.
    func end() {
        looked = .now()
        tell(flow.look())
    }

    private func tell(_ found: [Finding]) { service.note(found, of: agent, id, direction: direction) }
}
