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
    private var reader = MessageReader()
    private var summary = ScanSummary()

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
                decoder.decode(
                    octets,
                    linkType: frame.linkType.rawValue,
                    time: frame.time,
                    frame: frame.number,
                    originalLength: frame.originalLength
                ) { payload, octets in
                    reader.read(payload, octets, input: summary.inputs.count)
                }
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
        let lastInput = max(0, summary.inputs.count - 1)
        decoder.finish { payload, octets in
            reader.read(payload, octets, input: lastInput)
        }
        reader.read(decoder.statistics.nonDNSStreams, input: lastInput)
        reader.summarize(in: &summary)
        let coverage = reader.coverage(decoding: decoder.statistics)
        return Report(
            scan: summary,
            coverage: coverage,
            findings: analyzer.findings(in: reader.profiles, peers: reader.peers)
        )
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
}
