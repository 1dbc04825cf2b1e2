import MachineTesting

/// Random apt configurations: mostly well formed, with all that apt's reader is odd about.
struct RandomAptConfig {
    var generator: SeededGenerator

    mutating func text() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...8, using: &generator) { text += statement(depth: 0) }
        if Int.random(in: 0..<12, using: &generator) == 0 {
            text += pick(["}", "\"", "/* open", "stray", "{", "# end"])
        }
        return text
    }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }

    private mutating func name() -> String {
        let parts = [
            "Xa", "xA", "Xb", "Xc-d", "Xe::Xf", "Xa::Xb", "Xg::", "Xa::list::", "Xa::::Xb", "X%41", "X\"q r\"", "X[;]",
        ]
        return pick(parts)
    }

    private mutating func word() -> String {
        pick([
            "\"1\"", "\"0\"", "\"a b\"", "\"a;b{c}\"", "\"\"", "plain", "\"a\" \"b\"", "\"a\"\n\"b\"", "%41%zz",
            "\"//no\"", "\"# no\"",
            "\"/* no */\"", "\"tab\there\"", "\"é\"", "\"\\\"", "a=b,c=d",
            "\"origin=Debian,codename=${distro_codename}\"",
        ])
    }

    private mutating func space() -> String {
        pick([" ", " ", "\n", "\t", "  ", " /* c */ ", " // c\n", " # c\n", "\n/* c\n d */\n", ""])
    }

    private mutating func statement(depth: Int) -> String {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0 where depth < 4:
            var inner = ""
            for _ in 0..<Int.random(in: 0...4, using: &generator) { inner += statement(depth: depth + 1) }
            return name() + space() + pick(["", "", "\"head\" ", "word "]) + "{" + space() + inner + "}"
                + pick([";", "", ";\n"])
        case 1,
            2 where depth < 4:
            var inner = ""
            for _ in 0..<Int.random(in: 0...4, using: &generator) { inner += statement(depth: depth + 1) }
            return name() + " {" + space() + inner + space() + "};\n"
        case 3: return word() + space() + ";" + space()
        case 4 where depth == 0: return "#clear " + name() + pick([";", " ;\n"])
        case 5: return pick(["// comment\n", "# comment; { \n", "/* a; b */", "/*/ a */", ";", ";;\n"])
        default: return name() + pick([" ", "\t", " \n"]) + word() + space() + pick([";", ";\n", "; "])
        }
    }
}
