/// What somebody does not want to be looked at, by patterns of paths, and how much that was.
public struct LeakExclusion: Sendable {
    /// Why one of the patterns is none.
    public struct Refusal: Error, CustomStringConvertible {
        public let description: String
    }

    private let patterns: [(text: String, pattern: PathPattern)]
    private var used: Set<Int> = []
    public private(set) var directories = 0
    public private(set) var files = 0

    /// Nothing.
    public static let none = LeakExclusion(patterns: [])

    private init(patterns: [(text: String, pattern: PathPattern)]) { self.patterns = patterns }

    public init(_ texts: [String]) throws(Refusal) {
        var patterns: [(String, PathPattern)] = []
        for text in texts {
            do throws(PathPattern.Refusal) { patterns.append((text, try PathPattern(text))) } catch {
                throw Refusal(description: "\(text) is no pattern of paths: \(error.words)")
            }
        }
        self.patterns = patterns
    }

    public var isEmpty: Bool { patterns.isEmpty }

    /// Patterns that meant nothing that was met.
    public var unused: [String] { patterns.indices.filter { !used.contains($0) }.map { patterns[$0].text } }

    /// Whether something is left out, and with it what lies below; it is counted.
    public mutating func takes(_ path: some StringProtocol, isDirectory: Bool) -> Bool {
        guard let number = patterns.firstIndex(where: { $0.pattern.means(path, isDirectory: isDirectory) }) else {
            return false
        }
        used.insert(number)
        if isDirectory { directories += 1 } else { files += 1 }
        return true
    }

    /// The same for a file whose directories nobody goes through.
    public mutating func takes(file path: String) -> Bool {
        let parts = path.split(separator: "/")
        for count in 1...max(1, parts.count) {
            let isFile = count >= parts.count
            let part = parts.prefix(count).joined(separator: "/")
            guard let number = patterns.firstIndex(where: { $0.pattern.means(part, isDirectory: !isFile) }) else {
                continue
            }
            used.insert(number)
            files += 1
            return true
        }
        return false
    }
}
