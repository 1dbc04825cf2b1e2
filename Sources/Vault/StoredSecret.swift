/// One secret: what it is for, and its versions, the newest first.
public struct StoredSecret: Sendable, Equatable {
    /// What it is for, such as `model-key`; bound to the value.
    public let purpose: String
    public internal(set) var versions: [Version]

    public struct Version: Sendable, Equatable {
        /// From 1, and never given twice under one name.
        public let number: UInt32
        public internal(set) var state: State
        /// Seconds since 1970.
        public let created: UInt64
        /// The first 8 bytes of a code of the value under a key of this vault: equal for equal values, and of no use
        /// without the vault.
        public let fingerprint: [UInt8]
        /// Nothing where the value is no longer kept.
        var envelope: Envelope?
    }

    public enum State: UInt8, Sendable, CaseIterable {
        /// What is handed out.
        case current = 1
        /// The one before, which may still be in use, and can be had back.
        case previous = 2
        /// No longer kept.
        case retired = 3
        /// Somebody else may have it.
        case compromised = 4
    }

    public var current: Version? { versions.first { $0.state == .current } }
}
