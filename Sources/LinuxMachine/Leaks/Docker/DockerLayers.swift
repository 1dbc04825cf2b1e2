import Documents
import Glibc

/// Directories in which Docker keeps what containers wrote and what images bring, each once.
struct DockerLayers {
    struct Layer {
        let path: String
        /// Whose it is; of what several share, the first.
        var title: String
        var others = 0
    }

    private var layers: [Layer] = []
    private var numbers: [String: Int] = [:]

    /// - Returns: why they cannot be looked at, where that is so.
    mutating func add(_ driver: JSONNode?, of title: String, isContainer: Bool) -> String? {
        let name = driver?["Name"]?.text ?? ""
        guard name == "overlay2", let data = driver?["Data"] else {
            return name.isEmpty
                ? "Docker does not say where they are, as where containerd keeps them"
                : "the storage driver \(name) is not looked into"
        }
        let upper = data["UpperDir"]?.text ?? ""
        let lower = (data["LowerDir"]?.text ?? "").split(separator: ":").map(String.init)
        guard !upper.isEmpty else { return "Docker does not say where they are" }
        add(upper, isContainer ? "\(title), what it wrote" : title)
        // What a container lies on is its image's, but for the first, in which Docker itself writes.
        for path in lower { add(path, isContainer ? "\(title), its image" : title) }
        return nil
    }

    private mutating func add(_ path: String, _ title: String) {
        guard path.hasPrefix("/") else { return }
        if let number = numbers[path] {
            if layers[number].title != title { layers[number].others += 1 }
            if Self.rank(title) > Self.rank(layers[number].title) { layers[number].title = title }
            return
        }
        numbers[path] = layers.count
        layers.append(Layer(path: path, title: title))
    }

    /// An image says better than a container whose layer it is, and best where it has a name.
    private static func rank(_ title: String) -> Int {
        guard title.hasPrefix("image ") else { return 0 }
        return title.contains(":") ? 2 : 1
    }

    /// What lies beside the others and is none of an image or a container: what was built and thrown away, or is left from
    /// before containerd kept layers.
    ///
    /// - Parameter info: what the daemon says of itself.
    mutating func addOthers(in info: JSONNode?) {
        guard let root = info?["DockerRootDir"]?.text, root.hasPrefix("/"),
            let directory = unsafe opendir("\(root)/overlay2")
        else { return }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if ![".", "..", "l"].contains(name) { names.append("\(root)/overlay2/\(name)/diff") }
        }
        for path in names.sorted() where numbers[path] == nil && LeakHunt.exists(path) {
            add(path, "image cache of builds")
        }
    }

    var all: [(title: String, path: String)] {
        layers.map { ($0.others > 0 ? "\($0.title) and \($0.others) more" : $0.title, $0.path) }
    }
}
