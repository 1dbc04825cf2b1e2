/// What happened to a packet's destination, as the sets count it.
enum Translation {
    /// Translation was not asked yet.
    static let none: UInt16 = 0
    /// A rule gave it another address.
    static let address: UInt16 = 1
    /// A rule gave it another port; both is the sum.
    static let port: UInt16 = 2
    /// A rule chose a destination that the packet already had: no other rule is asked.
    static let settled: UInt16 = 4

    static let changed = IntervalSet<UInt16>(1...3)
    static let newAddress = IntervalSet<UInt16>([1...1, 3...3])
    static let newPort = IntervalSet<UInt16>(2...3)
}

extension ConnectionState {
    /// As the sets count them.
    var number: UInt16 {
        switch self {
        case .new: 0
        case .established: 1
        case .related: 2
        case .invalid: 3
        case .untracked: 4
        }
    }
}
