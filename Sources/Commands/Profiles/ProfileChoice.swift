import ArgumentParser
import Hardening

/// The option that names a profile, shared by every command that needs one.
struct ProfileChoice: ParsableArguments {
    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp("A built-in profile (standalone, managed) or a YAML file.", valueName: "name|file"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var name: String = Profile.standalone.name

    func profile() throws -> Profile { try Self.profile(name) }

    static func profile(_ name: String) throws -> Profile {
        if let profile = Profile.builtIn.first(where: { $0.name == name }) { return profile }
        throw ConfigurationError("no profile is called \(name); there are standalone and managed")
    }
}
