/// What people are told of the time for which a change took the gateway away from them.
enum GatewayAbsence {
    /// Nothing where it was never away.
    static func words(_ seconds: Int?) -> String? {
        seconds.map { seconds in
            let minutes = seconds / 60
            let time = minutes == 0 ? "\(seconds) s" : "\(minutes) min \(seconds % 60) s"
            return "The gateway was away for \(time).\n"
        }
    }
}
