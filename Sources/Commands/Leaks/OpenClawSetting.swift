import Detection
import Hardening
import Leaks
import LinuxMachine

/// A key that stands in a setting of OpenClaw, or in a line that sets a variable for one, whatever it looks like.
struct OpenClawSetting {
    private let setting: String
    private let value: [UInt8]
    private let places: [PlainKey.Source]

    /// Nothing where no file of text has it.
    init?(_ key: PlainKey) {
        guard !key.value.isEmpty, key.row == nil else { return nil }
        setting = key.words
        value = Array(key.value.utf8)
        places =
            key.variable != nil ? key.sources : key.line.map { [PlainKey.Source(key.file, line: $0)] } ?? key.sources
    }

    /// Tells of it where it was not found already.
    func tell(_ hunt: LeakHunt) {
        let fingerprint = hunt.fingerprint(of: value)
        let found = Set(hunt.leaks.filter { $0.fingerprint == fingerprint }.map(\.place.source))
        for place in places where !found.contains(place.file) {
            hunt.add(
                Leak(
                    kind: .setting,
                    place: LeakPlace(place.file, inside: ["setting \(setting)"], line: place.line, offset: 0),
                    masked: "… (\(value.count) characters)",
                    fingerprint: fingerprint,
                    form: .plain,
                    known: nil
                )
            )
        }
    }
}

extension SecretKind {
    /// Whatever it looks like, OpenClaw takes it for a key.
    static let setting = SecretKind("openclaw-setting", "key in a setting of OpenClaw")
}
