import FoundationEssentials
import Glibc
public import Hardening
import Surface
import SystemPackage

/// The generations of a machine, below `/var/lib/nacre`.
public struct GenerationStore: GenerationStoring {
    public static let standard = "/var/lib/nacre"

    public let directory: String
    private let seal: Seal

    /// Opens the store, which the first change makes: whoever only reads leaves nothing behind.
    ///
    /// - Throws: where there is a key that cannot be read.
    public init(_ directory: String = standard) throws(StoreError) {
        self.directory = directory
        seal = try Seal(keyFile: directory + "/key")
    }

    /// Makes the store where it is not there yet.
    func make() throws(StoreError) {
        do {
            for path in [directory, directory + "/generations"] {
                try FileWriter.makeDirectory(path, State.Permissions(mode: 0o700))
            }
        } catch {
            throw StoreError(error.description)
        }
        try seal.makeKey()
    }

    /// Every generation that can be read, oldest first; `damaged` tells the others.
    public func all() throws(StoreError) -> [Generation] { try survey().whole }

    /// The one that is neither confirmed nor rolled back, if there is one.
    ///
    /// - Throws: where one cannot be read that may be it.
    public func unsettled() throws(StoreError) -> Generation? {
        let (whole, damaged) = try survey()
        let open = whole.last { !$0.progress.isSettled }
        if open == nil, let unknown = damaged.last(where: { !$0.isSettled }) { throw StoreError(unknown.words) }
        return open
    }

    public func generation(_ number: Int) throws(StoreError) -> Generation {
        let opened = try seal.open(try bytes(number, "plan", limit: 256 << 20), as: "plan of generation \(number)")
        let sealed = try decoded(SealedPlan.self, opened, number)
        return Generation(
            number: number,
            about: try decoded(Generation.About.self, try bytes(number, "about", limit: 1 << 20), number),
            plan: sealed.plan,
            entries: try JournalFile.entries(
                // None was ever written where the file is missing.
                try bytes(number, "journal", limit: 64 << 20, orEmpty: true),
                of: path(number, "journal")
            ),
            profile: sealed.profile
        )
    }

    /// Writes a new generation, which is on the disk when this returns.
    public func create(_ plan: Plan, _ about: Generation.About, by profile: Profile? = nil) throws(StoreError)
        -> Generation
    {
        try make()
        let number = (try numbers(includingUnused: true).last ?? 0) + 1
        do {
            try FileWriter.makeDirectory(path(number, nil), State.Permissions(mode: 0o700))
        } catch {
            throw StoreError(error.description)
        }
        let generation = Generation(number: number, about: about, plan: plan, entries: [], profile: profile)
        try save(generation)
        return generation
    }

    /// Writes what may have changed of a generation: its plan, which only ever grows, and what is known about it.
    public func save(_ generation: Generation) throws(StoreError) {
        let number = generation.number
        do {
            let whole = [UInt8](try JSONEncoder().encode(SealedPlan(generation)))
            let plan = try seal.seal(whole, as: "plan of generation \(number)")
            try FileWriter.replace(
                path(number, "about"),
                with: .init([UInt8](JSONEncoder().encode(generation.about)), mode: 0o600)
            )
            // A generation counts from the moment its plan is there.
            try FileWriter.replace(path(number, "plan"), with: .init(plan, mode: 0o600))
        } catch {
            throw StoreError("generation \(number) could not be written: \(error)")
        }
    }

    public func journal(_ generation: Generation) throws(StoreError) -> JournalFile {
        try JournalFile(path(generation.number, "journal"))
    }

    func path(_ number: Int, _ name: String?) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "\(directory)/generations/\(padded)" + (name.map { "/" + $0 } ?? "")
    }

    /// The numbers of all; where `includingUnused`, also of those that were never begun or that a person set aside.
    func numbers(includingUnused: Bool = false) throws(StoreError) -> [Int] {
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw StoreError("\(error)") }
        switch surface.entries(directory + "/generations") {
        case .absent: return []
        case .unreadable(let why): throw StoreError(why)
        case .found(let names):
            if includingUnused { return names.compactMap { Int($0.prefix(while: \.isNumber)) }.sorted() }
            return names.compactMap(Int.init).sorted().filter { number in
                // A crash before the plan was written: nothing was changed, and nothing is to be undone.
                if case .absent = surface.status(path(number, "plan")) { return false }
                return true
            }
        }
    }

    func bytes(_ number: Int, _ name: String, limit: Int, orEmpty: Bool = false) throws(StoreError) -> [UInt8] {
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw StoreError("\(error)") }
        switch surface.file(path(number, name), limit: limit) {
        case .found(let file): return file.bytes
        case .absent where orEmpty: return []
        case .absent: throw StoreError("there is no generation \(number)")
        case .unreadable(let why): throw StoreError(why)
        }
    }

    func decoded<Content: Decodable>(_ type: Content.Type, _ bytes: [UInt8], _ number: Int) throws(StoreError)
        -> Content
    {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw StoreError("generation \(number) cannot be read: \(error)")
        }
    }
}
