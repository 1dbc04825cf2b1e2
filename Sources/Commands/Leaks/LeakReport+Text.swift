import Detection
import Leaks
import LinuxMachine
import Reports

extension LeakReport {
    /// Places of one secret that the text shows.
    private static let mostPlaces = 50
    /// What was not looked at that the text shows.
    private static let mostLeftOut = 100
    /// Where no terminal says how wide it is.
    static let width = 80

    /// As wide as the terminal.
    static var style: TextStyle { TextStyle(width: Terminal.columns.map { max($0, 40) } ?? width, isColored: false) }

    /// For people, in lines that fit; only what cannot be broken, such as a path, is longer.
    func text(_ style: TextStyle = TextStyle(width: width, isColored: false)) -> String {
        let certain = secrets.filter(\.isCertain)
        let guessed = secrets.filter { !$0.isCertain }
        var text = certain.map { paragraph($0, style) }.joined()
        if !guessed.isEmpty {
            let words = "By name or place alone, so that some of these may be no secrets:"
            text += (text.isEmpty ? "" : "\n") + Self.lines(words, 0, style)
            text += guessed.map { paragraph($0, style) }.joined()
        }
        if !leftOut.isEmpty {
            text += (text.isEmpty ? "" : "\n") + "Not looked at:\n"
            for omission in leftOut.prefix(Self.mostLeftOut) {
                let place = "\(Sanitizer.leaks.line(omission.place)):"
                text += Self.entry(place, Sanitizer.leaks.line(omission.why), style)
            }
            if leftOut.count > Self.mostLeftOut { text += "    and \(leftOut.count - Self.mostLeftOut) more\n" }
        }
        return text + (text.isEmpty ? "" : "\n") + aside.text + conclusion(style)
    }

    private func paragraph(_ secret: Secret, _ style: TextStyle) -> String {
        let sanitizer = Sanitizer.leaks
        let masked = secret.masked.isEmpty ? "" : ": \(sanitizer.line(secret.masked))"
        var text = Self.lines("\(secret.kind)\(masked), fingerprint \(secret.fingerprint)", 0, style)
        if let words = standing.words(secret.fingerprint) { text += Self.lines(sanitizer.line(words), 4, style) }
        var told: String?
        for place in secret.places.prefix(Self.mostPlaces) {
            let form = place.leak.form == .plain ? "" : " (\(place.leak.form.rawValue))"
            // Once for places one after the other that the same may read.
            let readers = LeakReaders(of: place.leak.place.source)?.words ?? ""
            let isTold = readers.isEmpty || readers == told
            told = readers
            text += Self.entry(
                sanitizer.line(place.leak.place.words) + form + (isTold ? "" : ","),
                isTold ? "" : readers,
                style
            )
        }
        if secret.places.count > Self.mostPlaces {
            text += "    and \(secret.places.count - Self.mostPlaces) more places\n"
        }
        return text
    }

    /// A place, which stays in one piece, and what is said of it: on the same line if that fits, and below it if not.
    static func entry(_ place: String, _ words: String, _ style: TextStyle) -> String {
        let whole = "    " + place + (words.isEmpty ? "" : " \(words)")
        guard !words.isEmpty, whole.count > style.width else { return whole + "\n" }
        return "    \(place)\n" + lines(words, 8, style)
    }

    static func lines(_ words: String, lead: String = "", _ indent: Int, _ style: TextStyle) -> String {
        style.wrap(words, lead: lead, indent: indent).map { $0 + "\n" }.joined()
    }

    static func count(_ number: Int, _ noun: String) -> String {
        if number == 1 { return "1 \(noun)" }
        let words = noun.split(separator: " ", maxSplits: 1).map(String.init)
        let first =
            words[0].hasSuffix("y") ? "\(words[0].dropLast())ies" : "\(words[0])\(words[0].hasSuffix("s") ? "es" : "s")"
        return ([String(number), first] + words.dropFirst()).joined(separator: " ")
    }
}
