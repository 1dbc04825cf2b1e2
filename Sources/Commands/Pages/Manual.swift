import ArgumentParser
import Documents

/// The manual page, from what the command line says of itself.
public enum Manual {
    /// In mdoc(7), as `man` reads it.
    ///
    /// - Throws: where the parser's own description of the commands cannot be read.
    public static func page() throws -> String {
        let root = try JSONDocument(Array(Nacre._dumpHelp().utf8), dialect: .json).root
        guard let command = root["command"] else { throw ConfigurationError("the command line has no description") }
        var lines = [
            ".Dd November 21, 2026", ".Dt NACRE 1", ".Os", ".Sh NAME", ".Nm nacre",
            ".Nd audit a server that runs OpenClaw, layer by layer", ".Sh SYNOPSIS",
        ]
        let subcommands = leaves(command, path: [])
        for (path, _) in subcommands {
            lines += [".Nm", ".Cm \(path.joined(separator: " "))", ".Op Ar options", ".br"]
        }
        lines.removeLast()
        lines += [".Sh DESCRIPTION", escaped(command["abstract"]?.text ?? "")]
        lines += ["Nothing on the audited system is changed.", "The commands are as follows."]
        for (path, node) in subcommands {
            lines += [".Ss nacre \(path.joined(separator: " "))"]
            lines += paragraphs(node["abstract"]?.text)
            let arguments = (node["arguments"]?.items ?? []).filter { $0["shouldDisplay"]?.flag != false }
            if !arguments.isEmpty {
                lines.append(".Bl -tag -width Ds")
                for argument in arguments { lines += item(argument) }
                lines.append(".El")
            }
        }
        lines += closing
        return lines.joined(separator: "\n") + "\n"
    }

    /// The commands that do something, with the words that lead to them.
    private static func leaves(_ node: JSONNode, path: [String]) -> [([String], JSONNode)] {
        let inner = (node["subcommands"]?.items ?? []).filter { $0["commandName"]?.text != "help" }
        guard !inner.isEmpty else { return [(path, node)] }
        return inner.flatMap { leaves($0, path: path + [$0["commandName"]?.text ?? ""]) }
    }

    private static func item(_ argument: JSONNode) -> [String] {
        let value = argument["valueName"]?.text ?? "value"
        var heading = ".It Ar \(value)"
        if argument["kind"]?.text != "positional" {
            let names = (argument["names"]?.items ?? []).compactMap { name -> String? in
                guard let word = name["name"]?.text else { return nil }
                return name["kind"]?.text == "long" ? "Fl \\-\(word)" : "Fl \(word)"
            }
            heading = ".It " + names.joined(separator: " , ")
            if argument["kind"]?.text == "option" { heading += " Ar \(value)" }
        }
        var lines = [heading] + paragraphs(argument["abstract"]?.text)
        let choices = (argument["allValues"]?.items ?? []).compactMap(\.text)
        if !choices.isEmpty { lines.append("One of " + escaped(choices.joined(separator: ", ")) + ".") }
        if let standard = argument["defaultValue"]?.text, !standard.isEmpty {
            lines.append("The default is \(escaped(standard)).")
        }
        return lines
    }

    private static let closing = [
        ".Sh ENVIRONMENT", ".Bl -tag -width Ds", ".It Ev NO_COLOR", "Where it is set, text has no colors.", ".El",
        ".Sh EXIT STATUS", ".Bl -tag -width Ds",
        ".It 0", "Nothing at or above the threshold.", ".It 1", "Findings at or above the threshold.",
        ".It 2", "Wrong arguments, or a profile that cannot be used.",
        ".It 3", "Something at or above the threshold could not be checked, or the report could not be written.", ".El",
        ".Sh EXAMPLES", "Audit this server as root, and keep the report as a page:",
        ".Pp", ".Dl nacre audit --format html --output report.html", ".Pp",
        "Look at an image that is mounted at /mnt, its SSH alone:",
        ".Pp", ".Dl nacre audit --root /mnt --layer ssh", ".Pp",
        "Start a profile of your own:", ".Pp", ".Dl nacre profile show managed > mine.yaml",
    ]

    private static func paragraphs(_ text: String?) -> [String] {
        (text ?? "").split(separator: "\n").map { escaped(String($0)) }
    }

    /// A backslash begins an escape, and a dot or apostrophe in the first column a macro.
    private static func escaped(_ text: String) -> String {
        var shown = text.first == "." || text.first == "'" ? "\\&" : ""
        for character in text {
            switch character {
            case "\\": shown += "\\e"
            case "-": shown += "\\-"
            default: shown.append(character)
            }
        }
        return shown
    }
}
