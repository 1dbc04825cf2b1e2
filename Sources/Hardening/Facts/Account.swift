// Fields of `Subject.accounts`, one record for each line of the account database; the record's name is the account's.
extension Field {
    /// The account's name, also in other subjects that speak of an account.
    public static let user = Field("user")
    public static let uid = Field("uid")
    public static let gid = Field("gid")
    public static let home = Field("home")
    public static let shell = Field("shell")
    /// Whether the account has a shell that lets somebody in and is not expired.
    public static let canLogIn = Field("can log in")
    /// Whether a password is set and usable.
    public static let hasPassword = Field("has password")
    /// Whether the password is empty.
    public static let hasEmptyPassword = Field("has empty password")
}
