import Catalog
import Glibc
public import Hardening
import Observers
import Surface

extension DeadMansSwitch {
    public func prove(_ generation: Generation) async throws {
        try await prove(generation, of: try GenerationStore(store))
    }

    /// Has systemd start the service once, as it will at the deadline, and sees it look at the generation.
    ///
    /// - Throws: why it could not undo anything, and what to do about it. Then nothing may be changed.
    public func prove(_ generation: Generation, of store: GenerationStore) async throws(Failure) {
        let word: String
        do { word = try store.askForLook(at: generation) } catch { throw Failure(.unreadable, "\(error)") }
        let since = await cursor()
        let start = await host.run(Command("systemctl", ["start", Self.service], timeout: 120))
        let trial = SwitchTrial(
            store: store.directory,
            isStarted: start.content?.status == 0,
            properties: await properties(),
            isAnswered: (try? store.wasLooked(at: generation, for: word)) ?? false,
            isNoExec: Self.isNoExec(store.directory),
            said: await said(since) + Self.words(start)
        )
        if let blocker = trial.blocker { throw Failure(.ineffective, blocker) }
    }

    private static let service = "nacre-switch.service"

    private func properties() async -> [String: String] {
        await Systemd(host).show(Self.service, "Result,ExecMainStatus").content ?? [:]
    }

    /// Where the journal ends now; none where there is no journal.
    private func cursor() async -> String? {
        let command = Command("journalctl", ["--no-pager", "--lines=0", "--show-cursor"], timeout: 20)
        let lines = await host.run(command).content?.text.split(separator: "\n") ?? []
        return lines.last { $0.hasPrefix("-- cursor: ") }.map { String($0.dropFirst("-- cursor: ".count)) }
    }

    private func said(_ cursor: String?) async -> [String] {
        guard let cursor else { return [] }
        let command = Command(
            "journalctl",
            ["--no-pager", "--output=cat", "--unit=\(Self.service)", "--after-cursor=\(cursor)"],
            timeout: 20
        )
        let noise = ["Starting ", "Finished ", "Failed to start", "Deactivated", "Main process exited"]
        return (await host.run(command).content?.text ?? "").split(separator: "\n").map(String.init).filter {
            line in
            !noise.contains { line.contains($0) }
        }
    }

    private static func words(_ start: Reading<Output>) -> [String] {
        switch start {
        case .absent: ["systemctl is not installed"]
        case .unreadable(let why): [why.why]
        case .found: []
        }
    }

    private static func isNoExec(_ directory: String) -> Bool {
        var status = statvfs()
        guard unsafe statvfs(directory, &status) == 0 else { return false }
        // ST_NOEXEC of <sys/statvfs.h>, which glibc shows to GNU sources only.
        return status.f_flag & 8 != 0
    }
}
