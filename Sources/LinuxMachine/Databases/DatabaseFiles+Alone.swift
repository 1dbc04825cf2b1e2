import CLinux
import Glibc
import Hardening

extension DatabaseFiles {
    typealias Failure = RunningMachine.Failure

    /// Fails where somebody has it open; who only seems to have it open is told by SQLite's locks.
    func requireUnused() throws(Failure) {
        let users: [String]
        do { users = try DatabaseUsers(of: self).words } catch {
            throw Failure(.unreadable, "who has \(place.path) open cannot be seen: \(error)")
        }
        guard users.isEmpty else {
            throw Failure(
                .refused,
                "\(place.path) is open in the process \(users.joined(separator: ", ")); it is changed once nobody uses it"
            )
        }
    }

    /// This thread reaches files as the account of the database from now on, and opens nothing else.
    func become() throws(Failure) {
        let info = file.info
        if account != geteuid() {
            guard nacre_reach_files_as(account, info.group) == 0 else {
                throw Failure(.refused, "files cannot be reached as the account \(account): \(reason())")
            }
        }
        nacre_guard_openings(account, UInt(info.inode.device), UInt(info.inode.number))
    }
}
