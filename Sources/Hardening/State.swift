import Catalog

/// What a resource holds.
///
/// `absent` is a state like any other.
public enum State: Hashable, Codable, Sendable {
    case absent
    case file(File)
    case permissions(Permissions)
    case value(String)
    case row(RowContent)
    case unit(UnitState)
    case package(PackageVersion)
    case ruleset(RulesetState)
    case records([Record])

    /// The version of a package that is installed, or is to be.
    public enum PackageVersion: Hashable, Codable, Sendable {
        /// Whatever version the archives offer, which is known only once it is installed.
        case any
        case exact(String)
    }

    /// Who may touch a file or directory.
    public struct Permissions: Hashable, Codable, Sendable, CustomStringConvertible {
        /// Permission bits, at most 07777.
        public var mode: UInt16
        public var owner: UInt32
        public var group: UInt32

        public init(mode: UInt16, owner: UInt32 = 0, group: UInt32 = 0) {
            self.mode = mode
            self.owner = owner
            self.group = group
        }

        public var description: String { "mode 0\(String(mode, radix: 8)), owner \(owner):\(group)" }
    }

    /// A unit as systemd reports it.
    public struct UnitState: Hashable, Codable, Sendable {
        public var isActive: Bool
        public var isEnabled: Bool

        public init(isActive: Bool, isEnabled: Bool) {
            self.isActive = isActive
            self.isEnabled = isEnabled
        }
    }

    /// A file's content and who may touch it.
    ///
    /// Content may hold secrets: it is never part of a description.
    public struct File: Hashable, Codable, Sendable, CustomStringConvertible {
        public var bytes: [UInt8]
        /// Permission bits, at most 07777.
        public var mode: UInt16
        public var owner: UInt32
        public var group: UInt32

        public init(_ bytes: [UInt8], mode: UInt16, owner: UInt32 = 0, group: UInt32 = 0) {
            self.bytes = bytes
            self.mode = mode
            self.owner = owner
            self.group = group
        }

        public var description: String {
            "\(bytes.count) bytes, mode 0\(String(mode, radix: 8)), owner \(owner):\(group)"
        }

        /// The content as text, where it is text.
        public var text: String? { String(validating: bytes, as: UTF8.self) }
    }
}

extension State.File {
    private enum Key: String, CodingKey {
        case text, bytes, mode, owner, group
    }

    /// Content that is text is written as text, other content in hexadecimal.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        if let text {
            try container.encode(text, forKey: .text)
        } else {
            try container.encode(Hexadecimal.text(bytes), forKey: .bytes)
        }
        try container.encode(mode, forKey: .mode)
        try container.encode(owner, forKey: .owner)
        try container.encode(group, forKey: .group)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let bytes: [UInt8]
        if let text = try container.decodeIfPresent(String.self, forKey: .text) {
            bytes = Array(text.utf8)
        } else {
            guard let decoded = Hexadecimal.bytes(try container.decode(String.self, forKey: .bytes)) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .bytes,
                    in: container,
                    debugDescription: "not hexadecimal"
                )
            }
            bytes = decoded
        }
        self.init(
            bytes,
            mode: try container.decode(UInt16.self, forKey: .mode),
            owner: try container.decode(UInt32.self, forKey: .owner),
            group: try container.decode(UInt32.self, forKey: .group)
        )
    }
}

extension State: CustomStringConvertible {
    public var description: String {
        switch self {
        case .absent: "absent"
        case .file(let file): file.description
        case .permissions(let permissions): permissions.description
        case .value(let value): value
        case .row(let content): content.description
        case .unit(let unit):
            "\(unit.isActive ? "running" : "not running"), \(unit.isEnabled ? "enabled" : "not enabled")"
        case .package(.any): "any version"
        case .package(.exact(let version)): "version \(version)"
        case .ruleset(let ruleset): ruleset.description
        case .records(let records): Term("record").counted(records.count)
        }
    }
}
