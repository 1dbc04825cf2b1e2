import Glibc
import SystemPackage

/// Goes to the histories of accounts, and says once for each home what may not be read in it, and not file by file.
final class HistoryVisitor: TreeVisitor {
    private let hunt: LeakHunt
    private var home = ""
    /// Homes with something in them that this account may not read, in the order of their first.
    private var closed: [String] = []

    init(_ hunt: LeakHunt) { self.hunt = hunt }

    /// Looks through what lies below a home by that name, if it does.
    func look(at name: String, below home: String) {
        self.home = home
        hunt.begin(at: home)
        TreeReader(visitor: self).read(name, below: home)
    }

    /// Tells what could not be read.
    func finish() {
        hunt.finishRepository()
        guard !closed.isEmpty else { return }
        let shown = closed.prefix(5).joined(separator: ", ")
        let more = closed.count > 5 ? " and \(closed.count - 5) more" : ""
        hunt.leaveOut(
            "histories",
            "\(Self.refused) for some or all of them in \(shown)\(more)"
                + (geteuid() == 0 ? "" : "; sudo nacre leaks --history")
        )
    }

    static let refused = reason(EACCES)

    var goesOn: Bool { hunt.goesOn }

    func visit(_ path: String, _ file: FileDescriptor, _ info: Held.Node, _ beside: (String) -> FileDescriptor?) {
        hunt.visit(path, file, info, beside)
    }

    func enter(_ path: String, _ info: Held.Node) { hunt.enter(path, info) }

    func leave() { hunt.leave() }

    func cut() { hunt.leaveOut(home, "the time was over") }

    func passOver(_ path: String, _ kind: String, _ held: Held?) { hunt.passOver(path, kind, held) }

    func leaveOut(_ path: String, _ why: String) {
        guard why == Self.refused else { return hunt.leaveOut(path, why) }
        if closed.last != home { closed.append(home) }
    }
}
