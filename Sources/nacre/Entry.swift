import Commands
import Glibc

@main
struct Entry {
    static func main() async {
        exit(await Nacre.status(for: Array(CommandLine.arguments.dropFirst())))
    }
}
