import Catalog
import Hardening
import OpenClawData
import Surface

/// A known weakness of OpenClaw and the versions that have it.
struct Advisory: Sendable {
    let identifier: String
    let severity: String
    let introduced: OpenClawVersion?
    let fixed: OpenClawVersion
    /// Whether the fixed version is inferred from dates, or a bound, instead of stated.
    let isInferred: Bool
    let summary: String
    /// The npm package that has it, where it is not OpenClaw's own.
    let package: String?

    static let all: [Advisory] = OpenClawData.advisories.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard !line.hasPrefix("#"), (6...7).contains(fields.count) else { return nil }
        let isInferred = fields[4].hasSuffix("?")
        guard let fixed = OpenClawVersion(isInferred ? String(fields[4].dropLast()) : fields[4]) else { return nil }
        return Advisory(
            identifier: fields[0],
            severity: fields[2] == "-" ? "not rated" : fields[2],
            introduced: OpenClawVersion(fields[3]),
            fixed: fixed,
            isInferred: isInferred,
            summary: fields[5],
            package: fields.count == 7 ? fields[6] : nil
        )
    }

    /// - Returns: nothing where fixes may have been carried back to the version's line, and where the fixed version is
    ///   only known to be at most this one.
    func affects(_ version: OpenClawVersion) -> Bool? {
        if let introduced, version < introduced { return false }
        guard version < fixed else { return false }
        return version.isExtendedStable || isInferred || package != nil ? nil : true
    }

    /// Why it could not be determined whether a version below the fixed one has it.
    var doubt: Unknown {
        if let package { return .notObserved("it is in \(package), whose version was not looked at") }
        return .notStated("no advisory names the version that fixes it; \(fixed) at the latest")
    }
}

extension RuntimeObserver {
    /// Every advisory whose range the installed version is in, or may be in.
    func openclawAdvisories() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        guard !all.isEmpty else { return nil }
        return all.flatMap { GatewayObserver.named(Self.advisories($0), after: $0, of: all) }
    }

    private static func advisories(_ installation: Installation) -> [Record] {
        guard let version = installation.version else {
            let why = installation.versionDoubt.saying(
                "the version of OpenClaw in \(installation.name) is not known: \(installation.versionSource)"
            )
            return [Record(installation.name, [.isAffected: .unknown(why), .advisorySeverity: .unknown(why)])]
        }
        if version.isExtendedStable {
            let why = Unknown.notStated(
                "\(version) is an extended-stable build, to which fixes are carried back without a record"
            )
            return [Record(installation.name, [.isAffected: .unknown(why), .advisorySeverity: .unknown(why)])]
        }
        return Advisory.all.filter { $0.affects(version) != false }.map { advisory in
            Record(
                advisory.identifier,
                [
                    .isAffected: advisory.affects(version) == true ? true : .unknown(advisory.doubt),
                    .advisorySeverity: .text(advisory.severity),
                    .advisoryFixed: .text("\(advisory.fixed)\(advisory.isInferred ? " at the latest" : "")"),
                    .advisorySummary: .text(advisory.summary),
                ]
            )
        }
    }
}
