import Documents
import Hardening
import Surface

/// The daemon's own directory of settings with live-restore switched on or off, laid over the real one for a while.
///
/// A daemon that starts without live-restore ends every container that the one before it left running, and does not
/// start them again (moby, `daemon.restore`; seen with 26.1). Going back to settings without it therefore takes one
/// start with it and a reload that says `false`. Both read a copy under `/run`, which a power cut takes away with the
/// mount, so that the real file never holds anything but what it held before or after the plan.
struct BorrowedSettings {
    typealias Failure = RunningMachine.Failure

    private static let real = "/etc/docker"
    private static let copy = "/run/nacre-docker"

    private let host: any MutableSurface
    private let isMadeHere: Bool
    private let document: JSONDocument
    /// What the real file says.
    let keepsContainers: Bool

    /// Lays the copy over the directory, which is made where there is none.
    init(_ host: any MutableSurface, liveRestore: Bool) async throws(Failure) {
        self.host = host
        if case .absent = await host.status(Self.real) {
            try host.makeDirectory(Self.real, .init(mode: 0o755))
            isMadeHere = true
        } else {
            isMadeHere = false
        }
        try host.makeDirectory(Self.copy, .init(mode: 0o755))
        for name in await host.entries(Self.real).content ?? [] where name != "daemon.json" {
            guard case .found(let file) = await host.file("\(Self.real)/\(name)", limit: 1 << 20) else { continue }
            let status = file.status
            let content = State.File(file.bytes, mode: status.mode, owner: status.owner, group: status.group)
            try host.replace("\(Self.copy)/\(name)", with: content)
        }
        let bytes = await host.file("\(Self.real)/daemon.json", limit: 1 << 20).content?.bytes ?? []
        let isBlank = bytes.allSatisfy { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
        do {
            document = try JSONDocument(isBlank ? Array("{}\n".utf8) : bytes, dialect: .json)
        } catch {
            throw Failure(.unreadable, "daemon.json: \(error)")
        }
        keepsContainers = document.root["live-restore"]?.flag ?? false
        try say(liveRestore: liveRestore)
        try await host.perform(Command("mount", ["--bind", Self.copy, Self.real]))
    }

    /// Has the copy say so; the daemon reads it when it is told to.
    func say(liveRestore: Bool) throws(Failure) {
        let bytes: [UInt8]
        do {
            bytes = try document.setting(.flag(liveRestore), at: ["live-restore"])
        } catch {
            throw Failure(.invalid, "\(error)")
        }
        try host.replace("\(Self.copy)/daemon.json", with: .init(bytes, mode: 0o644))
    }

    /// Takes everything away again.
    func giveBack() async throws(Failure) {
        try await host.perform(Command("umount", [Self.real]))
        try await host.perform(Command("rm", ["-r", "--", Self.copy]))
        if isMadeHere { try host.removeDirectory(Self.real) }
    }
}
