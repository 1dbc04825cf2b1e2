import ArgumentParser
import Commands

@main
struct Entry {
    static func main() async { await Nacre.main() }
}
