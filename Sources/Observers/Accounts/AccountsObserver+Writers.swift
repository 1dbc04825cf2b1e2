import Documents
import Surface

extension AccountsObserver {
    /// Who may put another program in the place of one, or into a directory of them, by the program's path.
    func writers(of programs: Set<String>, among people: [SudoBook.Person]) async -> [String: Set<String>] {
        var writers: [String: Set<String>] = [:]
        for program in programs.prefix(1000) {
            var path = program.hasSuffix("/") ? String(program.dropLast()) : program
            var isThere = false
            while path.hasPrefix("/"), path != "/" {
                let inside = people.filter { $0.home.map { $0 == path } ?? false }
                writers[program, default: []].formUnion(inside.map(\.name))
                if let status = await surface.status(path).content {
                    // Out of a directory with the sticky bit nobody takes what another has put there.
                    let isSticky = status.kind == .directory && status.mode & 0o1000 != 0 && isThere
                    if !isSticky {
                        let able = people.filter { $0.mayWrite(status) }
                        writers[program, default: []].formUnion(able.map(\.name))
                    }
                    isThere = true
                }
                path = Path.parent(path)
            }
        }
        return writers.filter { !$0.value.isEmpty }
    }
}

extension SudoBook.Person {
    fileprivate func mayWrite(_ status: FileStatus) -> Bool {
        if number.map({ UInt32(exactly: $0) == status.owner }) ?? false { return true }
        let isMember = numbers.contains { UInt32(exactly: $0) == status.group }
        return status.mode & (isMember ? 0o020 : 0o002) != 0
    }
}

extension SudoBook {
    /// All commands that rules and settings name, aliases resolved.
    var commands: Set<String> {
        var found = Set(rules.flatMap { resolved($0.rule.commands) })
        for setting in settings {
            if case .commands(let commands) = setting.scope { found.formUnion(resolved(commands)) }
        }
        return found
    }

    /// The paths of programs and directories in rules that are no pattern.
    var programs: Set<String> {
        Set(rules.flatMap { resolved($0.rule.commands) }.map(SudoProgram.path)).filter {
            $0.hasPrefix("/") && !SudoProgram.isPattern($0)
        }
    }
}
