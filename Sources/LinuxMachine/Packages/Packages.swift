import Catalog
import Hardening
import Surface

/// Debian's packages, as they come and go.
struct Packages {
    typealias Failure = RunningMachine.Failure

    let host: any MutableSurface

    init(_ host: any MutableSurface) { self.host = host }

    /// The packages that would come with these, besides them.
    ///
    /// - Throws: why they cannot be installed.
    func companions(of names: [String]) async throws(Failure) -> [String] {
        try await incoming(names).filter { !names.contains($0) }
    }

    /// Installs packages in one run; what each of them brings is written down before it begins.
    func install(_ names: [String]) async throws(Failure) {
        for name in names { try Self.requireName(name) }
        try await refreshOldLists()
        let packages: [String]
        do {
            packages = try await incoming(names)
        } catch {
            // A mirror may have moved on since.
            try await refresh()
            packages = try await incoming(names)
        }
        let before = try await traces()
        var records = names.map { name in
            let siblings = names.filter { $0 != name }
            return BroughtPackages(
                packages: packages.filter { !siblings.contains($0) },
                siblings: siblings,
                before: before
            )
        }
        for (name, brought) in zip(names, records) { try brought.record(for: name, on: host) }
        let arguments = ["install", "--"] + names
        do {
            try await apt(Apt.get(arguments))
        } catch {
            guard error.isStale else { throw Failure(.refused, error.description) }
            try await refresh()
            try await changing(Apt.get(arguments))
        }
        for name in names {
            guard await isPresent(name) else {
                throw Failure(.ineffective, "\(name) is not installed although apt reported no error")
            }
        }
        let made = try await traces().subtracting(before)
        for index in records.indices {
            records[index].made = made
            records[index].before = nil
            try records[index].record(for: names[index], on: host)
        }
    }

    /// Removes packages with their settings in one run, and what came with them and is used by nothing else.
    func remove(_ names: [String]) async throws(Failure) {
        for name in names { try Self.requireName(name) }
        var records: [String: BroughtPackages] = [:]
        for name in names { records[name] = try await BroughtPackages.recorded(for: name, on: host) }
        let companions = records.values.flatMap(\.packages).filter { !names.contains($0) }
        var there = try await present(names + Array(Set(companions)).sorted(), records)
        if !there.isEmpty {
            // A crash may have stopped dpkg half way; what Nacre began it may end.
            try await changing(Apt.configure)
            there = try await present(there, records)
        }
        let (going, staying) = try await removable(there, for: names, records)
        let atFirst = try await traces()
        if !going.isEmpty {
            let units = try await stopUnits(of: going)
            try await changing(Apt.purge(going))
            // One that failed, as without the files that a boot put back, is remembered after it is gone.
            for name in units { await Systemd(host).forgetStarts(of: name) }
        }
        for package in going where await isPresent(package) {
            throw Failure(.ineffective, "\(package) is still installed although apt reported no error")
        }
        for (name, brought) in records.sorted(by: { $0.key < $1.key }) where staying[name] == nil {
            // What another package still needs may need its account as well.
            let others = try await present(brought.packages + brought.siblings, records)
            if others.isEmpty {
                // Where the installation did not end, what is new since is its doing.
                var made = brought.made
                if let before = brought.before { made = try await traces().subtracting(before) }
                try await removeAccounts(made)
                try await removeUnitLinks(made)
                // Packages that have ucf forget something make it keep older lists meanwhile.
                made.ucfFiles.formUnion(try await traces().subtracting(atFirst).ucfFiles)
                try await removeUcf(made)
            }
            try host.remove(BroughtPackages.path(name))
        }
        guard staying.isEmpty else {
            throw Failure(.foreign, staying.sorted { $0.key < $1.key }.map(\.value).joined(separator: "; "))
        }
    }

    /// Those of the packages that can go without anything else going, and why others cannot.
    private func removable(
        _ packages: [String],
        for names: [String],
        _ records: [String: BroughtPackages]
    ) async throws(Failure) -> (going: [String], staying: [String: String]) {
        var going = packages
        var staying: [String: String] = [:]
        while true {
            let others = try await outgoing(going).filter { !going.contains($0) }
            if others.isEmpty { return (going, staying) }
            var next: [String] = []
            for package in going {
                let needing = try await outgoing([package]).filter { !going.contains($0) }
                if needing.isEmpty {
                    next.append(package)
                } else if names.contains(package) {
                    if let brought = records[package], !brought.packages.contains(package) {
                        // It was there with another package, and goes with that one.
                        try await host.perform(Command("apt-mark", ["auto", "--", package], timeout: 60))
                    } else {
                        staying[package] = "\(needing.joined(separator: ", ")) needs \(package) by now, so it stays"
                    }
                }
            }
            // Each may do alone, and not all together: then only those that were asked for.
            if next.count == going.count {
                let asked = next.filter(names.contains)
                guard asked.count < next.count else {
                    throw Failure(
                        .foreign,
                        "\(others.joined(separator: ", ")) needs \(asked.joined(separator: ", ")) by now"
                    )
                }
                next = asked
            }
            going = next
        }
    }

    /// Those of the packages that dpkg has anything of, be it unpacked and no more.
    ///
    /// Settings that were left of an earlier installation are not Nacre's, unless its own had ended.
    private func present(
        _ names: [String],
        _ records: [String: BroughtPackages]
    ) async throws(Failure) -> [String] {
        guard !names.isEmpty else { return [] }
        let isEnded = !records.isEmpty && records.values.allSatisfy { $0.before == nil }
        switch await host.run(Apt.states(names)) {
        case .absent: throw Failure(.missing, "dpkg-query is not installed")
        case .unreadable(let why): throw Failure(.unreadable, why)
        // It fails where one of them is unknown, and still tells of the others.
        case .found(let output):
            var known: Set<String> = []
            for line in output.text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.count == 3, words[2] != "not-installed" else { continue }
                if words[2] == "config-files", !isEnded { continue }
                let full = "\(words[0]):\(words[1])"
                // apt names the architecture where it is a foreign one.
                known.insert(names.contains(full) ? full : String(words[0]))
            }
            return names.filter(known.contains)
        }
    }

    /// Stops what runs from the packages: not every package does it itself, and systemd goes on without the file.
    ///
    /// - Returns: the units that the packages brought.
    private func stopUnits(of packages: [String]) async throws(Failure) -> [String] {
        let systemd = Systemd(host)
        guard await systemd.isThere else { return [] }
        let units = Self.units(in: try await host.perform(Apt.files(packages)).text)
        for name in units {
            guard case .state(.unit(let now)) = await systemd.unit(name), now.isActive else { continue }
            try await systemd.stop(name)
        }
        return units
    }

    /// Names of units among the files of a package; templates stand for none that runs.
    static func units(in listing: String) -> [String] {
        let kinds = [".service", ".socket", ".timer", ".path"]
        return listing.split(separator: "\n").compactMap { path in
            for directory in ["/lib/systemd/system/", "/usr/lib/systemd/system/"] where path.hasPrefix(directory) {
                let name = path.dropFirst(directory.count)
                guard kinds.contains(where: name.hasSuffix), !name.contains("/"), !name.contains("@") else {
                    return nil
                }
                return String(name)
            }
            return nil
        }
    }

    private func incoming(_ names: [String]) async throws(Failure) -> [String] {
        let output = try await simulation(["install", "--"] + names)
        let going = Apt.packages(["Remv", "Purg"], in: output)
        guard going.isEmpty else {
            throw Failure(.refused, "installing it would remove \(going.joined(separator: ", "))")
        }
        return Apt.packages(["Inst"], in: output)
    }

    private func outgoing(_ names: [String]) async throws(Failure) -> [String] {
        Apt.packages(["Remv", "Purg"], in: try await simulation(["purge", "--"] + names))
    }

    private func simulation(_ arguments: [String]) async throws(Failure) -> String {
        switch await host.run(Apt.simulate(arguments)) {
        case .absent: throw Failure(.missing, "apt-get is not installed")
        case .unreadable(let why): throw Failure(.unreadable, why)
        case .found(let output) where output.status != 0: throw Failure(.refused, "\(AptFailure(output))")
        case .found(let output): return output.text
        }
    }

    private func isPresent(_ name: String) async -> Bool {
        if case .state(.package) = await host.observe(.package(name)) { true } else { false }
    }

    private func refresh() async throws(Failure) {
        try await changing(Apt.update())
    }

    /// Days after which lists no longer say what the archives have.
    private static let listLifetime = 7

    /// From old lists apt would ask for versions that archives no longer have, or install some with known holes.
    private func refreshOldLists() async throws(Failure) {
        if let age = await listAge(), age <= Self.listLifetime { return }
        do {
            try await refresh()
        } catch {
            // What is in apt's cache installs without a network; what is not tells so itself.
        }
    }

    /// Lists that were never fetched leave open which fixes wait, and who signs them: the timers fetch them by night.
    ///
    /// A server without a way out stays without them, and audits say so.
    func fetchFirstLists() async {
        guard await listAge() == nil else { return }
        _ = await host.run(Apt.update(limit: 180))
    }

    /// Days since package lists were fetched; nothing where they never were.
    private func listAge() async -> Int? {
        guard case .state(let state) = await host.observe(.facts(.updates)),
            case .number(let age)? = state.records.first?[.listAge]
        else { return nil }
        return age
    }

    private func changing(_ command: Command) async throws(Failure) {
        do {
            try await apt(command)
        } catch {
            throw Failure(.refused, error.description)
        }
    }

    private func apt(_ command: Command) async throws(AptFailure) {
        switch await host.run(command) {
        case .absent: throw .other("\(command.program) is not installed")
        case .unreadable(let why): throw .other(why.why)
        case .found(let output) where output.status != 0: throw AptFailure(output)
        case .found: return
        }
    }

    /// Names as Debian's policy has them (5.6.7), so that none is taken for an option or an expression.
    private static func requireName(_ name: String) throws(Failure) {
        let isPlain = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || "+-.".utf8.contains($0)
        }
        guard isPlain, let first = name.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "."),
            name.utf8.last != UInt8(ascii: "-"), name.utf8.last != UInt8(ascii: "+")
        else { throw Failure(.invalid, "\(name) is not the name of a package") }
    }
}
