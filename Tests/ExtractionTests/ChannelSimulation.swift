import DNSObservation
import DNSWire
import Extraction
import Findings
import NetworkTypes
import TestSupport

/// A channel whose messages a test makes up, and what comes back from them.
struct ChannelSimulation {
    static let client = IPAddress(v4: 0x0A35_0002)
    static let server = IPAddress(v4: 0x0A35_0035)
    private static let zone = "t.example.net"

    private let finding: Finding
    private var observations: [Observation] = []
    private var frame = 0

    init(tool: String? = nil, kind: FindingKind = .exfiltration, features: [String] = []) {
        finding = Finding(
            id: "0123456789abcdef",
            kind: kind,
            severity: .high,
            score: 80,
            title: "simulation",
            zone: Self.zone,
            registeredDomain: "example.net",
            zones: [Self.zone],
            tool: tool.map { ToolIdentification(name: $0, confidence: .certain, because: "") },
            clients: [
                ClientActivity(
                    address: Self.client,
                    queries: 0,
                    bytesUp: 0,
                    bytesDown: 0,
                    firstSeen: Timestamp(nanoseconds: 0),
                    lastSeen: Timestamp(nanoseconds: 0)
                )
            ],
            servers: [Self.server],
            firstSeen: Timestamp(nanoseconds: 0),
            lastSeen: Timestamp(nanoseconds: 0),
            queries: 0,
            responses: 0,
            distinctNames: 0,
            queryTypes: [],
            bytesUp: 0,
            bytesDown: 0,
            peakBytesPerSecond: 0,
            features: [],
            evidence: features.map {
                Evidence(feature: $0, value: 0, unit: "", threshold: 0, points: 0, statement: "")
            },
            samples: [],
            frames: FrameRange(first: 1, last: 1, count: 1),
            displayFilter: "",
            attack: [],
            nextSteps: []
        )
    }

    /// Asks for a name below the zone and gets answers, some time after what was asked before.
    mutating func ask(
        _ labels: [[UInt8]],
        type: RecordType = .a,
        answers: [(type: RecordType, octets: [UInt8])] = [],
        milliseconds: Int64 = 100
    ) {
        let suffix = ["t", "example", "net"].map { Array($0.utf8) }
        let name = (labels + suffix).flatMap { [UInt8($0.count)] + $0 }
        frame += 2
        let time = Timestamp(nanoseconds: Int64(frame) * milliseconds * 1_000_000)
        for isResponse in [false, true] {
            var observation = Observation(
                time: time,
                frame: isResponse ? frame : frame - 1,
                client: Endpoint(address: Self.client, port: 40_000),
                server: Endpoint(address: Self.server, port: 53)
            )
            observation.isResponse = isResponse
            observation.id = UInt16(truncatingIfNeeded: frame &* 7)
            observation.setQuestion(name: name, type: type)
            if isResponse {
                for answer in answers {
                    let start = observation.answerOctets.count
                    observation.answerOctets += answer.octets
                    observation.answers.append(
                        ObservedRecord(
                            type: answer.type,
                            timeToLive: 1,
                            octets: start..<observation.answerOctets.count
                        )
                    )
                }
            }
            observations.append(observation)
        }
    }

    /// Loses a share of the exchanges.
    mutating func lose(_ share: Double, using generator: inout SeededGenerator) {
        let lost = Set(
            observations.map(\.id).filter { _ in Double.random(in: 0..<1, using: &generator) < share / 2 }
        )
        observations.removeAll { lost.contains($0.id) }
    }

    /// Brings the messages into another order of the capture, their times unchanged.
    mutating func shuffle(using generator: inout SeededGenerator) {
        observations.shuffle(using: &generator)
    }

    /// What the channel carried.
    func contents() -> [RecoveredContent] {
        var recorder = ChannelRecorder([finding], limits: ExtractionLimits())
        for observation in observations { recorder.note(observation) }
        return recorder.contents().flatMap(\.contents)
    }
}
