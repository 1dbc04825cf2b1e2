import ArgumentParser
import Glibc
import Hardening
import LinuxMachine
import Operations
import Surface

/// Which OpenClaw a command about its keys is about.
struct MigrationChoice: ParsableArguments {
    @OptionGroup var profile: ProfileChoice

    @Option(
        help: ArgumentHelp("The OpenClaw state directory, where there are several.", valueName: "dir"),
        completion: .directory
    )
    var openclaw: String?

    /// - Throws: `ConfigurationError` for a profile or a directory that does not exist.
    func order() async throws -> Order {
        let directories = try await OpenClawDirectories.checked(openclaw.map { [$0] } ?? [], on: PlanCommand.server())
        return Order(
            profile: try profile.profile(),
            source: profile.source,
            controls: [],
            openclawDirectories: directories
        )
    }

    /// The one that is meant.
    func one<Found>(of all: [Found], in installation: (Found) -> String) throws -> Found {
        if let openclaw {
            let path = openclaw.hasSuffix("/") && openclaw != "/" ? String(openclaw.dropLast()) : openclaw
            guard let found = all.first(where: { installation($0) == path }) else {
                throw ConfigurationError("there is no openclaw.json in \(openclaw)")
            }
            return found
        }
        guard let first = all.first else {
            throw ConfigurationError("no OpenClaw was found on this server; name its state directory: --openclaw DIR")
        }
        guard all.count == 1 else {
            let names = all.map { "    --openclaw \(installation($0))" }.joined(separator: "\n")
            throw ConfigurationError("there are \(all.count) of them; say which:\n\(names)")
        }
        return first
    }
}
