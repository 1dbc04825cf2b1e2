// Fields that say which thing a record of several subjects is about.
extension Field {
    /// The path of the file or directory that the record is about.
    public static let path = Field("path of the thing")
    /// The state directory of the OpenClaw installation that it belongs to.
    public static let installation = Field("installation")
}

extension Record {
    /// The path of the file or directory that it is about.
    var path: String? { if case .text(let path) = self[.path] { path } else { nil } }
}
