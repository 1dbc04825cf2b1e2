import Catalog
import Hardening
import Surface
import Vault

/// A secret of a compose project: a file in memory, which only root comes to, and which a container has as a mount.
struct ComposeFile {
    static let home = "/run/nacre/compose"
    static func path(_ project: String, _ file: String) -> String { "\(home)/\(project)/\(file)" }

    let project: String
    let file: String
    let account: UInt32
    let group: UInt32
    let host: any MutableSurface

    var path: String { Self.path(project, file) }

    /// Nobody but root comes to the directory: who has the number of a container's account on the
    /// server comes to the file by way of the container's `/proc/PID/root` alone.
    func put(_ value: SecretBytes) async throws {
        try host.makeDirectoryUnlessThere("/run/nacre", .init(mode: 0o755))
        for directory in [Self.home, "\(Self.home)/\(project)"] {
            try host.makeDirectoryUnlessThere(directory, .init(mode: 0o700))
            try host.permit(directory, .init(mode: 0o700), expecting: nil)
        }
        // A file that is replaced is another one, and containers have the old one mounted until they are started anew.
        if case .found(let content) = await host.file(path, limit: 1 << 20) {
            if isRight(content, value) { return }
            // What belongs to one account is not handed on to another.
            if content.status.owner != account { try host.remove(path) }
        }
        try host.replace(path, with: .init(value.exposed, mode: 0o400, owner: account, group: group))
    }

    private func isRight(_ content: FileContent, _ value: SecretBytes) -> Bool {
        content.status.mode & 0o777 == 0o400 && content.status.owner == account && content.status.group == group
            && SecretBytes(content.bytes).equals(value)
    }

    func withdraw() throws {
        try host.remove(path)
        try host.removeEmptyDirectory("\(Self.home)/\(project)")
    }

    func state(_ value: SecretBytes) async -> DeliveryState {
        var state: DeliveryState
        switch await host.file(path, limit: 1 << 20) {
        case .absent: state = DeliveryState(fault: "\(path) is gone")
        case .unreadable(let why): state = DeliveryState(fault: "\(path): \(why)")
        case .found(let content):
            state = DeliveryState()
            if !SecretBytes(content.bytes).equals(value) {
                state.faults.append("\(path) holds another value than the vault")
            } else if !isRight(content, value) {
                state.faults.append("\(path) is not as it was put: mode or owner changed")
            }
        }
        if let fault = await DeliveryService(host).fault() { state.faults.append(fault) }
        state.stale = await stale()
        return state
    }
}
