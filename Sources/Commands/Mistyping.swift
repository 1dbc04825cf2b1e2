import ArgumentParser
import Catalog

/// A word that stands where a command must, and is none.
enum Mistyping {
    /// - Throws: where a command has subcommands and is given a word that is none of them, with those that are alike.
    static func check(_ arguments: [String], against root: any ParsableCommand.Type) throws(ConfigurationError) {
        var path = [root._commandName]
        var command = root
        for word in arguments {
            let subcommands = command.configuration.subcommands
            guard !subcommands.isEmpty, !word.hasPrefix("-") else { return }
            // What stands after `help` is a command as well.
            if word == "help", command == root { continue }
            if let next = subcommands.first(where: { $0._commandName == word }) {
                command = next
                path.append(word)
                continue
            }
            let names = subcommands.map { $0._commandName }
            // What others have as a command is an option here.
            if command == root, word == "version" {
                throw ConfigurationError("\(root._commandName) has no command version; did you mean --version?")
            }
            let near = Spelling.nearest(to: word, among: names)
            let hint =
                near.isEmpty
                ? "there are \(names.joined(separator: ", "))" : "did you mean \(near.joined(separator: ", "))?"
            throw ConfigurationError("\(path.joined(separator: " ")) has no command \(word); \(hint)")
        }
    }
}
