import Glibc
import Hardening
import Surface

/// Whether what undoes a change is whole: the store, its lock, the switch's units and the programs that they run.
///
/// It looks, and changes nothing.
public struct SelfCheck: Sendable {
    /// One thing that was looked at.
    public enum Line: Hashable, Sendable {
        case ok(String)
        /// What is wrong and where, and what to do about it.
        case wrong(String, remedy: String)
        /// What could not be determined, and why.
        case unknown(String)
    }

    let store: String
    let surface: any Surface
    /// What the store holds; the error where it cannot be read at all.
    let content: Result<StoreContent, StoreError>
    /// The directories in which a shell looks for programs, in order.
    let searchPath: [String]
    /// The number of the lock's file; none where there is none.
    let lockInode: UInt64?

    var rootsOwn: RootsOwn { RootsOwn(surface: surface) }

    /// Of this server, with the search path of whoever asks.
    ///
    /// - Throws: where `/` cannot be opened.
    public static func ofThisServer(store: String = GenerationStore.standard) throws -> SelfCheck {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
        return SelfCheck(
            store: store,
            surface: try LiveSurface(),
            content: Result { () throws(StoreError) in try StoreContent(GenerationStore(store)) },
            searchPath: path.split(separator: ":").map(String.init),
            lockInode: number(of: "\(store)/lock")
        )
    }

    private static func number(of path: String) -> UInt64? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// Everything, one line each.
    public func lines() async -> [Line] {
        await storeLines() + generationLines() + [lockLine()] + unitLines() + driftLines() + [pathLine()]
    }
}

/// What a store holds, as far as it can be read.
struct StoreContent: Sendable {
    var whole: [Generation] = []
    var damaged: [DamagedGeneration] = []

    /// The one that is not settled, if there is one.
    var open: Generation? { whole.last { !$0.progress.isSettled } }
    /// What cannot be read, and may have to be undone.
    var mayBeOpen: DamagedGeneration? { open == nil ? damaged.last { !$0.isSettled } : nil }

    init(whole: [Generation] = [], damaged: [DamagedGeneration] = []) {
        self.whole = whole
        self.damaged = damaged
    }

    init(_ store: GenerationStore) throws(StoreError) { (whole, damaged) = try store.survey() }
}
