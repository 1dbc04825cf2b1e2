import ArgumentParser

/// Has the running guard read its configuration anew.
struct Reload: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have the guard read its configuration and its keys anew.",
        discussion: """
            What is wrong with the configuration is told, and changes nothing. Otherwise it is \
            in force for every exchange that begins from now on; what is under way ends as \
            it began. What agents used stays counted. Where it listens changes with a \
            restart only.

            It ends with 2 where the configuration is wrong, and with 3 where nobody answers.
            """
    )

    @OptionGroup var socket: SocketOptions

    func run() throws {
        let words = try AdminSocket.ask("POST", "/reload", at: socket.socket)
        print(Shown.line(String(words.dropLast(words.hasSuffix("\n") ? 1 : 0))))
    }
}
