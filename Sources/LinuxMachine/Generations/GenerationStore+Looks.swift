public import Hardening

/// How the switch shows that it can run: it is asked for an answer, and gives it from where it runs.
extension GenerationStore {
    /// Asks the next look for an answer; the word that it is to give back.
    func askForLook(at generation: Generation) throws(StoreError) -> String {
        let word = String(UInt64.random(in: .min ... .max), radix: 36)
        try write("asked \(word)", generation)
        return word
    }

    /// Gives the answer where one was asked for.
    ///
    /// A look at which something is due asks for nothing: what it does must not depend on room for an answer.
    public func answerLook(at generation: Generation) throws(StoreError) {
        let text = try question(generation)
        guard text.hasPrefix("asked ") else { return }
        try write("seen " + text.dropFirst("asked ".count), generation)
    }

    /// Whether the answer came.
    func wasLooked(at generation: Generation, for word: String) throws(StoreError) -> Bool {
        try question(generation) == "seen \(word)"
    }

    private func question(_ generation: Generation) throws(StoreError) -> String {
        String(decoding: try bytes(generation.number, "look", limit: 4096, orEmpty: true), as: UTF8.self)
    }

    private func write(_ text: String, _ generation: Generation) throws(StoreError) {
        do {
            try FileWriter.replace(path(generation.number, "look"), with: .init(Array(text.utf8), mode: 0o600))
        } catch {
            throw StoreError("\(error)")
        }
    }
}
