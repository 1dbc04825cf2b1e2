import Catalog
public import Hardening
import Surface

extension SubjectObserver {
    /// Every unit systemd has loaded or found enabled, by name.
    ///
    /// Two programs run, each once.
    func units() async -> Reading<[String: State.UnitState]> {
        await cache.value { await Reading(readUnits) }
    }

    private func readUnits() async throws(Unknown) -> [String: State.UnitState]? {
        guard surface.isLive else { throw Unknown.needsRunningSystem("needs a running system") }
        guard await surface.status("/run/systemd/system").content?.kind == .directory else { return nil }
        // systemd reads every unit file before it answers, which takes seconds on a slow disk or a busy processor.
        async let files = surface.run(
            Command("systemctl", ["list-unit-files", "--no-legend", "--no-pager", "--plain"], timeout: 20)
        )
        async let loaded = surface.run(
            Command("systemctl", ["list-units", "--all", "--no-legend", "--no-pager", "--plain"], timeout: 20)
        )
        var units: [String: State.UnitState] = [:]
        guard let output = try await files.get() else { return nil }
        guard output.status == 0 else {
            throw Unknown.failed("systemctl failed: \(output.errorText.firstLine)")
        }
        // UNIT STATE PRESET
        for line in output.text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 2 else { continue }
            units[String(words[0])] = .init(active: "", file: words[1])
        }
        guard let list = try await loaded.get() else { return nil }
        guard list.status == 0 else {
            throw Unknown.failed("systemctl failed: \(list.errorText.firstLine)")
        }
        // UNIT LOAD ACTIVE SUB DESCRIPTION
        for line in list.text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 4, words[1] == "loaded" else { continue }
            units[String(words[0]), default: .init(isActive: false, isEnabled: false)].isActive =
                State.UnitState(active: words[2], file: "").isActive
        }
        return units
    }
}

extension State.UnitState {
    /// From systemd's words for how a unit is (`ActiveState`) and for how its file is (`UnitFileState`).
    public init(active: some StringProtocol, file: some StringProtocol) {
        self.init(
            isActive: ["active", "reloading"].contains(String(active)),
            isEnabled: ["enabled", "enabled-runtime", "static", "alias", "generated"].contains(String(file))
        )
    }
}

extension String {
    /// The first line, for messages that quote a program.
    var firstLine: String { String(prefix { $0 != "\n" }) }
}
