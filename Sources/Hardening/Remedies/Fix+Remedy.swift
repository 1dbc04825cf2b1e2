public import Catalog

extension Fix {
    /// What a person does about what was found: with the names of it, and nothing in a command that does not run there.
    ///
    /// - Parameters:
    ///   - fault: what was found.
    ///   - missing: programs that are not there.
    /// - Returns: the steps; a command that cannot be filled in is told in words.
    public func remedy(for fault: Fault, missing: Set<String> = []) -> Remedy {
        let place = RemedyPlace(fault.snapshot, fault.profile)
        let found = fault.records
        let rows = found.isEmpty ? fault.doubtful : found
        var installed: Set<String> = []
        let steps = Remedy(here?(fault, missing) ?? byHand).steps.flatMap { step -> [Remedy.Step] in
            switch step {
            case .words(let text): return [.words(Template(text).sentence(rows, place))]
            case .command(let text):
                let template = Template(text)
                installed.formUnion(template.installs)
                let absent = template.programs.filter { missing.contains($0) && !installed.contains($0) }
                return Self.steps(template, rows, place, without: absent)
            }
        }
        return Remedy(Self.endingSentences(steps))
    }

    /// Words that announced a command which is none here end as a sentence.
    private static func endingSentences(_ steps: [Remedy.Step]) -> [Remedy.Step] {
        steps.enumerated().map { index, step in
            guard case .words(let words) = step, words.hasSuffix(":") else { return step }
            if index + 1 < steps.count, case .command = steps[index + 1] { return step }
            return .words(words.dropLast() + ".")
        }
    }

    /// The same where nothing was looked at: what has to be filled in stands in capitals.
    public var words: String { Template(byHand).blank }

    /// Advice as a sentence: filled in, and without the marks around its commands.
    static func told(_ advice: String, for fault: Fault) -> String {
        let place = RemedyPlace(fault.snapshot, fault.profile)
        let rows = fault.records
        return advice.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            let template = Template(String(part))
            guard !index.isMultiple(of: 2) else { return template.sentence(rows, place) }
            return Remedy(template.steps(rows, place)).line
        }.joined().replacing(/(: |; )+$/, with: "")
    }

    /// Programs that the commands start.
    public var programs: Set<String> {
        Set(Remedy(byHand).commands.flatMap { Template($0).programs })
    }

    /// Without systemd nothing reloads what was set, and the setting itself is made all the same.
    private static func steps(
        _ template: Template,
        _ rows: [Record],
        _ place: RemedyPlace,
        without programs: [String]
    ) -> [Remedy.Step] {
        guard let program = programs.first else { return template.steps(rows, place) }
        if programs == ["systemctl"] {
            guard let rest = template.without("systemctl") else {
                return [.words("Where systemd runs, which it does not here: \(template.blank)")]
            }
            return rest.steps(rows, place)
                + [.words("Then have it take effect: systemd, which would do that, does not run here.")]
        }
        return [.words("Where \(program) is installed, which it is not here: \(template.blank)")]
    }
}
