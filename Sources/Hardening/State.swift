/// What a resource holds.
///
/// `absent` is a state like any other.
public enum State: Hashable, Codable, Sendable {
    case absent
    case file(File)
    case permissions(Permissions)
    case value(String)
    case unit(UnitState)
    /// The installed version.
    case package(version: String)
    case records([Record])

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

extension State: CustomStringConvertible {
    public var description: String {
        switch self {
        case .absent: "absent"
        case .file(let file): file.description
        case .permissions(let permissions): permissions.description
        case .value(let value): value
        case .unit(let unit):
            "\(unit.isActive ? "running" : "not running"), \(unit.isEnabled ? "enabled" : "not enabled")"
        case .package(let version): "version \(version)"
        case .records(let records): "\(records.count) \(records.count == 1 ? "record" : "records")"
        }
    }
}
