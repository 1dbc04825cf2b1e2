import Catalog
import Glibc
import SystemPackage

/// The directories that a walk is in, each held, outermost first.
struct Way {
    private var steps: [(name: String, held: Held)]

    init(_ start: Held) { steps = [("", start)] }

    var directory: Held { steps[steps.count - 1].held }

    /// The path without links of a name in the directory, or of the directory itself.
    func path(_ name: String?) -> String {
        let names = steps.dropFirst().map(\.name) + (name.map { [$0] } ?? [])
        return "/" + names.joined(separator: "/")
    }

    /// The account whose directory is the innermost that is not root's.
    var account: UInt32? { steps.last { $0.held.info.owner != 0 }?.held.info.owner }

    /// The outermost directory in which others than root make or rename something.
    var exposed: String? {
        guard let index = steps.firstIndex(where: { !$0.held.info.isRootsAlone }) else { return nil }
        return "/" + steps[...index].dropFirst().map(\.name).joined(separator: "/")
    }

    mutating func enter(_ held: Held, _ name: String) { steps.append((name, held)) }

    mutating func leave() { if steps.count > 1 { steps.removeLast() } }

    /// The directory as a name in the one around it.
    var asName: (way: Way, name: String) {
        var outer = self
        let name = steps.count > 1 ? steps[steps.count - 1].name : "."
        outer.leave()
        return (outer, name)
    }

    /// Takes hold of what a name stands for; nothing where it stands for nothing.
    func hold(_ name: String, of path: String) throws(Walk.Stop) -> Held? {
        do {
            return try directory.holding(name)
        } catch .noSuchFileOrDirectory, .notDirectory {
            return nil
        } catch {
            throw .failed(.systemCall(error, "\(path): \(error)"))
        }
    }

    /// The account that could have made a link or put it where it is; nothing where it is root's.
    ///
    /// - Throws: where it is not followed for the purpose, whoever made it.
    func chooser(of link: Held, _ path: String, for purpose: Walk.Purpose) throws(Walk.Stop) -> UInt32? {
        // The links that a process has in /proc lead to what the process chose.
        if steps.count > 2, steps[1].name == "proc" {
            throw .refused("\(path) is a link of a process; it is not followed")
        }
        let maker = link.info.owner
        let account = account
        if maker != 0, let account, account != maker {
            throw .refused("\(path) is a symbolic link in which two accounts have a hand; it is not followed")
        }
        let place = directory.info
        // Where everybody renames, root's link may be any of root's links.
        if maker == 0, account == nil, place.mode & 0o002 != 0, place.mode & 0o1000 == 0 {
            throw .refused("\(path) is a symbolic link that everybody may exchange; it is not followed")
        }
        guard purpose == .changing else { return account ?? (maker == 0 ? nil : maker) }
        if let account = account ?? (maker == 0 ? nil : maker) {
            throw .refused("\(path) is a symbolic link of the account with the id \(account); nothing is changed by it")
        }
        if let exposed {
            throw .refused("\(path) is a symbolic link, and others than root may change \(exposed)")
        }
        return nil
    }
}
