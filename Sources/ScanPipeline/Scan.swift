import DNSObservation
import DNSWire
package import Findings
import NetworkTypes
import PacketCapture
import PacketDecoding
package import TunnelDetection

/// Sends captures through all rooms: frames, payloads, messages, observations, profiles, findings.
///
/// Several captures are one timeline: what waits for its other half at the end of one, such as a TCP stream,
/// may find it in the next. Memory does not depend on the captures' lengths.
package struct Scan: ~Copyable {
    private let analyzer: TunnelAnalyzer
    private var decoder = FrameDecoder()
    private var message = Message()
    private var builder = ObservationBuilder()
    private var matcher = TransactionMatcher()
    private var profiles = ProfileTable()
    private var summary = ScanSummary()
    private var counts = CoverageCounts()

    /// How many packets pass between two calls for progress.
    private static let progressInterval = 4_096

    package init(analyzer: TunnelAnalyzer = TunnelAnalyzer()) {
        self.analyzer = analyzer
    }

    /// Reads one capture to its end.
    ///
    /// - Parameters:
    ///   - path: A file or FIFO; `-` is standard input.
    ///   - progress: Receives the captured bytes so far of all packets, every few thousand packets.
    /// - Returns: What a user should hear of, or `nil` when all went well.
    package mutating func read(_ path: String, progress: (Int) -> Void = { _ in }) -> Diagnostic? {
        var input = InputSummary(path: path)
        defer { summary.inputs.append(input) }
        do throws(CaptureError) {
            var file = try CaptureFile(path: path)
            input.format = file.format.rawValue
            input.compression = file.compression?.rawValue
            while try file.nextFrame({ frame, octets in
                note(frame, in: &input)
                read(frame, octets)
            }) {
                if input.packets.isMultiple(of: Self.progressInterval) { progress(input.bytes) }
            }
            return nil
        } catch {
            input.isTruncated = error.isTruncation
            return Diagnostic(path: path, message: error.description, isError: !error.isTruncation)
        }
    }

    /// Judges everything that was read.
    package consuming func finish() -> Report {
        decoder.finish()
        summary.zones = profiles.zones.count
        summary.clients = profiles.clients.count
        let coverage = counts.coverage(
            summary: summary,
            decoding: decoder.statistics,
            evictedTransactions: matcher.evictedCount,
            profiles: profiles
        )
        return Report(scan: summary, coverage: coverage, findings: analyzer.findings(in: profiles))
    }

    private mutating func note(_ frame: Frame, in input: inout InputSummary) {
        summary.packets += 1
        input.packets += 1
        input.bytes += frame.capturedLength
        if input.packets == 1 {
            input.linkTypes = [frame.linkType.name]
            input.firstPacket = frame.time
            input.lastPacket = frame.time
        }
        input.firstPacket = min(input.firstPacket ?? frame.time, frame.time)
        input.lastPacket = max(input.lastPacket ?? frame.time, frame.time)
        if !frame.time.nanoseconds.isMultiple(of: 1_000) { summary.fractionDigits = 9 }
    }

    private mutating func read(_ frame: Frame, _ octets: Span<UInt8>) {
        decoder.decode(
            octets,
            linkType: frame.linkType.rawValue,
            time: frame.time,
            frame: frame.number,
            originalLength: frame.originalLength
        ) { payload, octets in
            read(payload, octets)
        }
    }

    private mutating func read(_ payload: DNSPayload, _ octets: Span<UInt8>) {
        do throws(WireError) {
            try message.parse(octets)
            counts.inspected += 1
        } catch {
            guard let header = message.header, Self.isDNS(message, header) else {
                counts.noteNonDNS(payload)
                return
            }
            counts.noteMalformed(payload)
        }
        counts.note(message.anomalies, payload)
        guard
            let observation = builder.observe(message, octets: octets, payload: payload, input: summary.inputs.count)
        else { return }
        summary.dnsMessages += 1
        if observation.isResponse { summary.responses += 1 } else { summary.queries += 1 }
        guard observation.isUnicast else { return }
        profiles.note(observation, role: matcher.role(of: observation))
    }

    /// Whether a message that ended in an error was one at all: its header is lawful and its first question
    /// was readable, or it announced none.
    private static func isDNS(_ message: borrowing Message, _ header: Header) -> Bool {
        guard header.opcode.isRegistered, !header.reservedBit else { return false }
        guard let question = message.questions.first else { return header.questionCount == 0 && header.isResponse }
        return question.recordClass.isRegistered
    }
}
