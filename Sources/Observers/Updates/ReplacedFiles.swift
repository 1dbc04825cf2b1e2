/// Programs and libraries of the system that a process has in memory and that are no longer on the disk.
enum ReplacedFiles {
    /// Where packages put what is run; code that a program makes for itself, or that lies in /tmp, is not there.
    private static let places = [
        "/usr/", "/lib/", "/lib32/", "/lib64/", "/libx32/", "/bin/", "/sbin/", "/opt/",
    ]

    /// From `/proc/PID/maps`: what is mapped for execution and whose name leads to another file by now, or to none.
    /// proc_pid_maps(5)
    static func paths(in maps: [UInt8]) -> Set<String> {
        // Nearly no process has any; a bracket stands in few lines, and tells.
        let span = maps.span
        var found: Set<String> = []
        var start = 0
        var bracket: Int?
        for place in 0..<span.count {
            let byte = span[place]
            if byte == UInt8(ascii: "(") {
                bracket = place
            } else if byte == UInt8(ascii: "\n") {
                if let bracket, let path = path(in: maps[start..<place], bracket) { found.insert(path) }
                bracket = nil
                start = place + 1
            }
        }
        return found
    }

    /// The path of one line.
    ///
    /// Such as `7f5c…-7f5c… r-xp 00000000 fe:01 393230     /usr/lib/libssl.so.3 (deleted)`.
    private static func path(in line: ArraySlice<UInt8>, _ bracket: Int) -> String? {
        guard line[bracket...].elementsEqual("(deleted)".utf8) else { return nil }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 5)
        guard words.count == 6, words[1].dropFirst(2).first == "x" else { return nil }
        let path = words[5].drop { $0 == " " }.dropLast(" (deleted)".count)
        return places.contains(where: path.hasPrefix) ? String(path) : nil
    }
}
