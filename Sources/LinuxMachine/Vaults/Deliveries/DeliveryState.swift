/// What is there of a delivery.
public struct DeliveryState: Sendable, Equatable {
    /// What is wrong where it was put, with what mends it.
    public var faults: [String] = []
    /// Why whoever runs already has another value, or may have; what mends it is to start it anew.
    public var stale: [String] = []

    public init() {}
    init(fault: String) { faults = [fault] }
}
