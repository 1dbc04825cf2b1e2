import Hardening
import Surface

/// ucf keeps beside dpkg which package brought which configuration file; packages forget to have it forgotten.
extension Packages {
    func addUcf(to traces: inout Traces) async throws(Failure) {
        traces.owners = Set(try await lines(of: Traces.ownersFile))
        traces.sums = Set(try await lines(of: Traces.sumsFile))
        for directory in [Traces.ucf, Traces.ucf + "/cache"] {
            switch await host.entries(directory) {
            case .absent: continue
            case .unreadable(let why): throw Failure(.unreadable, "\(directory) cannot be read: \(why)")
            case .found(let names):
                for path in names.map({ directory + "/" + $0 }) {
                    if case .found(let status) = await host.status(path), status.kind == .regular {
                        traces.ucfFiles.insert(path)
                    }
                }
            }
        }
    }

    /// Takes out what an installation put in; lines that came from others since stay.
    func removeUcf(_ made: Traces) async throws(Failure) {
        for (path, gone) in [(Traces.ownersFile, made.owners), (Traces.sumsFile, made.sums)] where !gone.isEmpty {
            guard case .state(.file(var file)) = await host.observe(.file(path)) else { continue }
            guard let text = file.text else { throw Failure(.unreadable, "\(path) is not UTF-8") }
            let kept = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
                !gone.contains(String($0))
            }
            let bytes = Array(kept.joined(separator: "\n").utf8)
            if bytes == file.bytes { continue }
            file.bytes = bytes
            try host.replace(path, with: file)
        }
        for path in made.ucfFiles.sorted() where path.hasPrefix(Traces.ucf + "/") {
            // A list that holds what others put in since is theirs.
            let isList = path == Traces.ownersFile || path == Traces.sumsFile
            if isList, !(try await lines(of: path)).isEmpty { continue }
            try host.remove(path)
        }
    }

    private func lines(of path: String) async throws(Failure) -> [String] {
        switch await host.observe(.file(path)) {
        case .state(.file(let file)):
            guard let text = file.text else { throw Failure(.unreadable, "\(path) is not UTF-8") }
            return text.split(separator: "\n").map(String.init)
        case .state: return []
        case .unreadable(let why): throw Failure(.unreadable, "\(path) cannot be read: \(why)")
        }
    }
}
