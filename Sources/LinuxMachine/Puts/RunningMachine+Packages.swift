import Hardening
import Observers

extension RunningMachine {
    /// Seconds to wait for another run of apt to end.
    private static let lockPatience = 60

    func install(_ name: String) async throws(Failure) {
        try await apt(["install", "--no-install-recommends", "--", name])
        guard case .state(.package) = await observe(.package(name)) else {
            throw Failure("\(name) is not installed although apt reported no error")
        }
    }

    func remove(_ name: String) async throws(Failure) {
        try await apt(["purge", "--", name])
    }

    private func apt(_ arguments: [String]) async throws(Failure) {
        let options = [
            "-q", "-y", "-o", "DPkg::Lock::Timeout=\(Self.lockPatience)", "-o", "Dpkg::Options::=--force-confold",
        ]
        try await perform(Command("apt-get", options + arguments, timeout: 900))
    }
}
