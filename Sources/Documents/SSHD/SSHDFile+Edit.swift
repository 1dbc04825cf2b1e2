extension SSHDFile {
    /// The bytes with the lines of these numbers made comments, and every other byte as it was.
    public func commentingOut(_ numbers: Set<Int>) -> [UInt8] {
        lines.flatMap { numbers.contains($0.number) ? [UInt8(ascii: "#")] + $0.bytes : $0.bytes }
    }

    /// The bytes with a line before all others.
    public func beginning(with line: String) -> [UInt8] { Array("\(line)\n".utf8) + bytes }

    /// The numbers of the lines that set the keyword, by whatever name.
    public func lines(setting keyword: String) -> [Int] {
        let name = Self.canonical(keyword)
        return lines.compactMap { line in
            guard case .directive(let found, _, _) = line.content else { return nil }
            return Self.canonical(found) == name ? line.number : nil
        }
    }

    /// The name by which `sshd -T` prints the keyword; older names are other spellings of it.
    public static func canonical(_ keyword: String) -> String {
        let name = keyword.lowercased()
        return SSHDKeyword.all[name]?.name ?? name
    }
}
