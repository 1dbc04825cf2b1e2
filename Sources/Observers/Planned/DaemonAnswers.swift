import Surface

/// What daemons answered while plans are compared, so that each is asked once and every plan is judged by the same.
actor DaemonAnswers {
    private let surface: any Surface
    private var known: [String: Response] = [:]

    init(_ surface: any Surface) { self.surface = surface }

    /// The same, of which one daemon says this whatever it would say itself.
    init(_ surface: any Surface, answering answers: [String: Response], on socket: String) {
        self.surface = surface
        known = Dictionary(uniqueKeysWithValues: answers.map { ("\(socket) \($0.key)", $0.value) })
    }

    func get(_ target: String, socket: String, seconds: Int?) async -> Reading<Response> {
        let key = "\(socket) \(target)"
        if let response = known[key] { return .found(response) }
        let answer =
            if let seconds {
                await surface.get(target, socket: socket, seconds: seconds)
            } else {
                await surface.get(target, socket: socket)
            }
        if case .found(let response) = answer { known[key] = response }
        return answer
    }
}
