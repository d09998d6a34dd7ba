/// The best time of each stage.
struct Figures {
    private var nanoseconds: [Stage: Int] = [:]
    private var messages = 0

    mutating func note(_ stage: Stage, nanoseconds time: Int, count: Int) {
        nanoseconds[stage] = min(nanoseconds[stage] ?? .max, time)
        if stage == .scan { messages = count }
    }

    /// Nanoseconds of CPU time for one message.
    func perMessage(_ stage: Stage) -> Double {
        Double(nanoseconds[stage] ?? 0) / Double(max(1, messages))
    }

    /// How many times as much one stage takes as another.
    func ratio(_ stage: Stage, to yardstick: Stage) -> Double {
        perMessage(stage) / max(0.1, perMessage(yardstick))
    }

    /// A table for people.
    var text: String {
        let head = "stage                       ns/message  of C read  of C count"
        let rows = Stage.allCases.map { stage in
            let numbers = [perMessage(stage), ratio(stage, to: .readInC), ratio(stage, to: .countNamesInC)]
            let cells = zip(numbers.map(Self.oneDecimal), [12, 11, 12]).map(Self.rightAligned)
            return stage.title + String(repeating: " ", count: 26 - stage.title.count) + cells.joined()
        }
        let rate = Self.oneDecimal(1_000 / perMessage(.scan))
        return ([head] + rows + ["\(messages) messages, \(rate) million a second"]).joined(separator: "\n")
    }

    /// One object for programs.
    var json: String {
        let stages = Stage.allCases.map { stage in
            """
            {"stage": "\(stage.rawValue)", "nanoseconds_per_message": \(Self.oneDecimal(perMessage(stage))), \
            "ratio_to_c_read": \(Self.oneDecimal(ratio(stage, to: .readInC))), \
            "ratio_to_c_count_names": \(Self.oneDecimal(ratio(stage, to: .countNamesInC)))}
            """
        }
        return "{\"messages\": \(messages), \"stages\": [\n  " + stages.joined(separator: ",\n  ") + "\n]}"
    }

    private static func oneDecimal(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func rightAligned(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
