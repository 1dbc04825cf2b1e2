extension AptPreferences {
    /// One component of an archive, as pins tell it from others.
    public struct Archive: Hashable, Sendable {
        public let release: ReleaseFile
        public let component: String
        /// The host that it comes from; empty for a directory.
        public let site: String

        public init(_ release: ReleaseFile, component: String, site: String) {
            (self.release, self.component, self.site) = (release, component, site)
        }
    }

    /// What apt thinks of an archive's packages: the first pin for all packages that matches counts.
    ///
    /// - Returns: the priority with the pin, if one decides; nothing where a regular expression would have to.
    public func priority(of archive: Archive) -> (priority: Int, pin: Pin?)? {
        for pin in pins where pin.isGeneral {
            switch Self.matches(pin.subject, archive) {
            case true?: return (pin.priority, pin)
            case false?: continue
            case nil: return nil
            }
        }
        return (archive.release.priority, nil)
    }

    /// `pkgVersionMatch::FileMatch` of apt-pkg/versionmatch.cc.
    public static func matches(_ subject: Subject, _ archive: Archive) -> Bool? {
        let release = archive.release
        switch subject {
        case .version: return false
        case .site(let text):
            let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
            let host = isQuoted ? String(text.dropFirst().dropLast()) : text
            return host.isEmpty ? archive.site.isEmpty : expression(host, fits: archive.site)
        case .release("*"): return true
        case .release(let text) where !text.contains("="):
            if text.first?.isNumber == true { return expression(text, fits: release.version) }
            return either(expression(text, fits: release.suite), expression(text, fits: release.codename))
        case .release(let text):
            var answer: Bool?? = .none
            for part in text.split(separator: ",").map({ String($0).trimmingSpaces }) where part.utf8.count > 2 {
                let wanted = String(part.dropFirst(2))
                let value: String
                switch part.prefix(2).lowercased() {
                case "v=": value = release.version
                case "o=": value = release.origin
                case "a=": value = release.suite
                case "n=": value = release.codename
                case "l=": value = release.label
                case "c=": value = archive.component
                // Every archive that is used has the machine's own architecture.
                case "b=": continue
                default: continue
                }
                switch (expression(wanted, fits: value), answer) {
                case (false?, _): return false
                case (nil, _): answer = .some(nil)
                case (true?, .none): answer = .some(true)
                case (true?, .some): break
                }
            }
            return answer ?? false
        }
    }

    private static func either(_ one: Bool?, _ other: Bool?) -> Bool? {
        if one == true || other == true { return true }
        return one == nil || other == nil ? nil : false
    }

    /// A pattern of shells; nothing for a regular expression between slashes.
    private static func expression(_ pattern: String, fits text: String) -> Bool? {
        pattern.hasPrefix("/") ? nil : Glob(pattern).matches(text)
    }
}
