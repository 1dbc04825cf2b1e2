import CLinux
import Glibc

/// A process that holds secrets.
public enum SecretProcess {
    /// From here on it leaves no core dump, and only root looks into its memory.
    ///
    /// - Throws: where the kernel does not allow it, and secrets would lie in a dump.
    public static func begin() throws(VaultStoreFailure) {
        guard nacre_hide_memory() == 0 else {
            throw .system("this process cannot be kept out of core dumps: \(reason())")
        }
    }

    /// Becomes another program, with these variables added; comes back, with an errno value, only where it cannot be started.
    ///
    /// The program is a path, or a name that is looked for in PATH.
    public static func become(
        _ program: String,
        _ arguments: [String],
        adding variables: [(name: String, value: [UInt8])]
    ) -> Int32 {
        for (name, value) in variables {
            let text = value.map(CChar.init(bitPattern:)) + [0]
            guard unsafe setenv(name, text, 1) == 0 else { return errno }
        }
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        _ = unsafe execvp(program, &words)
        return errno
    }
}
