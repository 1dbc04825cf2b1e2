import Glibc
import Leaks
import SystemPackage

extension LeakHunt {
    /// Looks through systemd's journal, every field of every entry.
    ///
    /// - Parameter origins: units and containers; all there is where none is named.
    public func lookAtJournal(of origins: [String]? = nil) {
        let name = "the journal"
        isJournalWhole = origins == nil
        guard let path = Programs.locate("journalctl") else { return leaveOut(name, "there is no journalctl") }
        lookAtJournal(of: origins, by: path.string)
    }

    func lookAtJournal(of origins: [String]?, by path: String, silence: Int = 120) {
        let name = "the journal"
        var arguments = ["--quiet", "--no-pager", "--all", "--output=export"]
        if let period { arguments.append("--since=@\(period.journal)") }
        let matches = arguments.count
        for origin in origins ?? [] {
            for field in ["_SYSTEMD_UNIT", "_SYSTEMD_USER_UNIT", "UNIT", "USER_UNIT", "CONTAINER_NAME"] {
                if arguments.count > matches { arguments.append("+") }
                arguments.append("\(field)=\(origin)")
            }
        }
        let child = ChildProcess(
            path: path,
            arguments: arguments,
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"],
            timeout: silence,
            outputLimit: .max
        )
        var export = JournalExport()
        var batch = JournalBatch()
        var entries = 0
        var count = 0
        var passedOver = 0
        let outcome = child.stream(silence: silence) { piece in
            count += piece.count
            export.take(
                piece,
                { field, value, cut in
                    passedOver += cut > 0 ? 1 : 0
                    batch.add(field, value)
                },
                {
                    batch.end()
                    entries += 1
                }
            )
            if batch.size > 1 << 20 { flush(&batch) }
            return goesOn && !export.isDamaged
        }
        batch.end()
        flush(&batch)
        add(bytes: count)
        self.count("entry of the journal", entries)
        if passedOver > 0 {
            leaveOut(name, "of \(passedOver) fields, all but the first \(JournalExport.longest >> 20) MiB")
        }
        switch outcome {
        case .ended(let status, _, let errors):
            if status != 0 {
                let said = String(decoding: errors.prefix { $0 != 0x0A }, as: UTF8.self)
                leaveOut(name, "journalctl ended with status \(status): \(said)")
            } else if !export.isAtEnd {
                leaveOut(name, "journalctl ended in the middle of an entry")
            } else if entries == 0, origins == nil, period == nil {
                leaveOut(name, "it has no entries, or none that this account may read")
            } else if geteuid() != 0 {
                leaveOut(name, "what this account may not read of it")
            }
        case .late: leaveOut(name, "journalctl said nothing for \(silence) s")
        case .tooMuch: leaveOut(name, export.isDamaged ? "what journalctl printed is damaged" : "the time was over")
        case .notStarted(let code): leaveOut(name, "journalctl could not be started: \(reason(code))")
        }
    }

    private func flush(_ batch: inout JournalBatch) {
        let texts = batch.messages.sorted { $0.key < $1.key }.map(\.value) + [batch.others]
        for text in texts where !text.bytes.isEmpty {
            let first = leaks.count
            scan.look(at: "the journal", inside: ["entries"]) { take in take(text.bytes.span.bytes) }
            place(from: first) { leak in
                guard leak.place.inside.count == 1, let mark = text.mark(at: leak.place.offset) else { return nil }
                let offset = leak.place.offset - mark.start
                return LeakPlace("the journal", inside: [mark.words], line: nil, offset: offset)
            }
        }
        batch = JournalBatch()
    }
}
