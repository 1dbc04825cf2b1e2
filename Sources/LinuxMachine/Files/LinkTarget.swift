/// Where a symbolic link leads, and whether it may be followed by one who writes as root.
enum LinkTarget: Equatable {
    /// The path is no link.
    case none
    /// A regular file that nobody but root can change or exchange, by its own path.
    case file(String)
    /// Why it is not followed.
    case refused(String)

    /// Follows links that root alone could have made; every directory on the way must be root's alone.
    init(_ path: String) {
        do throws(Walk.Stop) {
            let walk = try Walk.live()
            let place = try walk.place(path, for: .changing, followingLast: false)
            try place.requireNamed(path)
            guard let held = place.held, held.info.isLink else {
                try place.requireGenuine()
                self = .none
                return
            }
            do throws(Walk.Stop) {
                self = try Self.end(try walk.place(path, for: .changing, followingLast: true), of: path)
            } catch .absent {
                self = .refused(
                    "\(path) is a symbolic link to \((try? held.target()) ?? "nothing"), which is not there"
                )
            } catch {
                let words = "\(path) is a symbolic link"
                self = .refused(error.why.hasPrefix(words) ? error.why : "\(words), and \(error.why)")
            }
        } catch .absent {
            self = .none
        } catch {
            self = .refused(error.why)
        }
    }

    private static func end(_ target: Place, of path: String) throws(Walk.Stop) -> Self {
        let words = "\(path) is a symbolic link to \(target.path), which"
        guard let held = target.held else { return .refused("\(words) is not there") }
        guard held.info.isRegular else { return .refused("\(words) is no file") }
        guard held.info.isRootsAlone else { return .refused("\(words) others than root may change") }
        if let exposed = target.way.exposed {
            return .refused("\(path) is a symbolic link, and others than root may change \(exposed)")
        }
        try target.requireNamed(path)
        return .file(target.path)
    }
}
