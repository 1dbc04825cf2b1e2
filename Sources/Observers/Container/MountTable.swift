import Surface

/// Where paths of this server lie on its file systems, whatever they are mounted as: `/proc/self/mountinfo`.
///
/// The same directory has as many names as there are mounts of it. proc_pid_mountinfo(5)
struct MountTable: Sendable {
    /// A place on a file system.
    struct Place: Hashable, Sendable {
        let device: String
        let path: String
    }

    private var mounts: [(point: String, place: Place)] = []

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            // `36 35 98:0 /root /point options … - type source options`
            let words = line.split(separator: " ")
            guard words.count > 6 else { continue }
            mounts.append((Self.plain(words[4]), Place(device: String(words[2]), path: Self.plain(words[3]))))
        }
    }

    /// Where a path without links lies; nothing where no mount is above it.
    func place(of path: String) -> Place? {
        // The last of those that cover each other is on top.
        let covering = mounts.filter { Path.isInside(path, $0.point) }
        guard let longest = covering.map(\.point.utf8.count).max(),
            let mount = covering.last(where: { $0.point.utf8.count == longest })
        else { return nil }
        let rest = path.dropFirst(mount.point == "/" ? 0 : mount.point.count).drop { $0 == "/" }
        let place = rest.isEmpty ? mount.place.path : Path.join(mount.place.path, String(rest))
        return Place(device: mount.place.device, path: place)
    }

    /// Whether a path lies in a directory, by whatever names.
    func isInside(_ path: String, _ directory: String) -> Bool {
        guard let place = place(of: path), let other = self.place(of: directory) else { return false }
        return place.device == other.device && Path.isInside(place.path, other.path)
    }

    /// Blanks, tabs, line ends and backslashes are written as `\040` and the like.
    private static func plain(_ word: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(word.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ContainersObserver {
    /// The mounts of this server; none where it is not the one that runs.
    func mountTable() async -> MountTable? {
        guard surface.isLive else { return nil }
        return await cache.value { MountTable(await surface.text("/proc/self/mountinfo").content ?? "") }
    }
}
