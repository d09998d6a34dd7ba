import DNSObservation
import DNSWire
import Extraction
import Interruption
import NetworkTypes
import PacketCapture
import PacketDecoding
import PartialResults
import ResolverLogs
import ZoneProfiles

/// Reads captures once more, for the contents of the channels that were found in them.
///
/// A channel is known when all was read; keeping everything until then would take as much memory as the captures.
struct ContentPass: ~Copyable {
    private var decoder: FrameDecoder
    private var reader: RecordedMessageReader

    init(_ recorder: consuming ChannelRecorder, selection: ScanSelection, limits: ScanLimits) {
        decoder = FrameDecoder(limits: limits.reassembly, watchedAddresses: [])
        reader = RecordedMessageReader(recorder, selection: selection, capacity: limits.transactions)
    }

    /// Reads captures and logs to their ends, or as far as they can be read.
    mutating func read(_ reading: RepeatedReading) {
        var selection = reading.selection
        if let parts = reading.parts {
            for (input, pieces) in parts.captures.enumerated() {
                // The first reading has told of parts that cannot be read.
                for piece in pieces where Interruption.current == nil {
                    if piece.isLog {
                        if var log = try? ResolverLog(lending: piece.log, input: input) { read(&log) }
                        continue
                    }
                    try? piece.forEachPacket { packet in
                        decoder.decode(packet, input: input) { payload, octets in reader.read(payload, octets)
                        }
                    }
                }
            }
        }
        reading.forEachFile { file, input in
            if var log = try? ResolverLog(file, input: input) {
                read(&log)
                return
            }
            RepeatedReading.forEachFrame(of: file, in: &selection) { frame, octets in
                decoder.decode(frame, octets, input: input) { payload, octets in
                    reader.read(payload, octets)
                }
            }
        }
    }

    private mutating func read(_ log: inout ResolverLog) {
        // The first reading counted the frames and lines that cannot be read.
        var statistics = LogStatistics()
        var hasRecord = true
        while hasRecord, Interruption.current == nil {
            let record = try? log.next(
                &statistics,
                deliver: { payload, octets in
                    if reader.selection.takes(loggedAt: payload.time) { reader.read(payload, octets) }
                },
                observe: { observation in reader.read(observation) },
                hide: { _ in }
            )
            hasRecord = record != nil
        }
    }

    /// The contents of the channels.
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
    /// The name of its question, in wire format.
    private var name: [UInt8] = []
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
        guard mayConcern(payload.flow, octets) else { return }
        guard builder.observe(message, octets: octets, payload: payload) else { return }
        noteObservation()
    }

    /// Whether the message that was parsed last is part of a channel; all others stay unobserved.
    private mutating func mayConcern(_ flow: Flow, _ octets: Span<UInt8>) -> Bool {
        name.removeAll(keepingCapacity: true)
        message.questions.first?.name.appendWireOctets(in: octets, to: &name)
        let isResponse = message.header?.isResponse == true
        return recorder.mayConcern(
            name.span,
            of: PeerPair(
                client: isResponse ? flow.destination.address : flow.source.address,
                server: isResponse ? flow.source.address : flow.destination.address
            )
        )
    }

    /// Takes over the facts in a log about a message.
    mutating func read(_ observation: Observation) {
        guard selection.takes(observation) else { return }
        builder.take(observation)
        noteObservation()
    }

    private mutating func noteObservation() {
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
