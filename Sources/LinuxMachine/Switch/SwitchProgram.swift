import Hardening
import Surface

/// The program as the switch runs it: a copy beside the store, with the loader and the libraries that it runs with now.
///
/// The switch has to work where the system's own no longer do, be it by the very change that it is to undo.
struct SwitchProgram {
    let store: String
    private let host: any MutableSurface

    init(store: String, _ host: any MutableSurface) {
        self.store = store
        self.host = host
    }

    private var binary: String { store + "/nacre" }
    private var directory: String { store + "/lib" }

    /// Copies what it needs; the words of a unit's `ExecStart` that run it.
    func install() throws(RunningMachine.Failure) -> String {
        try copy("/proc/self/exe", to: binary, mode: 0o700)
        let libraries = Self.libraries
        guard let loader = libraries.first(where: Self.isLoader) else { return binary }
        try host.makeDirectory(directory, .init(mode: 0o700))
        for library in libraries { try copy(library, to: "\(directory)/\(Self.name(library))", mode: 0o700) }
        return "\(directory)/\(Self.name(loader)) --library-path \(directory) \(binary)"
    }

    private func copy(_ source: String, to target: String, mode: UInt16) throws(RunningMachine.Failure) {
        let bytes: [UInt8]
        do {
            bytes = try FileWriter.content(of: source)
        } catch {
            throw RunningMachine.Failure(.unreadable, "the program's own file \(source) cannot be read: \(error)")
        }
        // As a unit of the switch, it is the copy that runs.
        if let there = try? FileWriter.content(of: target), there == bytes { return }
        try host.replace(target, with: .init(bytes, mode: mode))
    }

    /// The libraries of this process; none where it is linked statically, or where an update has replaced one since it
    /// began, so that a copy would not fit the others.
    private static var libraries: [String] {
        guard let bytes = try? LiveSurface().file("/proc/self/maps", limit: 4 << 20).content?.bytes else { return [] }
        return libraries(maps: String(decoding: bytes, as: UTF8.self))
    }

    static func libraries(maps text: String) -> [String] {
        var found: [String] = []
        for line in text.split(separator: "\n") {
            guard let slash = line.firstIndex(of: "/") else { continue }
            let path = String(line[slash...])
            guard name(path).contains(".so"), !path.hasPrefix("/dev/"), !found.contains(path) else { continue }
            if path.hasSuffix(" (deleted)") { return [] }
            found.append(path)
        }
        return found
    }

    static func isLoader(_ path: String) -> Bool { name(path).hasPrefix("ld-linux") }

    private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }
}
