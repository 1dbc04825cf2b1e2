import ArgumentParser
import Documents
import Glibc
import LinuxMachine
import Observers
import Rulesets
import Surface

struct Prove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prove which packets reach which port.",
        discussion: """
            Reads the live rules of every packet filter, the interfaces, routes, listening sockets and containers, and \
            works out for each listening socket and container port whether a new connection can get to it from \
            outside, from neighbors on private networks, from containers and from the host itself: with one packet \
            as witness, and the rules that let it through. Sends nothing and changes nothing.

            With files instead, this machine is not looked at. Without --addresses the rules tell which \
            interfaces there are; without --sockets every port counts as one that answers.

            Expectations are held against connections from outside, unless --from says otherwise.

            Exit status: 0 proven, or nothing was expected; 1 an expectation is broken; 2 wrong arguments or files; \
            3 it cannot be decided.
            """
    )

    enum Form: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    @OptionGroup(title: "Instead of the live machine") var files: ProofFiles

    @Option(help: ArgumentHelp("Fail unless this port is open; may be repeated.", valueName: "port/protocol"))
    var expectOpen: [PortArgument] = []

    @Option(help: ArgumentHelp("Fail unless this port is closed; may be repeated.", valueName: "port/protocol"))
    var expectClosed: [PortArgument] = []

    @Option(help: "Only connections that begin there; may be repeated.")
    var from: [Door.Vantage.Place] = []

    @Flag(help: "Beside expectations, show every port that answers as well, as without them.")
    var verbose = false

    @Option(help: "How the proof is written.")
    var format: Form = .text

    func run() async throws {
        let (provers, notes) = files.isGiven ? (try files.provers(), files.blindSpots) : try await live()
        let proof = Proof(
            provers,
            from: from.isEmpty ? Door.Vantage.Place.allCases : from,
            expectations: expectOpen.map { Expectation(port: $0.port, transport: $0.transport, wantsOpen: true) }
                + expectClosed.map { Expectation(port: $0.port, transport: $0.transport, wantsOpen: false) },
            expecting: from.isEmpty ? [.outside] : from,
            notes: notes
        )
        switch format {
        case .text: try FileOutput.print(proof.text(Terminal.current().style, showsDoors: verbose))
        case .json: try FileOutput.print(proof.json.document)
        }
        if proof.isBroken { throw ExitCode.findings }
        if proof.isUndecided { throw ExitCode.couldNotCheck }
    }

    private func live() async throws -> ([AddressFamily: Prover], [String]) {
        let observer: Observer
        do {
            observer = Observer(try LiveSurface())
        } catch {
            throw ConfigurationError("\(error)")
        }
        switch await observer.proof.provers() {
        case .found(let provers): return (provers, await observer.proof.blindSpotsOfProof())
        case .absent: throw FileOutput.Failure(description: "nothing to prove: this machine has no rules to read")
        case .unreadable(let why):
            let hint = geteuid() == 0 ? "" : "; only root may read the rules: sudo nacre prove"
            throw FileOutput.Failure(description: "cannot prove anything: \(why)\(hint)")
        }
    }
}
