/// A program to run: an executable and an argument array, never a shell string.
public struct Command: Hashable, Sendable {
    /// A name looked up in the system directories only, or an absolute path.
    public let program: String
    public let arguments: [String]
    /// Seconds after which it is ended.
    public let timeout: Int
    /// Bytes of output beyond which it is ended.
    public let outputLimit: Int
    /// Variables besides those that every program gets.
    public let environment: [String: String]

    public init(
        _ program: String,
        _ arguments: [String] = [],
        timeout: Int = 5,
        outputLimit: Int = 16 << 20,
        environment: [String: String] = [:]
    ) {
        self.program = program
        self.arguments = arguments
        self.timeout = timeout
        self.outputLimit = outputLimit
        self.environment = environment
    }
}

/// What a program gave.
public struct Output: Hashable, Sendable {
    /// The exit status; 128 plus the signal for a program that was killed.
    public let status: Int
    public let standardOutput: [UInt8]
    /// The first 16 KiB.
    public let standardError: [UInt8]

    public init(status: Int, standardOutput: [UInt8] = [], standardError: [UInt8] = []) {
        self.status = status
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// The output as text; bytes that are not UTF-8 are replaced.
    public var text: String { String(decoding: standardOutput, as: UTF8.self) }
    public var errorText: String { String(decoding: standardError, as: UTF8.self) }
}
