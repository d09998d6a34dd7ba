import FoundationEssentials
import NetworkTypes
import PacketCapture
import PacketDecoding
import SwiftProtobuf

/// Reads the DNS messages in a file of dnstap as payloads that travelled between a client and a server.
///
/// Clients come from the frames of the side that is asked. The queries that a resolver sends to others for them show
/// the same event a second time. The reader reads these only where a stream has nothing else.
struct DnstapReader {
    private var stream: FrameStream
    private let input: Int
    private var upstream = UpstreamMessages()
    private var lastTime = Timestamp(nanoseconds: 0)

    /// - Parameters:
    ///   - file: A file of Frame Streams.
    ///   - input: The place of the capture among the scan's inputs, from 0.
    init(_ file: OpenedFile, input: Int) {
        stream = FrameStream(file)
        self.input = input
    }

    /// Reads the next frame.
    ///
    /// - Parameters:
    ///   - statistics: Takes the anomalies of the frame.
    ///   - deliver: Receives no, one or two messages: a response may have its query with it.
    /// - Returns: The frame, or `nil` at the end, when messages that were held back have been handed on.
    /// - Throws: As ``FrameStream/next()`` does, after handing on as well.
    mutating func next(
        _ statistics: inout LogStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) throws(CaptureError) -> LogRecord? {
        do throws(CaptureError) {
            while let event = try stream.next() {
                let place = FramePlace(input: input, frame: stream.frames)
                switch event {
                case .start(let isAfterStop):
                    if !isAfterStop { statistics.count(.streamNotStopped, place) }
                    upstream.finish(&statistics, deliver)
                case .damage:
                    statistics.count(.streamDamaged, place)
                case .oversized(let octets):
                    statistics.count(.frameOversized, place)
                    return LogRecord(number: place.frame, octets: octets, time: nil)
                case .frame(let octets):
                    let time = read(octets, place, &statistics, deliver)
                    return LogRecord(number: place.frame, octets: octets.count, time: time)
                }
            }
        } catch {
            upstream.finish(&statistics, deliver)
            throw error
        }
        upstream.finish(&statistics, deliver)
        if !stream.isStopped {
            statistics.count(.streamNotStopped, FramePlace(input: input, frame: stream.frames))
        }
        return nil
    }

    /// Reads one frame and gives its time, if it has one.
    private mutating func read(
        _ octets: [UInt8],
        _ place: FramePlace,
        _ statistics: inout LogStatistics,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) -> Timestamp? {
        let frame = try? DnstapFrame(serializedBytes: octets)
        guard let frame, frame.kind == 1, frame.hasMessage,
            let type = DnstapMessageType(rawValue: frame.message.type)
        else {
            statistics.count(frame == nil ? .frameUndecodable : .frameOfOtherKind, place)
            if stream.rewindToStart() { statistics.count(.streamDamaged, place) }
            return nil
        }
        let message = frame.message
        guard message.hasQueryOctets || message.hasResponseOctets else {
            statistics.count(.messageAbsent, place)
            return nil
        }
        let ends = Ends(message)
        if ends.isClientAbsent, !type.isUpstream { statistics.count(.clientAbsent, place) }
        if !message.hasSocketProtocol { statistics.count(.protocolAbsent, place) }
        let queryTime = message.hasQuerySeconds ? message.queryTime : nil
        let responseTime = message.hasResponseSeconds ? message.responseTime : nil
        if queryTime == nil, responseTime == nil { statistics.count(.timeAbsent, place) }
        let time = (type.isResponse ? responseTime ?? queryTime : queryTime ?? responseTime) ?? lastTime
        lastTime = time
        if message.hasQueryOctets {
            let payload = ends.payload(
                isResponse: false,
                queryTime ?? time,
                place,
                Array(message.queryOctets)
            )
            upstream.handle(payload, isUpstream: type.isUpstream, &statistics, deliver)
        }
        if message.hasResponseOctets {
            let payload = ends.payload(
                isResponse: true,
                responseTime ?? time,
                place,
                Array(message.responseOctets)
            )
            upstream.handle(payload, isUpstream: type.isUpstream, &statistics, deliver)
        }
        return time
    }
}

/// The roles of the two hosts on the way of a message.
///
/// Source: https://github.com/dnstap/dnstap.pb/blob/master/dnstap.proto
private enum DnstapMessageType: UInt32 {
    case authQuery = 1, authResponse, resolverQuery, resolverResponse, clientQuery, clientResponse,
        forwarderQuery,
        forwarderResponse, stubQuery, stubResponse, toolQuery, toolResponse, updateQuery, updateResponse

    var isResponse: Bool { rawValue.isMultiple(of: 2) }

    /// Whether the writer of the log asks, for clients of its own.
    var isUpstream: Bool {
        switch self {
        case .resolverQuery, .resolverResponse, .forwarderQuery, .forwarderResponse: true
        default: false
        }
    }
}

/// The hosts between which a message travelled, and its transport.
private struct Ends {
    let client: Endpoint
    let server: Endpoint
    let transport: TransportProtocol
    let isClientAbsent: Bool

    init(_ message: DnstapMessage) {
        let nobody = IPAddress(v4: 0)
        let client = IPAddress(octets: Array(message.queryAddress))
        isClientAbsent = client == nil
        self.client = Endpoint(
            address: client ?? nobody,
            port: UInt16(truncatingIfNeeded: message.queryPort)
        )
        let port = UInt16(truncatingIfNeeded: message.responsePort)
        let isPlain =
            message.hasSocketProtocol && 1...2 ~= message.socketProtocol && !Self.portsOfTLS.contains(port)
        self.server = Endpoint(
            address: IPAddress(octets: Array(message.responseAddress)) ?? nobody,
            // A tap sees the content of TLS, HTTPS or DNSCrypt: plain DNS, as if it had come to the port of that.
            port: isPlain && port != 0 ? port : DNSService.dns.port
        )
        transport = Self.protocolsOfTCP.contains(message.socketProtocol) ? .tcp : .udp
    }

    /// RFC 7858 §3.1 and RFC 8484 §5; BIND says TCP for both.
    private static let portsOfTLS: Set<UInt16> = [853, 443]
    /// TCP, DoT, DoH and DNSCrypt over TCP.
    private static let protocolsOfTCP: Set<UInt32> = [2, 3, 4, 6]

    func payload(
        isResponse: Bool,
        _ time: Timestamp,
        _ place: FramePlace,
        _ octets: [UInt8]
    ) -> UpstreamMessages.Message {
        let query = Flow(source: client, destination: server, transport: transport)
        let payload = DNSPayload(
            flow: isResponse ? query.reversed : query,
            time: time,
            place: place,
            service: .dns,
            contentHash: TableHash.hash(octets.span)
        )
        return UpstreamMessages.Message(payload: payload, octets: octets)
    }
}

extension DnstapMessage {
    fileprivate var queryTime: Timestamp { Timestamp(seconds: querySeconds, nanoseconds: queryNanoseconds) }
    fileprivate var responseTime: Timestamp {
        Timestamp(seconds: responseSeconds, nanoseconds: responseNanoseconds)
    }
}

extension Timestamp {
    /// A time since 1970; the last possible one stands for times that no clock shows.
    fileprivate init(seconds: UInt64, nanoseconds: UInt32) {
        let (whole, isTooLarge) = Int64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isBeyond) = whole.addingReportingOverflow(Int64(nanoseconds))
        self.init(nanoseconds: isTooLarge || isBeyond ? .max : sum)
    }
}
