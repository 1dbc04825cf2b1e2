import Hardening

/// What OpenClaw says of a configuration when it starts.
struct Judgement: Sendable {
    /// Why it refuses the configuration, place by place.
    var refusals: [Refusal] = []
    /// Why it could not be determined whether it takes the rest.
    var doubts: [Doubt] = []

    /// A place that OpenClaw refuses the whole file for.
    struct Refusal: Hashable, Sendable {
        enum Kind: Hashable, Sendable { case unknownKey, wrongValue, wrongStructure, missing, rule }

        let kind: Kind
        let path: String
        let reason: String
        let origin: Origin?

        /// Whether it is the same fault, wherever the line.
        func isSame(as other: Self) -> Bool { kind == other.kind && path == other.path }
    }

    /// A place that cannot be judged.
    struct Doubt: Hashable, Sendable {
        let path: String
        let reason: String
        /// What would have to be known.
        let cause: ProblemKind
    }

    private static let mostRefusals = 100

    mutating func refuse(_ kind: Refusal.Kind, _ path: String, _ reason: String, _ origin: Origin?) {
        let refusal = Refusal(kind: kind, path: path, reason: reason, origin: origin)
        guard refusals.count < Self.mostRefusals, !refusals.contains(where: refusal.isSame) else { return }
        refusals.append(refusal)
    }

    mutating func doubt(_ path: String, _ reason: String, _ cause: ProblemKind? = nil) {
        guard doubts.count < Self.mostRefusals else { return }
        doubts.append(Doubt(path: path, reason: reason, cause: cause ?? (path.isEmpty ? .notJudged : .doubtful)))
    }
}

extension Judgement {
    /// What the version says of a configuration.
    ///
    /// It is exact where the version was looked at; of one between two that were, it is what these agree on.
    static func of(_ root: Setting, version: OpenClawVersion?) -> Judgement {
        let schema = ConfigurationSchema.shared
        guard let version else {
            return agreement(
                ConfigurationJudge.judge(
                    root,
                    in: schema.versions.enumerated().map { ($0.offset, called: $0.element) }
                ),
                otherwise: "which version reads it is not known, and versions differ on it",
                because: .versionNotKnown
            )
        }
        if let exact = schema.versions.firstIndex(of: version) {
            return agreement(
                ConfigurationJudge.judge(root, in: [(exact, called: version)]),
                otherwise: "",
                because: .doubtful
            )
        }
        guard let next = schema.versions.firstIndex(where: { $0 > version }) else {
            var judgement = Judgement()
            let newest = schema.newest.map { "\($0)" } ?? "none"
            judgement.doubt("", "what OpenClaw takes after \(newest) is not known to this version of Nacre")
            return judgement
        }
        guard next > 0 else {
            var judgement = Judgement()
            judgement.doubt("", "what OpenClaw took before \(schema.versions[0]) is not known")
            return judgement
        }
        let both = ConfigurationJudge.judge(root, in: [next - 1, next].map { ($0, called: version) })
        let around = "\(schema.versions[next - 1]) and \(schema.versions[next])"
        return agreement(
            both,
            otherwise: "\(around) differ on it, and \(version) lies between them",
            because: .doubtful
        )
    }

    private static func agreement(
        _ all: [Judgement],
        otherwise why: String,
        because cause: ProblemKind
    ) -> Judgement {
        guard var agreed = all.last else { return Judgement() }
        for other in all.dropLast() {
            let disputed = agreed.refusals.filter { refusal in !other.refusals.contains(where: refusal.isSame) }
            let more = other.refusals.filter { refusal in !agreed.refusals.contains(where: refusal.isSame) }
            agreed.refusals.removeAll { refusal in disputed.contains(where: refusal.isSame) }
            for refusal in disputed + more where !agreed.doubts.contains(where: { $0.path == refusal.path }) {
                agreed.doubt(refusal.path, why, cause)
            }
            for doubt in other.doubts
            where !agreed.doubts.contains(where: { $0.path == doubt.path && $0.cause == doubt.cause }) {
                agreed.doubt(doubt.path, doubt.reason, doubt.cause)
            }
        }
        return agreed
    }
}
