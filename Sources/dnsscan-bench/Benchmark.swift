import ArgumentParser
import Glibc
import TestSupport

/// Measures what a message costs, beside programs in C that do less.
@main struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dnsscan-bench",
        abstract: "Measure the CPU time that dnsscan takes for a DNS message, beside yardsticks in C.",
        discussion: """
            All stages run in turn, several rounds over; the best round of each counts. Without a capture, one \
            of an office's ordinary DNS is made, the same every time.
            """
    )

    @Argument(help: "A capture in pcap format.")
    var capture: String?

    @Option(help: "How often each stage runs.")
    var rounds = 5

    @Option(help: "How many messages a capture has that is made.")
    var messages = 400_000

    @Option(help: "Only make a capture: \(Flood.allCases.map(\.rawValue).joined(separator: ", ")).")
    var make: Flood?

    @Option(name: .shortAndLong, help: "Where to write the capture that is made.")
    var output: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(help: "Exit with status 1 when the scan costs more than \(limitText).")
    var check = false

    /// The whole scan may cost so many times what counting names in C costs.
    ///
    /// Twice the ratio that was measured: enough for a busy machine, too little for a pass or an allocation more
    /// for each message.
    private static let limit = 36.0
    private static var limitText: String { "\(Int(limit)) times what counting names in C does" }

    func run() throws {
        let path = try capture ?? made(make ?? .office)
        if make != nil { return }
        defer { if capture == nil, output == nil { unsafe unlink(path) } }
        let figures = try Self.figures(of: path, rounds: max(1, rounds))
        print(json ? figures.json : figures.text)
        if check, figures.ratio(.scan, to: .countNamesInC) > Self.limit {
            print("The scan costs more than \(Self.limitText).")
            throw ExitCode(1)
        }
    }

    private func made(_ flood: Flood) throws -> String {
        let path = output ?? "/tmp/dnsscan-bench-\(getpid()).pcap"
        guard flood.write(messages: messages, to: path) else {
            throw ValidationError("\(path): cannot be written")
        }
        return path
    }

    private static func figures(of path: String, rounds: Int) throws -> Figures {
        var figures = Figures()
        for _ in 0..<rounds {
            for stage in Stage.allCases {
                var count: Int?
                let nanoseconds = CPUTime.measure { count = stage.run(path) }
                guard let count else { throw ValidationError("\(path): cannot be read, or has no DNS") }
                figures.note(stage, nanoseconds: nanoseconds, count: count)
            }
        }
        return figures
    }
}

extension Flood: ExpressibleByArgument {}
