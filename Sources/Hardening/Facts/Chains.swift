// Fields of `Subject.chains`: one record for each path from somebody who can speak to an agent, over a tool the agent
// has, to what leaves or is done. No records where there is no such path.
extension Field {
    /// What the path ends in, such as `commands` or `private data`; unknown where the paths could not be worked out.
    public static let chainKind = Field("leads to")
    /// Who is at its start.
    public static let chainSpeaker = Field("who can speak")
    /// The agent it goes through; `Field.agent` is the agent of the agents' own table.
    public static let chainAgent = Field("through agent")
    /// What becomes visible on it.
    public static let chainPrivate = Field("private data")
    /// What is done at its end.
    public static let chainAct = Field("what is done")
    /// The path spelled out, link by link.
    public static let chainPath = Field("path")
    /// The link whose cut loses the least: a configuration key and its value.
    public static let chainCut = Field("cheapest cut")
    /// What of the cut nobody but a person asks for: settings that get another value, path and value in one.
    public static let chainSettings = Field("settings of the cut")
    /// The same, for tools that it denies.
    public static let chainDenials = Field("tools that the cut denies")
    /// What `tools.deny` lists as it is.
    public static let deniedTools = Field("tools.deny")
}
