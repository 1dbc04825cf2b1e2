import Hardening
import Observers

extension RunningMachine {
    /// The packages that would come with these, besides them.
    ///
    /// - Throws: why they cannot be installed.
    public func companions(of names: [String]) async throws(Failure) -> [String] {
        try await incoming(names).filter { !names.contains($0) }
    }

    func install(_ name: String) async throws(Failure) {
        try Self.requireName(name)
        let packages: [String]
        do {
            packages = try await incoming([name])
        } catch {
            // Fresh servers often come without package lists.
            try await refresh()
            packages = try await incoming([name])
        }
        let before = try await accountNames()
        var brought = BroughtPackages(packages: packages, before: before)
        try brought.record(for: name)
        let arguments = ["install", "--", name]
        do {
            try await apt(Apt.get(arguments))
        } catch {
            guard error.isStale else { throw Failure(error.description) }
            try await refresh()
            try await changing(Apt.get(arguments))
        }
        guard case .state(.package) = await observe(.package(name)) else {
            throw Failure("\(name) is not installed although apt reported no error")
        }
        brought.made = try await accountNames().subtracting(before)
        brought.before = nil
        try brought.record(for: name)
    }

    /// Removes a package with its settings, and what came with it and is used by nothing else.
    func remove(_ name: String) async throws(Failure) {
        try Self.requireName(name)
        // A crash may have stopped dpkg half way; what Nacre began it may end.
        try await changing(Apt.configure)
        let brought = try BroughtPackages.recorded(for: name)
        var going = [name]
        for companion in brought?.packages ?? [] where companion != name {
            guard await isPresent(companion) else { continue }
            going.append(companion)
        }
        if let brought, !brought.packages.contains(name) {
            // It had come with another package that Nacre installed, and goes with that one.
            let others = try await outgoing([name]).filter { $0 != name }
            if !others.isEmpty {
                try await perform(Command("apt-mark", ["auto", "--", name], timeout: 60))
                return try BroughtPackages.forget(name)
            }
        }
        going = try await removable(going, for: name)
        try await changing(Apt.purge(going))
        for package in going {
            guard case .state(.absent) = await observe(.package(package)) else {
                throw Failure("\(package) is still installed although apt reported no error")
            }
        }
        // What another package still needs may need its account as well.
        if let brought, brought.packages.allSatisfy(going.contains) { try await removeAccounts(of: brought) }
        try BroughtPackages.forget(name)
    }

    /// Those of the packages that can go without anything else going; what something else needs by now stays.
    private func removable(_ packages: [String], for name: String) async throws(Failure) -> [String] {
        var going = packages
        while true {
            let others = try await outgoing(going).filter { !going.contains($0) }
            if others.isEmpty { return going }
            guard going.count > 1 else {
                throw Failure("\(others.joined(separator: ", ")) needs \(name) by now, so it stays")
            }
            var next: [String] = [name]
            for package in going where package != name {
                if try await outgoing([package]).allSatisfy(going.contains) { next.append(package) }
            }
            // Each may do alone, and not all together.
            going = next.count < going.count ? next : [name]
        }
    }

    private func incoming(_ names: [String]) async throws(Failure) -> [String] {
        let output = try await simulation(["install", "--"] + names)
        let going = Apt.packages(["Remv", "Purg"], in: output)
        guard going.isEmpty else {
            throw Failure("installing it would remove \(going.joined(separator: ", "))")
        }
        return Apt.packages(["Inst"], in: output)
    }

    private func outgoing(_ names: [String]) async throws(Failure) -> [String] {
        Apt.packages(["Remv", "Purg"], in: try await simulation(["purge", "--"] + names))
    }

    private func simulation(_ arguments: [String]) async throws(Failure) -> String {
        switch await Programs().run(Apt.simulate(arguments)) {
        case .absent: throw Failure("apt-get is not installed")
        case .unreadable(let why): throw Failure(why)
        case .found(let output) where output.status != 0: throw Failure("\(AptFailure(output))")
        case .found(let output): return output.text
        }
    }

    private func isPresent(_ name: String) async -> Bool {
        if case .state(.package) = await observe(.package(name)) { true } else { false }
    }

    private func refresh() async throws(Failure) {
        // apt-get update succeeds when nothing at all could be fetched, unless it is told that this is an error.
        try await changing(Apt.get(["-o", "APT::Update::Error-Mode=any", "update"]))
    }

    private func changing(_ command: Command) async throws(Failure) {
        do {
            try await apt(command)
        } catch {
            throw Failure(error.description)
        }
    }

    private func apt(_ command: Command) async throws(AptFailure) {
        switch await Programs().run(command) {
        case .absent: throw .other("\(command.program) is not installed")
        case .unreadable(let why): throw .other(why)
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
        else { throw Failure("\(name) is not the name of a package") }
    }
}
