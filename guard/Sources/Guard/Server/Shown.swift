/// What somebody else wrote, as it can be shown anywhere.
enum Shown {
    /// One line of at most so many characters, with nothing in it that steers, hides or piles up.
    static func plain(_ text: String, longest: Int) -> String {
        var result = ""
        var count = 0
        var isBlank = true
        var marks = 0
        for scalar in text.unicodeScalars {
            guard count < longest else { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                if !isBlank {
                    result.append(" ")
                    count += 1
                }
                (isBlank, marks) = (true, 0)
                continue
            case .format, .surrogate, .privateUse, .unassigned:
                result.append("\u{FFFD}")
                marks = 0
            case .nonspacingMark, .enclosingMark, .spacingMark:
                // Some scripts need one or two.
                marks += 1
                guard marks <= 2, !isBlank else { continue }
                result.unicodeScalars.append(scalar)
            default:
                result.unicodeScalars.append(scalar)
                marks = 0
            }
            isBlank = false
            count += 1
        }
        while result.last == " " { result.removeLast() }
        return result
    }
}
