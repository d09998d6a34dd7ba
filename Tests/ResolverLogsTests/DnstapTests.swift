import Foundation
import NetworkTypes
import ResolverLogs
import TestSupport
import Testing

/// What producers of dnstap really write.
@Suite struct DnstapTests {
    typealias Builder = DnstapBuilder
    private static let query = message("www.example.net", id: 7)
    private static let response = message("www.example.net", id: 7, isResponse: true)

    private static func read(_ messages: [UInt8]...) throws -> LogReading {
        try LogReading(Builder.stream(messages.map { Builder.dnstap($0) }))
    }

    /// A client's query and its response travel in opposite directions and have each their own time.
    @Test func aQueryAndItsResponseTravelBetweenClientAndServer() throws {
        let log = try Self.read(
            Builder.message(.clientQuery, Self.query, at: 100),
            Builder.message(.clientResponse, Self.response, at: 101)
        )
        #expect(log.messages.map(\.source) == ["192.0.2.1 4000", "192.0.2.53 53"])
        #expect(log.messages.map(\.destination) == ["192.0.2.53 53", "192.0.2.1 4000"])
        #expect(log.messages.map(\.nanoseconds) == [100_000_000_500, 101_000_000_500])
        #expect(log.messages.map(\.octets) == [Self.query, Self.response])
        #expect(log.anomalies.isEmpty)
    }

    /// BIND writes the query of a client that may not recurse as AUTH_QUERY, and its response as CLIENT_RESPONSE.
    @Test(arguments: [
        (Builder.Kind.authQuery, Builder.Kind.clientResponse), (.authQuery, .authResponse),
        (.stubQuery, .stubResponse), (.toolQuery, .toolResponse), (.updateQuery, .updateResponse),
    ])
    func everySideThatIsAskedHasClients(query: Builder.Kind, response: Builder.Kind) throws {
        let log = try Self.read(Builder.message(query, Self.query), Builder.message(response, Self.response))
        #expect(log.messages.map(\.octets) == [Self.query, Self.response])
    }

    /// BIND writes what it asks before the client's query, unbound asks for the root's servers before there is a client.
    @Test func whatAResolverAsksForAClientDoesNotCountTwice() throws {
        let log = try Self.read(
            Builder.message(.resolverQuery, Self.query),
            Builder.message(.resolverResponse, Self.response),
            Builder.message(.clientQuery, Self.query),
            Builder.message(.forwarderQuery, Self.query),
            Builder.message(.clientResponse, Self.response),
            Builder.message(.forwarderResponse, Self.response)
        )
        #expect(log.messages.map(\.frame) == [3, 5])
        #expect(log.anomalies == [.upstreamRepeated: 4])
    }

    /// PowerDNS Recursor 4.8 writes what it asks, and never for whom.
    @Test func aResolverWithoutClientsStandsForThem() throws {
        let log = try Self.read(
            Builder.message(.resolverQuery, Self.query),
            Builder.message(.resolverResponse, Self.response)
        )
        #expect(log.messages.map(\.frame) == [1, 2])
        #expect(log.anomalies == [.resolverForClients: 2])
    }

    /// Each stream of joined files is another writer's.
    @Test func aStreamWithClientsSaysNothingOfTheNext() throws {
        let first = Builder.stream([Builder.dnstap(Builder.message(.clientQuery, Self.query))])
        let second = Builder.stream([Builder.dnstap(Builder.message(.resolverQuery, Self.query))])
        let log = try LogReading(first + second)
        #expect(log.messages.map(\.frame) == [1, 2])
    }

    /// Nobody waits for a client for ever: what is held is bounded.
    @Test func manyMessagesWithoutAClientAreReadBeforeTheEnd() throws {
        let upstream = Builder.frame(Builder.dnstap(Builder.message(.resolverQuery, Self.query)))
        let client = Builder.frame(Builder.dnstap(Builder.message(.clientQuery, Self.query)))
        let log = try LogReading(
            Builder.start + [UInt8]((0..<5_000).map { _ in upstream }.joined()) + client + upstream
                + Builder.stop
        )
        #expect(log.messages.count == 5_001)
        #expect(log.anomalies == [.resolverForClients: 5_000, .upstreamRepeated: 1])
    }

    /// The description allows a response to bring its query.
    @Test func aResponseMayBringItsQuery() throws {
        let both =
            Builder.message(.clientResponse, Self.response, at: 9) + Builder.field(8, 8)
            + Builder.field(10, Self.query)
        let log = try Self.read(both)
        #expect(log.messages.map(\.octets) == [Self.query, Self.response])
        #expect(log.messages.map(\.nanoseconds) == [8_000_000_000, 9_000_000_500])
    }

    /// Inside of DoT, DoH and DoQ is plain DNS.
    ///
    /// unbound names no protocol for DoH; kresd and dnsdist do, BIND says TCP.
    @Test(
        arguments: [
            (protocolNumber: UInt64?.some(1), port: 53, TransportProtocol.udp, expected: 53),
            (2, 53, .tcp, 53),
            (1, 5_300, .udp, 5_300), (2, 853, .tcp, 53), (3, 853, .tcp, 53), (4, 8_443, .tcp, 53),
            (7, 853, .udp, 53), (nil, 443, .udp, 53),
        ]
    )
    func encryptedTransportsCarryPlainMessages(
        protocolNumber: UInt64?,
        port: Int,
        transport: TransportProtocol,
        expected: Int
    ) throws {
        let log = try Self.read(
            Builder.field(1, 5) + (protocolNumber.map { Builder.field(3, $0) } ?? [])
                + Builder.field(4, [192, 0, 2, 1])
                + Builder.field(5, [192, 0, 2, 53]) + Builder.field(6, 4_000) + Builder.field(7, UInt64(port))
                + Builder.field(8, 1) + Builder.field(10, Self.query)
        )
        #expect(log.messages.map(\.transport) == [transport])
        #expect(log.messages.map(\.destination) == ["192.0.2.53 \(expected)"])
        #expect(log.anomalies == (protocolNumber == nil ? [.protocolAbsent: 1] : [:]))
    }

    @Test func addressesOfBothFamiliesAreRead() throws {
        let address: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]
        let log = try Self.read(
            Builder.field(1, 5) + Builder.field(3, 1) + Builder.field(4, address) + Builder.field(6, 9)
                + Builder.field(8, 1) + Builder.field(10, Self.query)
        )
        #expect(log.messages.map(\.source) == ["2001:db8::1 9"])
    }

    // MARK: - What is missing or makes no sense

    @Test func whatAFrameDoesNotSayIsNamed() throws {
        let log = try LogReading(
            Builder.stream([
                [0xFF, 0xFF, 0xFF], Builder.dnstap(Builder.message(.clientQuery, Self.query), kind: 2),
                Builder.dnstap(Builder.field(1, 99) + Builder.field(10, Self.query)),
                Builder.dnstap(Builder.field(1, 5) + Builder.field(3, 1) + Builder.field(8, 1)),
                Builder.dnstap(Builder.field(1, 5) + Builder.field(3, 1) + Builder.field(10, Self.query)),
            ])
        )
        #expect(log.records.count == 5)
        #expect(log.messages.map(\.frame) == [5])
        #expect(
            log.anomalies == [
                .frameUndecodable: 1, .frameOfOtherKind: 2, .messageAbsent: 1, .clientAbsent: 1,
                .timeAbsent: 1,
            ]
        )
    }

    @Test(arguments: [UInt64.max, 1 << 63, 9_223_372_037])
    func timesBeyondAllClocksAreRead(second: UInt64) throws {
        let log = try Self.read(Builder.message(.clientQuery, Self.query, at: second))
        #expect(log.messages.map(\.nanoseconds) == [.max])
    }

    // MARK: - Against another reader

    /// All messages of clients in what BIND and unbound wrote, as dnstap_pb and fstrm of PyPI read them.
    @Test(
        .enabled(if: Consumer.has("dnstap_pb", "fstrm"), "dnstap_pb and fstrm are not installed"),
        arguments: ["bind_dnstap", "unbound_dnstap"]
    )
    func messagesOfClientsAreTheOnesThatAnotherReaderFinds(name: String) throws {
        let path = Repository.url("Fixtures/logs/\(name).dnstap.gz").path
        let expected = try Consumer.strings(Self.otherReader, input: path)
        let log = LogReading(path: path)
        let found = log.messages.map { message in
            "\(message.frame) \(message.source) \(message.destination) \(message.nanoseconds) "
                + message.octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        #expect(expected.count > 500)
        #expect(found == expected)
    }

    private static let otherReader = """
        import gzip, ipaddress, json, sys, dnstap_pb, fstrm
        codec = fstrm.FstrmCodec()
        codec.append(gzip.open(sys.stdin.read()).read())
        lines, number = [], 0
        while codec.process():
            control, _, payload = codec.decode()
            if control != fstrm.FSTRM_DATA_FRAME:
                continue
            number += 1
            frame = dnstap_pb.Dnstap()
            frame.ParseFromString(payload)
            m = frame.message
            if dnstap_pb.Message.Type.Name(m.type).startswith(("RESOLVER", "FORWARDER")):
                continue
            ends = [f"{ipaddress.ip_address(a)} {p}" for a, p in
                    [(m.query_address, m.query_port), (m.response_address, m.response_port)]]
            if m.HasField("query_message"):
                time = m.query_time_sec * 10**9 + m.query_time_nsec
                lines.append(f"{number} {ends[0]} {ends[1]} {time} {m.query_message.hex()}")
            else:
                time = m.response_time_sec * 10**9 + m.response_time_nsec
                lines.append(f"{number} {ends[1]} {ends[0]} {time} {m.response_message.hex()}")
        print(json.dumps(lines))
        """
}
