/// Calls that a model writes out in its text, in the forms that the client takes for calls.
enum TextCalls {
    /// A name with arguments as JSON.
    struct Written {
        let name: String
        let arguments: [UInt8]
    }

    /// How many bytes are looked at in all, those that belong to several beginnings as often.
    private static let maximumWork = 8 << 20

    /// The calls in a text, wherever they stand, and whether these are all.
    ///
    /// The client takes them where nothing else is visible, and what is visible hangs on how the text came.
    static func find(in text: [UInt8], maximum: Int) -> (calls: [Written], isWhole: Bool) {
        var found: [Written] = []
        var work = 0
        for place in text.indices where "[<cafCAF".utf8.contains(text[place]) {
            guard found.count < maximum, work < maximumWork else { return (found, false) }
            var scanner = TextCallScanner(text, at: place)
            if let call = scanner.call() { found.append(call) }
            work += scanner.work
        }
        return (found, true)
    }
}
