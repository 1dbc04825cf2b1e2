extension AptFile {
    /// Which files of a configuration directory apt reads, in the order it reads them.
    ///
    /// `GetListOfFilesInDir` of apt-pkg/contrib/fileutl.cc: hidden files, foreign letters, a final dot and any extension
    /// but its own (`.conf`; `.pref` for preferences) rule a file out.
    public static func names(among entries: [String], extension ending: String = "conf") -> [String] {
        entries.filter { isRead($0, ending) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func isRead(_ name: String, _ ending: String) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "."), name.utf8.last != UInt8(ascii: ".") else {
            return false
        }
        let fits = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "_-:.".utf8.contains(byte)
        }
        guard fits, let dot = name.lastIndex(of: ".") else { return fits }
        return name[dot...] == ".\(ending)"
    }
}
