import Catalog
import Documents
import Hardening
import Surface

/// What limits are held against: the processors and the memory that there are, as Docker's daemon says.
struct ServerSize: Sendable {
    let processors: Int?
    /// Bytes.
    let memory: Int?
    /// Why no container can be given a share of the processors; none where it can.
    let processorDoubt: Unknown?
}

extension ContainersObserver {
    func serverSize() async -> ServerSize {
        let info: JSONNode
        switch await docker.answer("/info") {
        case .absent: return ServerSize(processors: nil, memory: nil, processorDoubt: .missing("Docker is not there"))
        case .unreadable(let why): return ServerSize(processors: nil, memory: nil, processorDoubt: why)
        case .found(let found): info = found
        }
        func positive(_ key: String) -> Int? { info[key]?.integer.flatMap { $0 > 0 ? $0 : nil } }
        let processors = positive("NCPU")
        var doubt: Unknown?
        if processors == nil { doubt = .notStated("Docker does not say how many processors there are") }
        if info["CpuCfsQuota"]?.flag == false {
            doubt = .notStated("the kernel of this server gives no shares of its processors")
        }
        return ServerSize(processors: processors, memory: positive("MemTotal"), processorDoubt: doubt)
    }
}
