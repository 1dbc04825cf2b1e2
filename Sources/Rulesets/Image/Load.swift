/// Rules on their way into the kernel: a program that reads them from a file, and takes all of them or none.
public struct Load: Hashable, Sendable {
    public enum Program: String, Sendable {
        case iptables, ip6tables, nft
    }

    public let program: Program
    public let script: String
    /// Whether what the table held before goes.
    ///
    /// iptables-nft removes a table of which then nothing is left; the legacy one keeps it for good.
    public let isWhole: Bool

    public init(_ program: Program, _ script: String, isWhole: Bool = false) {
        self.program = program
        self.script = script
        self.isWhole = isWhole
    }

    /// The program's name.
    public var executable: String { program == .nft ? "nft" : "\(program.rawValue)-restore" }

    /// Arguments with which it reads the script from a file and changes nothing.
    public func checkArguments(_ file: String) -> [String] {
        program == .nft ? ["--check", "--file", file] : flush + ["--test", file]
    }

    /// Arguments with which it puts the rules of a file into the kernel.
    public func arguments(_ file: String) -> [String] {
        program == .nft ? ["--file", file] : flush + [file]
    }

    private var flush: [String] { isWhole ? [] : ["--noflush"] }
}
