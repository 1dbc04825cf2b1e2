public import Catalog

extension Remedy.Step {
    /// As it may be shown; what has to be written otherwise for that is no command any more.
    public func shown(by sanitizer: Sanitizer) -> Self {
        let text = sanitizer.line(text)
        if case .command(text) = self { return self }
        return .words(text)
    }
}

extension TextStyle {
    /// One step in lines that fit, each after `indent`; the first after `lead`.
    ///
    /// A command that is too long goes on in the next line as a shell reads it, so that it can be copied.
    public func step(_ step: Remedy.Step, lead: String = "", indent: Int) -> [String] {
        switch step {
        case .words(let words): return wrap(words, lead: lead, indent: indent)
        case .command(let command):
            let lines = ShellLines(width: width, indent: indent).lines(of: command)
            return lines.enumerated().map { $0.offset == 0 ? padded(lead, to: indent) + $0.element : $0.element }
        }
    }
}
