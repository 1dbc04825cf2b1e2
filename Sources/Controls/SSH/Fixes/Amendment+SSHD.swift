import Documents
import Hardening

extension Amendment {
    /// An edit of Nacre's own drop-in, which sshd then reads.
    static func sshd(
        _ summary: String,
        interim: (@Sendable (_ before: State, _ after: State) -> State)? = nil,
        edit: @escaping @Sendable (inout SSHDDropIn) -> Void
    ) -> Amendment {
        Amendment(.file(SSHDirectives.dropIn), summary, activation: .sshd, interim: interim) {
            state throws(Failure) in
            var file = State.File([], mode: 0o644)
            switch state {
            case .absent: break
            case .file(let found): file = found
            default: throw Failure("is not a file")
            }
            var document = SSHDDropIn(file.bytes)
            document.describe([
                "Written by Nacre. sshd takes the first value it reads, so this file is read first.",
                "sshd -T shows what counts.",
            ])
            edit(&document)
            file.bytes = document.bytes
            return .file(file)
        }
    }

    /// Lines of somebody else's file that would count beside ours become comments.
    static func commentingOut(
        _ keyword: String,
        in path: String,
        where question: @escaping @Sendable (_ arguments: [String]) -> Bool = { _ in true }
    ) -> Amendment {
        Amendment(.file(path), "\(keyword) made a comment", activation: .sshd) { state throws(Failure) in
            guard case .file(var file) = state else { throw Failure("is not a file") }
            let document = SSHDFile(file.bytes)
            let setting = Set(document.lines(setting: keyword))
            let numbers = document.lines.filter { line in
                guard setting.contains(line.number), case .directive(_, let arguments, _) = line.content else {
                    return false
                }
                return question(arguments)
            }.map(\.number)
            file.bytes = document.commentingOut(Set(numbers))
            return .file(file)
        }
    }
}

extension SSHDirectives {
    /// Puts a setting in place for everybody, Match blocks included, and leaves what is stricter as it is.
    func amendments(_ setting: SSHSetting) -> [Amendment] {
        let value = setting.tightened(self.value(setting.keyword) ?? setting.standard)
        let blocks = setting.isAllowedInMatch ? blocks(setting, otherwise: value) : []
        let edit = Amendment.sshd("\(setting.keyword) \(value)") { document in
            // Another control may have put something stricter before.
            let own = document.value(setting.keyword).map { setting.meet($0, value) } ?? value
            let stricter = blocks.map { block in
                block.criteria == "all" ? SSHDDropIn.Block("all", setting.meet(block.value, own)) : block
            }
            document.set(setting.keyword, to: [own], blocks: stricter)
        }
        return groundwork + [edit]
    }

    /// The value for everybody at the end, behind those Match blocks that make a difference to it.
    ///
    /// Repeating a block with its value tightened keeps the order in which blocks decide, so that nobody gets a looser
    /// value than they had.
    private func blocks(_ setting: SSHSetting, otherwise value: String) -> [SSHDDropIn.Block] {
        var blocks: [SSHDDropIn.Block] = []
        var last = value
        for line in lines(setting.keyword) {
            guard let criteria = line.criteria else { continue }
            if criteria == "all" {
                last = setting.tightened(line.value)
                break
            }
            blocks.append(.init(criteria, setting.tightened(line.value)))
        }
        let differ = blocks.contains { $0.value != last }
        return (differ ? blocks : []) + [.init("all", last)]
    }

    /// Puts a setting in place that Match blocks cannot replace.
    func amendments(_ keyword: String, _ value: String) -> [Amendment] {
        groundwork + [.sshd("\(keyword) \(value)") { $0.set(keyword, to: [value]) }]
    }
}
