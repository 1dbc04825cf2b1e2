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

    /// A rule wrote it without translation, which may still be asked; what connections remember is not known.
    static let written: UInt16 = 8

    static let changed = IntervalSet<UInt16>([1...3, 9...11, 13...15])
    static let newAddress = IntervalSet<UInt16>([1, 3, 9, 11, 13, 15].map { $0...$0 })
    static let newPort = IntervalSet<UInt16>([2...3, 10...11, 14...15])
    static let addressAlone = IntervalSet<UInt16>([1, 9, 13].map { $0...$0 })
    /// Translation has chosen nothing yet.
    static let open = IntervalSet<UInt16>([0...0, 8...11])
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
