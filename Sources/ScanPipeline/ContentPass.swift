import DNSObservation
import DNSWire
import Extraction
import Interruption
import NetworkTypes
import PacketCapture
import PacketDecoding
import ZoneProfiles

/// Reads captures once more, for the contents of the channels that were found in them.
///
/// A channel is known when all was read; to keep everything until then would take as much memory as the captures.
struct ContentPass: ~Copyable {
    private var decoder: FrameDecoder
    private var reader: RecordedMessageReader

    init(_ recorder: consuming ChannelRecorder, selection: ScanSelection, limits: ScanLimits) {
        decoder = FrameDecoder(limits: limits.reassembly, watchedAddresses: [])
        reader = RecordedMessageReader(recorder, selection: selection, capacity: limits.transactions)
    }

    /// Reads one capture to its end, or as far as it can be read, which the first pass has told.
    ///
    /// - Parameters:
    ///   - path: A file.
    ///   - input: Which capture of the scan it is, from 0.
    mutating func read(_ path: String, input: Int) {
        guard var file = try? CaptureFile(path: path) else { return }
        while Interruption.current == nil {
            let hasFrame = try? file.nextFrame { frame, octets in
                guard reader.selection.takes(frame, octets) else { return }
                decoder.decode(
                    octets,
                    linkType: frame.linkType.rawValue,
                    time: frame.time,
                    frame: frame.number,
                    input: input,
                    originalLength: frame.originalLength
                ) { payload, octets in
                    reader.read(payload, octets)
                }
            }
            guard hasFrame == true else { return }
        }
    }

    /// What the channels carried.
    consuming func finish() -> [RecoveredChannel] {
        decoder.finish { payload, octets in
            reader.read(payload, octets)
        }
        return reader.recorder.contents()
    }
}

/// Parses payloads and hands their messages to a recorder.
private struct RecordedMessageReader {
    private var message = Message()
    private var builder = ObservationBuilder(keptTrailingOctets: 1 << 16)
    private var matcher: TransactionMatcher
    private(set) var recorder: ChannelRecorder
    var selection: ScanSelection

    init(_ recorder: ChannelRecorder, selection: ScanSelection, capacity: Int) {
        self.recorder = recorder
        self.selection = selection
        matcher = TransactionMatcher(capacity: capacity)
    }

    mutating func read(_ payload: DNSPayload, _ octets: Span<UInt8>) {
        do throws(WireError) {
            try message.parse(octets)
        } catch {
            guard MessageReader.isDNS(message) else {
                note(payload, octets)
                return
            }
        }
        guard selection.takes(message, octets, payload.flow) else { return }
        guard builder.observe(message, octets: octets, payload: payload) else { return }
        builder.pair(with: &matcher)
        builder.lend { observation in
            guard observation.isUnicast else { return }
            recorder.note(observation)
        }
    }

    private mutating func note(_ payload: DNSPayload, _ octets: Span<UInt8>) {
        guard payload.service == .dns, !payload.isUnusualPort else { return }
        let (pair, isFromClient) = MessageReader.pair(of: payload.flow)
        recorder.note(
            ChannelDatagram(
                time: payload.time,
                place: payload.place,
                client: pair.client,
                isFromClient: isFromClient,
                octets: Array(octetsOf: octets)
            ),
            of: pair
        )
    }
}
