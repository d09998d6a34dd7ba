/// The costs of all stages over one capture, round by round.
struct Figures {
    /// The scanned workload.
    let title: String
    private var rounds: [[Stage: Run]] = []
    private let counted: Run

    /// Runs each stage once in each round, in turn, and a scan that counts its allocations.
    ///
    /// - Returns: `nil` when the capture cannot be read, or has no DNS.
    init?(_ title: String, path: String, rounds count: Int, stages: [Stage] = Stage.allCases) {
        self.title = title
        for _ in 0..<count {
            var round: [Stage: Run] = [:]
            for stage in stages {
                guard let run = Run.inProcess(stage, path) else { return nil }
                round[stage] = run
            }
            rounds.append(round)
        }
        guard let counted = Run.inProcess(.scan, path, countsAllocations: true) else { return nil }
        self.counted = counted
    }

    var messages: Int { rounds.first?[.scan]?.count ?? 0 }
    var zones: Int { rounds.first?[.scan]?.zones ?? 0 }

    /// Allocations for each message of a first reading, and of a second one, which meets nothing new.
    var allocations: (first: Double, steady: Double) {
        // The second reading of the same messages has not added to the count of a scan that reads once.
        let messages = Double(max(1, messages))
        return (Double(counted.allocations) / messages, Double(counted.steadyAllocations) / messages)
    }

    /// The most memory of a scan, in bytes.
    var peak: Double { median { $0[.scan].map { Double($0.peak) } } }

    /// The memory that a scan needs for each registered domain beyond the memory for reading, in bytes.
    var bytesPerZone: Double {
        median { round in
            guard let scan = round[.scan], let read = round[.read] else { return nil }
            return Double(scan.peak - read.peak) / Double(max(1, zones))
        }
    }

    /// Nanoseconds for one message.
    func perMessage(_ stage: Stage, _ clock: KeyPath<Run, Int>) -> Double {
        median { $0[stage].map { Double($0[keyPath: clock]) } } / Double(max(1, messages))
    }

    /// The processor or clock time of one stage as a multiple of the processor time of another: the median of the
    /// rounds, in each of which both ran one soon after the other.
    func ratio(_ stage: Stage, _ clock: KeyPath<Run, Int> = \.cpu, to yardstick: Stage) -> Double {
        median { round in
            guard let run = round[stage], let other = round[yardstick] else { return nil }
            return Double(run[keyPath: clock]) / Double(max(1, other.cpu))
        }
    }

    private func median(_ value: ([Stage: Run]) -> Double?) -> Double {
        let values = rounds.compactMap(value).sorted()
        return values.isEmpty ? 0 : (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
    }
}

// MARK: - For people and programs

extension Figures {
    /// A table: A is the loop over libpcap, C the count of names.
    var text: String {
        let head = ["stage", "CPU ns/message", "of A", "of C", "wall of C"]
        let rows = Stage.allCases.map { stage in
            [
                stage.title, Decimal.text(perMessage(stage, \.cpu), 0),
                Decimal.text(ratio(stage, to: .readInC), 2),
                Decimal.text(ratio(stage, to: .countNamesInC), 2),
                Decimal.text(ratio(stage, \.wall, to: .countNamesInC), 2),
            ]
        }
        let lines = ([head] + rows).map { row in
            zip(row, [26, 16, 8, 8, 11]).enumerated().map { index, cell in
                let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
                return index == 0 ? cell.0 + padding : padding + cell.0
            }.joined()
        }
        let summary =
            "\(title): \(messages) messages, \(zones) zones; peak memory \(Decimal.text(peak / 0x1p20, 1)) MiB, "
            + "\(Decimal.text(bytesPerZone, 0)) bytes a zone; allocations a message \(Decimal.text(allocations.first, 3)), "
            + "read again \(Decimal.text(allocations.steady, 3))"
        return ([summary] + lines).joined(separator: "\n")
    }

    /// One object for programs.
    var json: String {
        let stages = Stage.allCases.map { stage in
            """
            {"stage": "\(stage.rawValue)", "cpu_nanoseconds_per_message": \(Decimal.text(perMessage(stage, \.cpu), 1)), \
            "wall_nanoseconds_per_message": \(Decimal.text(perMessage(stage, \.wall), 1)), \
            "ratio_to_c_read": \(Decimal.text(ratio(stage, to: .readInC), 3)), \
            "ratio_to_c_count_names": \(Decimal.text(ratio(stage, to: .countNamesInC), 3)), \
            "wall_ratio_to_c_count_names": \(Decimal.text(ratio(stage, \.wall, to: .countNamesInC), 3))}
            """
        }
        return """
            {"workload": "\(title)", "messages": \(messages), "zones": \(zones), "peak_bytes": \(Decimal.text(peak, 0)), \
            "bytes_per_zone": \(Decimal.text(bytesPerZone, 0)), \
            "allocations_per_message": \(Decimal.text(allocations.first, 4)), \
            "allocations_per_message_read_again": \(Decimal.text(allocations.steady, 4)), "stages": [
              \(stages.joined(separator: ",\n  "))
            ]}
            """
    }
}

/// Decimal numbers without a locale.
enum Decimal {
    static func text(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 0x1p53 else { return "0" }
        let whole = Int(scaled) / Int(scale)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let rest = String(Int(scaled) % Int(scale))
        return "\(sign)\(whole)." + String(repeating: "0", count: decimals - rest.count) + rest
    }
}
