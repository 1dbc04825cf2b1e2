import Exchanges
import OutputFilter

/// What an upstream says of a request that it refuses, so far as it can be told.
enum UpstreamSaying {
    private static let longest = 200

    /// The words of its error on one line, without secrets; nothing where there are none.
    static func words(of body: [UInt8], _ secrecy: Secrecy) -> String {
        let json = try? JSONText(body)
        let root = json.map { $0.root.kind == .array ? $0.root.elements.first ?? $0.root : $0.root }
        let error = root?["error"] ?? root
        let said =
            error?["message"]?.string ?? error?["detail"]?.string ?? error?.string
            ?? (json == nil && !body.contains(UInt8(ascii: "<")) ? body : [])
        let clean = secrecy.cleaned(said, isShown: true)?.bytes ?? said
        let words = Shown.plain(String(decoding: clean.prefix(4000), as: UTF8.self), longest: longest)
        return words.isEmpty ? "" : "; it says: \(words)"
    }
}
