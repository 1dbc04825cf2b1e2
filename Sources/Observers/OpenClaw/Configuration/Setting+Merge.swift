import Surface

extension Setting {
    /// This setting under another that wins: objects join key by key, lists one after the other, the rest is replaced.
    ///
    /// Lists are joined since at least 2026.3 (`deepMerge` of `src/config/includes.ts`).
    func merged(with winner: Setting) -> Setting {
        switch (content, winner.content) {
        case (_, .missing): return self
        case (.unknown, _): return self
        case (.list(let items), .list(let more)): return Setting(.list(items + more), origin: winner.origin ?? origin)
        case (.object(let entries), .object(let more)):
            var merged = entries
            for entry in more {
                if let place = merged.lastIndex(where: { $0.key == entry.key }) {
                    let value = merged[place].value.merged(with: entry.value)
                    merged[place] = Entry(key: entry.key, value: value)
                } else {
                    merged.append(entry)
                }
            }
            return Setting(.object(merged), origin: winner.origin ?? origin)
        default: return winner
        }
    }
}
