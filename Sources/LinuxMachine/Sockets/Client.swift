import Observers

/// An outside client: not written yet.
enum Client {
    static func visit(_ visit: Visit) -> Reading<Visited> { .unreadable("not implemented") }
}
