import Glibc
import Hardening
import SystemPackage

/// Sockets that enrolled accounts and containers ask at.
enum BrokerSocket {
    /// Makes the client's directory and the socket in it, and listens.
    static func listen(_ client: VaultClient) throws(VaultStoreFailure) -> Int32 {
        do {
            try FileWriter.makeDirectoryUnlessThere("/run/nacre", State.Permissions(mode: 0o755))
            let parent = FileWriter.directory(of: client.directory)
            // Containers get their directory as a mount; on the server only root comes there.
            let mode: UInt16 = client.place == .account ? 0o755 : 0o700
            try FileWriter.makeDirectoryUnlessThere(parent, State.Permissions(mode: mode))
            try FileWriter.permit(parent, State.Permissions(mode: mode))
            let own = State.Permissions(mode: 0o750, owner: 0, group: client.group)
            try FileWriter.makeDirectoryUnlessThere(client.directory, own)
            try FileWriter.permit(client.directory, own)
            try FileWriter.remove(client.socket)
            let socket = try bound(client.socket)
            try FileWriter.permit(client.socket, State.Permissions(mode: 0o660, owner: 0, group: client.group))
            return socket
        } catch let failure as VaultStoreFailure {
            throw failure
        } catch {
            throw .system("\(client.socket): \(error)")
        }
    }

    /// The right to answer, which one process has at a time; the caller closes it.
    static func onlyOne() throws(VaultStoreFailure) -> Int32 {
        do {
            try FileWriter.makeDirectoryUnlessThere("/run/nacre", State.Permissions(mode: 0o755))
            let file = try FileWriter.openedOrMade("/run/nacre/vault.serving")
            if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 { return file.rawValue }
            try? file.close()
        } catch { throw .system("\(error)") }
        throw .system("another process answers already: systemctl status nacre-vault")
    }

    private static func bound(_ path: String) throws(VaultStoreFailure) -> Int32 {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system("\(path): \(reason())") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            guard path.utf8.count < buffer.count else { return false }
            unsafe buffer.copyBytes(from: path.utf8)
            return true
        }
        let status = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard fits, status == 0, Glibc.listen(descriptor, 256) == 0 else {
            let why = fits ? reason() : "the path is too long for a socket"
            close(descriptor)
            throw .system("\(path): \(why)")
        }
        return descriptor
    }
}
