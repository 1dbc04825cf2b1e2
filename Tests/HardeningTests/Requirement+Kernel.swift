import Hardening

extension Requirement {
    /// The kernel parameter has exactly this value.
    static func kernel(_ name: String, is value: String) -> Self {
        Self(.kernelParameter(name), "\(name) is \(value)", applies: { $0 != .absent }) { state in
            state == .absent ? state : .value(value)
        }
    }

    /// The kernel parameter has at least this value; a stricter local choice is kept.
    static func kernel(_ name: String, atLeast floor: Int) -> Self {
        Self(.kernelParameter(name), "\(name) is at least \(floor)", applies: { $0 != .absent }) { state in
            guard case .value(let text) = state else { return state }
            guard let current = Int(text) else { return .value(String(floor)) }
            return .value(String(max(current, floor)))
        }
    }
}
