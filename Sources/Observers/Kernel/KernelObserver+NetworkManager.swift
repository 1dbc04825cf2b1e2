import Catalog
import Surface

extension KernelObserver {
    /// Whether NetworkManager takes them on a link; nothing where it does not have it.
    func networkManager(onLink index: Int, listens: Bool) async -> AdvertisementTaking.Answer? {
        let state = "/run/NetworkManager/devices/\(index)"
        let device: [String: String]
        switch await surface.text(state) {
        case .absent: return nil
        case .unreadable(let why): return .unknown(why)
        case .found(let text): device = [String: String](systemdProperties: text)
        }
        guard device["managed"] == "true" else { return nil }
        guard listens else { return .nobody }
        guard let connection = device["connection-uuid"] else {
            return .unknown(.notStated("\(state) names no connection"))
        }
        switch await surface.run(Command("nmcli", ["-g", "ipv6.method", "connection", "show", connection])) {
        case .absent: return .unknown(.missing("nmcli is not installed"))
        case .unreadable(let why): return .unknown(why)
        case .found(let output):
            guard output.status == 0 else {
                return .unknown(.failed("nmcli failed: \(output.errorText.firstLine)"))
            }
            switch output.text.firstLine {
            case "auto": return .program("NetworkManager", nil)
            case "manual", "disabled", "link-local", "shared", "ignore": return .nobody
            case let method: return .unknown(.notModeled("NetworkManager's method \(method) is not known"))
            }
        }
    }
}
