import Catalog
import Hardening
import Surface

extension SettingsObserver {
    /// Errors of the configuration, and keys that the installed version does not accept.
    func openclawProblems() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        guard all.contains(where: \.hasConfiguration) else { return nil }
        return all.flatMap(Self.problems)
    }

    static func problems(_ installation: Installation) -> [Record] {
        let errors = installation.configuration.problems.map { problem in
            Record(
                problem.origin.file,
                [.problemKind: .problem(.error), .isRefused: true, .problem: .text(problem.message)],
                identity: [.path: .text(problem.origin.file), .installation: .text(installation.name)],
                origins: [.problem: problem.origin]
            )
        }
        let judgement = Judgement.of(installation.root, version: installation.version)
        return errors + judgement.refusals.map { record(of: $0, at: installation) }
            + judgement.doubts.prefix(20).map { record(of: $0, at: installation) }
    }

    private static func record(of refusal: Judgement.Refusal, at installation: Installation) -> Record {
        let kind = refusal.kind == .unknownKey ? ProblemKind.unknownKey : .wrongValue
        let place = refusal.origin.map { [Field.problem: $0] } ?? [:]
        return Record(
            installation.name,
            [.problemKind: .problem(kind), .isRefused: true, .problem: .text(refusal.reason)],
            identity: [
                .path: .text(installation.name), .installation: .text(installation.name),
                .problemIsStructural: .flag(refusal.kind == .wrongStructure),
            ],
            origins: place
        )
    }

    /// A place that could not be judged; one without a path is the whole configuration.
    private static func record(of doubt: Judgement.Doubt, at installation: Installation) -> Record {
        let why = Unknown.notModeled(doubt.path.isEmpty ? doubt.reason : "\(doubt.path): \(doubt.reason)")
        return Record(
            installation.name,
            [.problemKind: .problem(doubt.cause), .isRefused: .unknown(why), .problem: .unknown(why)],
            identity: installation.identity
        )
    }
}
