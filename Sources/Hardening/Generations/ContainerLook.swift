/// What a compose project's container is made of, to be compared with once a change is undone.
public struct ContainerLook: Hashable, Codable, Sendable {
    public let image: String
    /// What the image's name stood for.
    public let imageIdentifier: String
    /// What it has mounted, as source, place and whether it may write, in order.
    public let mounts: [String]
    public let isPrivileged: Bool
    /// The compose files that its own labels name, and the directory they were given in.
    public let files: String
    public let directory: String
    /// Whether it runs; nothing in what was recorded before this was looked at.
    public let isRunning: Bool?
    /// Why Docker could not start it, in Docker's words; empty where it says nothing.
    public let blocker: String?

    public init(
        image: String,
        imageIdentifier: String,
        mounts: [String],
        isPrivileged: Bool,
        files: String,
        directory: String,
        isRunning: Bool?,
        blocker: String?
    ) {
        self.image = image
        self.imageIdentifier = imageIdentifier
        self.mounts = mounts
        self.isPrivileged = isPrivileged
        self.files = files
        self.directory = directory
        self.isRunning = isRunning
        self.blocker = blocker
    }

    /// In what the container differs from how it was, in words; none where in nothing.
    public func differences(from before: ContainerLook) -> [String] {
        var words: [String] = []
        if image != before.image {
            words.append("its image is \(image) and was \(before.image)")
        } else if imageIdentifier != before.imageIdentifier {
            words.append("the name of its image, \(image), stands for another one now")
        }
        if isPrivileged != before.isPrivileged {
            words.append(isPrivileged ? "it is privileged and was not" : "it is no longer privileged")
        }
        let new = Set(mounts).subtracting(before.mounts).sorted()
        let gone = Set(before.mounts).subtracting(mounts).sorted()
        if !new.isEmpty { words.append("it has \(new.joined(separator: ", ")) mounted, and had not") }
        if !gone.isEmpty { words.append("it no longer has \(gone.joined(separator: ", ")) mounted") }
        if files != before.files { words.append("it was made from \(files), and before from \(before.files)") }
        if directory != before.directory {
            words.append("it was made in \(directory), and before in \(before.directory)")
        }
        if before.isRunning == true, isRunning == false {
            let why = blocker.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
            // Another program holds a port that the container publishes.
            let isTaken = why.contains("address already in use") || why.contains("port is already allocated")
            words.append(
                "it does not run, and did\(why)" + (isTaken ? " (ss -tlnpe shows who has the port)" : "")
            )
        }
        return words
    }

    /// What of several containers, by service, is not as it was; none where everything is.
    public static func differences(of now: [String: ContainerLook], from before: [String: ContainerLook]) -> [String] {
        let changed = before.sorted { $0.key < $1.key }.flatMap { service, before -> [String] in
            guard let one = now[service] else { return ["the container of \(service) is gone"] }
            return one.differences(from: before).map { "the container of \(service): \($0)" }
        }
        let new = Set(now.keys).subtracting(before.keys).sorted()
        return changed + new.map { "the container of \($0) was not there before" }
    }
}
