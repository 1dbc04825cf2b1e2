public import Catalog

/// What a plan did not change, and what controls find there afterwards.
///
/// An account that makes a file while a plan is applied has a finding of its own, and takes nothing from anybody.
public struct Bystanders: Sendable {
    /// What is changed: its path, and whether its content is.
    private let changed: [(path: String, isContent: Bool)]

    public init(_ plan: Plan) {
        changed = plan.changes.compactMap { change in
            switch change.resource {
            case .file(let path): (path, true)
            case .row(let row): (row.database, true)
            case .directory(let path), .permissions(let path): (path, false)
            case .kernelParameter, .ruleset, .unit, .package, .facts: nil
            }
        }
    }

    /// The path of something that the plan did not change, and that the evidence is about; nothing where it is about
    /// what was changed, or about no file.
    ///
    /// What a configuration decides is found by the name of its directory, or in a file beside it that it includes.
    public func place(of evidence: Evidence) -> String? {
        if let named = evidence.path {
            let isChanged = changed.contains { $0.path == named || $0.isContent && Self.isInside($0.path, named) }
            return isChanged ? nil : named
        }
        guard let file = evidence.file, file.hasPrefix("/") else { return nil }
        let isChanged = changed.contains {
            $0.path == file || $0.isContent && Self.isInside(file, Self.parent($0.path))
        }
        return isChanged ? nil : file
    }

    private static func isInside(_ path: String, _ directory: String) -> Bool {
        path.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
    }

    private static func parent(_ path: String) -> String {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return end == path.startIndex ? "/" : String(path[..<end])
    }
}
