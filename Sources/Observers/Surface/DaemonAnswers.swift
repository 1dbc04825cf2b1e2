/// What daemons answered while plans are compared, so that each is asked once and every plan is judged by the same.
actor DaemonAnswers {
    private let surface: any Surface
    private var known: [String: Response] = [:]

    init(_ surface: any Surface) { self.surface = surface }

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
