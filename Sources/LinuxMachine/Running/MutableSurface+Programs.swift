import Catalog
import Hardening
import Observers
import Surface

extension MutableSurface {
    /// Runs a program that must succeed.
    ///
    /// - Throws: what the program said last, when it is not there, fails, or does not end in time.
    @discardableResult
    func perform(_ command: Command) async throws(Failure) -> Output {
        let words = ([command.program] + command.arguments).joined(separator: " ")
        switch await run(command) {
        case .absent: throw Failure(.missing, "\(command.program) is not installed")
        case .unreadable(let why): throw Failure(.unreadable, why)
        case .found(let output) where output.status != 0:
            let said = output.errorText.isEmpty ? output.text : output.errorText
            throw Failure(.refused, "\(words) failed with status \(output.status): \(said.lastLines)")
        case .found(let output): return output
        }
    }

    /// One that remembers nothing from before.
    func observer() throws(Failure) -> Observer { Observer(try look()) }

    /// What a resource holds now.
    func observe(_ resource: Resource) async -> Observation {
        let observer: Observer
        do { observer = try self.observer() } catch { return .unreadable(.failed("\(error)")) }
        switch resource {
        case .file(let path), .permissions(let path), .directory(let path):
            // What is put takes the place of the link, and what the link leads to would be left as it was.
            if let why = objection(to: path) { return .unreadable(.notTrusted(why)) }
            return await observer.observe(resource)
        case .row(let row):
            for path in [row.database] + DatabaseFiles.besides.map({ row.database + $0 }) {
                if let why = objection(to: path) { return .unreadable(.notTrusted(why)) }
            }
            return await observer.observe(resource)
        case .unit(let name): return await Systemd(self).unit(name)
        case .kernelParameter, .ruleset, .package, .facts: return await observer.observe(resource)
        }
    }

    /// Why what is at a path is not what root would change there; nothing where it is.
    private func objection(to path: String) -> String? {
        switch linkTarget(path) {
        case .none: nil
        case .file(let target): "\(path) is a symbolic link to \(target)"
        case .refused(let why): why
        }
    }
}

extension String {
    /// The last lines in one, for messages that quote a program.
    fileprivate var lastLines: String { split(separator: "\n").suffix(3).joined(separator: " / ") }
}
