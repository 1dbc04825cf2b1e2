import CLinux
public import SystemPackage

/// A terminal that does not show what is typed.
public enum SilentTerminal {
    /// Asks a question and does the work meanwhile; whatever stops or ends the process, the terminal is left as it was.
    public static func asking<Result>(
        _ question: String,
        on terminal: FileDescriptor,
        _ work: () throws -> Result
    ) throws -> Result {
        guard unsafe nacre_silence(terminal.rawValue, question) == 0 else {
            throw VaultStoreFailure.system("the terminal cannot be kept from showing what is typed: \(reason())")
        }
        defer { nacre_end_silence() }
        return try work()
    }
}
