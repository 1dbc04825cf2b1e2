import Glibc

/// An account of this server that has the number that a container runs by.
enum SharedNumber {
    /// Why that is no good; nothing where no account has the number, or root does.
    static func warning(_ user: UInt32) -> String? {
        guard user != 0, let entry = unsafe getpwuid(user) else { return nil }
        let name = unsafe String(cString: entry.pointee.pw_name)
        return
            "On this server the account \(name) has the number \(user), by which the container runs: whoever is \(name) gets at what the "
            + "container is handed, by way of /proc. Better run the container by a number that no account has."
    }
}
