import ArgumentParser
import Glibc
import TestSupport

/// Measures the cost of a message, beside programs in C that do less.
@main struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dnsscan-bench",
        abstract: "Measure the time and memory that dnsscan takes for a DNS message, beside yardsticks in C.",
        discussion: """
            All stages run in turn, each in a process of its own, several rounds over. A is a bare loop over libpcap; C \
            takes Ethernet, IP, UDP and DNS apart and counts names. Times are medians of the rounds, ratios medians of each \
            round's ratio. Without a capture, the workloads are made, the same every time.
            """
    )

    @Argument(help: "A capture in pcap format.")
    var capture: String?

    @Option(help: "A workload that is made, repeatable: \(Workload.names); all of them when none is named.")
    var workload: [Workload] = []

    @Option(help: "How often each stage runs.")
    var rounds = 3

    @Option(help: "How many messages a capture has that is made; each workload has a number of its own.")
    var messages: Int?

    @Option(help: "Makes other traffic of the same kind.")
    var seed: UInt64 = 20_260_601

    @Option(name: .shortAndLong, help: "Only make the capture of the one workload or flood, in this file.")
    var output: String?

    @Option(
        help:
            "Only with --output, a flood in place of a workload: \(Flood.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var flood: Flood?

    @Flag(help: "Print a JSON array.")
    var json = false

    @Option(help: "Write a chart of time and memory of a scan over the sizes, as SVG.")
    var chart: String?

    @Option(help: "Millions of messages of the chart, with commas.")
    var sizes = "1,5,20"

    @Flag(help: "Measure small workloads, and exit with status 1 where one costs more than it may.")
    var check = false

    @Option(name: .customLong("run"), help: .hidden) var stage: Stage?
    @Flag(help: .hidden) var allocations = false

    func run() throws {
        if let stage {
            guard let capture, let run = Run(stage, capture, countsAllocations: allocations) else {
                throw ExitCode(1)
            }
            return print(run.line)
        }
        if let output { return try make(output) }
        if let chart { return try draw(to: chart) }
        if check { return try compareWithLimits() }
        if let capture {
            return show([try figures(capture, path: capture, rounds: max(1, rounds))])
        }
        let workloads = workload.isEmpty ? Workload.allCases : workload
        show(
            try workloads.map { workload in
                try measure(workload, messages: messages ?? workload.messages, rounds: max(1, rounds))
            }
        )
    }

    private func show(_ figures: [Figures]) {
        print(
            json
                ? "[" + figures.map(\.json).joined(separator: ",\n") + "]"
                : figures.map(\.text).joined(separator: "\n\n")
        )
    }

    private func make(_ output: String) throws {
        let isWritten: Bool
        if let flood {
            isWritten = flood.write(messages: messages ?? 400_000, to: output)
        } else {
            guard workload.count == 1, let workload = workload.first else {
                throw ValidationError("--output wants one --workload or one --flood.")
            }
            isWritten = workload.write(messages: messages ?? workload.messages, to: output, seed: seed)
        }
        guard isWritten else { throw ValidationError("\(output): cannot be written") }
    }

    private func draw(to path: String) throws {
        let workload = workload.first ?? .dense
        let millions = sizes.split(separator: ",").compactMap { Double($0) }.sorted()
        guard !millions.isEmpty else { throw ValidationError("--sizes wants numbers with commas.") }
        let points = try millions.map { size in
            try withCapture(workload, messages: Int(size * 1e6)) { path in
                guard let run = Run.inProcess(.scan, path) else { throw Self.unreadable(path) }
                return (messages: run.count, cpu: Double(run.cpu) / 1e9, mebibytes: Double(run.peak) / 0x1p20)
            }
        }
        let chart = Chart(title: "dnsscan: \(workload.rawValue)", points: points)
        print(chart.text)
        guard chart.write(to: path) else { throw ValidationError("\(path): cannot be written") }
    }

    private func compareWithLimits() throws {
        var isMet = true
        for limit in Limit.all {
            let figures = try measure(
                limit.workload,
                messages: limit.messages,
                rounds: max(5, rounds),
                stages: [limit.yardstick, .scan]
            )
            let ratio = figures.ratio(.scan, to: limit.yardstick)
            let allocations = figures.allocations.steady
            print(
                "\(limit.workload.rawValue): \(Decimal.text(ratio, 2)) of \(limit.yardstick.rawValue), at most "
                    + "\(Decimal.text(limit.ratio, 1)); \(Decimal.text(allocations, 3)) allocations a message when read again, "
                    + "at most \(Decimal.text(limit.allocations, 2))"
            )
            if ratio > limit.ratio || allocations > limit.allocations { isMet = false }
        }
        guard isMet else {
            print("The scan costs more than it may.")
            throw ExitCode(1)
        }
    }

    // MARK: Captures

    private func measure(
        _ workload: Workload,
        messages: Int,
        rounds: Int,
        stages: [Stage] = Stage.allCases
    ) throws -> Figures {
        try withCapture(workload, messages: messages) { path in
            try figures(workload.rawValue, path: path, rounds: rounds, stages: stages)
        }
    }

    private func figures(
        _ title: String,
        path: String,
        rounds: Int,
        stages: [Stage] = Stage.allCases
    ) throws -> Figures {
        guard let figures = Figures(title, path: path, rounds: rounds, stages: stages) else {
            throw Self.unreadable(path)
        }
        return figures
    }

    private func withCapture<Result>(
        _ workload: Workload,
        messages: Int,
        _ body: (String) throws -> Result
    ) throws -> Result {
        let path = "/tmp/dnsscan-bench-\(getpid()).pcap"
        defer { unsafe unlink(path) }
        guard workload.write(messages: messages, to: path, seed: seed) else {
            throw ValidationError("\(path): cannot be written")
        }
        return try body(path)
    }

    private static func unreadable(_ path: String) -> ValidationError {
        ValidationError("\(path): cannot be read, or has no DNS")
    }
}

/// The most that a scan of a small workload may cost.
private struct Limit {
    let workload: Workload
    let messages: Int
    let yardstick: Stage
    /// Half as much again as was measured: enough for a busy machine, too little for a pass more over each message.
    let ratio: Double
    /// For each message of a second reading.
    let allocations: Double

    static let all = [
        // Measured: 71 and 0.81.
        Limit(
            workload: .dense,
            messages: 100_000,
            yardstick: .countNamesInC,
            ratio: 107,
            allocations: 1.2
        ),
        // Measured: 76 and 0.35.
        Limit(
            workload: .days,
            messages: 100_000,
            yardstick: .countNamesInC,
            ratio: 114,
            allocations: 0.52
        ),
    ]
}

extension Flood: ExpressibleByArgument {}
extension Stage: ExpressibleByArgument {}
extension Workload: ExpressibleByArgument {
    fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
