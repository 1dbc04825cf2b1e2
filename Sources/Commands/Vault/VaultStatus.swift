/// The exit statuses of commands about the vault, as their help says them.
enum VaultStatus {
    static let plain = "Exit status: 0 done; 2 wrong arguments, or not run as root; 3 it could not be done, and why."
}
