import ArgumentParser
import Documents

/// The manual page, from what the command line says of itself.
public enum Manual {
    /// In mdoc(7), as `man` reads it.
    ///
    /// - Throws: where the parser's own description of the commands cannot be read.
    public static func page() throws -> String {
        let commands = try CommandText(of: "nacre", Array(Nacre._dumpHelp().utf8))
        var lines = [
            ".Dd November 29, 2026", ".Dt NACRE 1", ".Os", ".Sh NAME", ".Nm nacre",
            ".Nd harden a server that runs OpenClaw, and prove that each layer holds",
        ]
        lines += commands.sections(introduction)
        for section in [way, files, closing] { lines += section }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A program's commands, as lines of a page's source.
    struct CommandText {
        private var synopsis = [".Sh SYNOPSIS"]
        private var description = [".Pp", "The commands are as follows."]

        /// - Throws: where the parser's own description of the commands, `help`, cannot be read.
        init(of program: String, _ help: [UInt8]) throws {
            guard let command = try JSONDocument(help, dialect: .json).root["command"] else {
                throw ConfigurationError("the command line has no description")
            }
            for (path, node) in Manual.leaves(command, path: []) {
                let words = path.joined(separator: " ")
                synopsis += [".Nm", ".Cm \(words)", ".Op Ar options", ".br"]
                description.append(".Ss \(program) \(words)")
                description += Manual.about(node)
            }
            synopsis.removeLast()
        }

        /// How the program is called, and what its commands do, behind what is said of all of it.
        func sections(_ introduction: [String]) -> [String] {
            synopsis + [".Sh DESCRIPTION"] + introduction + description
        }
    }

    private static func about(_ node: JSONNode) -> [String] {
        var lines = paragraphs(node["abstract"]?.text)
        for paragraph in (node["discussion"]?.text ?? "").split(separator: "\n\n") {
            lines += [".Pp"] + paragraphs(String(paragraph))
        }
        let arguments = (node["arguments"]?.items ?? []).filter { $0["shouldDisplay"]?.flag != false }
        guard !arguments.isEmpty else { return lines }
        lines.append(".Bl -tag -width Ds")
        for argument in arguments { lines += item(argument) }
        lines.append(".El")
        return lines
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
        lines += paragraphs(argument["discussion"]?.text)
        let choices = (argument["allValues"]?.items ?? []).compactMap(\.text)
        if !choices.isEmpty { lines += filled("One of " + choices.joined(separator: ", ") + ".") }
        if let standard = argument["defaultValue"]?.text, !standard.isEmpty {
            lines += filled("The default is \(standard).")
        }
        return lines
    }

    private static func paragraphs(_ text: String?) -> [String] {
        (text ?? "").split(separator: "\n").flatMap { filled(String($0)) }
    }

    /// In lines of a page's source: each sentence begins one, and none is longer than 80 bytes.
    static func filled(_ text: String) -> [String] {
        var lines: [String] = []
        var isNew = true
        for word in text.split(separator: " ") {
            let shown = escaped(String(word))
            if !isNew, let last = lines.last, last.utf8.count + 1 + shown.utf8.count <= 80 {
                lines[lines.count - 1] = last + " " + String(shown.hasPrefix("\\&") ? shown.dropFirst(2) : shown[...])
            } else {
                lines.append(shown)
            }
            isNew = word.hasSuffix(".") || word.hasSuffix("?")
        }
        return lines
    }

    /// A backslash begins an escape, and a dot or apostrophe in the first column a macro.
    static func escaped(_ text: String) -> String {
        var shown = text.first == "." || text.first == "'" ? "\\&" : ""
        for character in text {
            switch character {
            case "\\": shown += "\\e"
            case "-": shown += "\\-"
            // In a macro's line it would hold words together.
            case "\"": shown += "\\(dq"
            default: shown.append(character)
            }
        }
        return shown
    }
}
