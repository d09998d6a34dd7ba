import NetworkTypes
import PacketCapture
import PacketDecoding

/// The rooms from frames to parsed messages, whose promises are checked.
///
/// Reading octets that somebody else chose is theirs; what comes behind them sees values. They take a tenth of the time of
/// a whole scan, most of which goes into making empty tables, judging and writing reports.
struct CheckedDecoding {
    private var decoder = FrameDecoder()
    /// Reused over all inputs, as the program reuses its message.
    private var message = MessageTarget()
    private var frames = 0
    private var payloads = 0

    /// Decodes frames of one capture.
    mutating func read(_ sequence: FrameSequence) {
        begin()
        for (frame, octets) in sequence.items { read(frame, octets.span) }
        finish()
    }

    /// Decodes the octets of a capture file.
    mutating func read(capture path: String) {
        begin()
        do throws(CaptureError) {
            var capture = try CaptureFile(path: path, expansionBound: CheckedScan.expansionBound)
            while try capture.nextFrame({ frame, octets in read(frame, octets) }) {}
        } catch {}  // what came before the fault was read
        finish()
    }

    private mutating func begin() {
        decoder = FrameDecoder()
        (frames, payloads) = (0, 0)
    }

    private mutating func read(_ frame: Frame, _ octets: Span<UInt8>) {
        precondition(frame.capturedLength == octets.count && frame.originalLength >= octets.count)
        frames += 1
        decoder.decode(
            octets,
            linkType: frame.linkType.rawValue,
            time: frame.time,
            frame: frame.number,
            originalLength: frame.originalLength
        ) { _, octets in
            payloads += 1
            message.run(octets)
        }
    }

    private mutating func finish() {
        decoder.finish { _, octets in
            payloads += 1
            message.run(octets)
        }
        let statistics = decoder.statistics
        precondition(statistics.packets == frames)
        precondition(statistics.udpPayloads + statistics.tcpPayloads == payloads)
        precondition(statistics.anomalies.values.allSatisfy { $0.count > 0 })
    }
}
