import Detection

/// A text in UTF-16, in either order of bytes, as far as it is ASCII.
struct WideText {
    let disguises: [Disguise]
    /// Where the next one may begin.
    let end: Int

    /// Nothing where a zero is none between characters.
    init?(_ bytes: UnsafeRawBufferPointer, at zero: Int) {
        func isText(_ place: Int) -> Bool {
            guard place >= 0, place < bytes.count else { return false }
            let byte = unsafe bytes[place]
            return (0x20...0x7E).contains(byte) || (9...13).contains(byte)
        }
        func isZero(_ place: Int) -> Bool {
            guard place >= 0, place < bytes.count else { return false }
            return unsafe bytes[place] == 0
        }
        // The first character may stand before the zero or behind it.
        guard isText(zero + 1), isZero(zero + 2) || isText(zero - 1) else { return nil }
        var place = zero + 1
        var text: [UInt8] = []
        var places: [Int] = []
        while text.count < DisguiseSearch.longest, isText(place), isZero(place - 1) {
            text.append(unsafe bytes[place])
            places.append(place)
            place += 2
        }
        guard text.count >= DisguiseSearch.shortest else { return nil }
        let range = zero..<place - 1
        var found = [Disguise(form: .utf16, text: text, range: range, places: places)]
        if isText(zero - 1) {
            let first = unsafe bytes[zero - 1]
            found = [
                Disguise(form: .utf16, text: [first] + text, range: zero - 1..<place - 1, places: [zero - 1] + places)
            ]
            // With the high byte first, it is none of the text, and only a secret at the text's beginning is another one.
            if !isZero(zero - 2) {
                found.append(Disguise(form: .utf16, text: text, range: range, places: places, changed: [0]))
            }
        }
        disguises = found
        end = text.count < DisguiseSearch.longest ? place : place - 2 * DisguiseSearch.overlap
    }
}
