import DNSObservation
import Findings
import NetworkTypes
import ScanPipeline
import Testing
import ZoneProfiles

/// Where a capture was taken, by who asks whom.
@Suite struct CaptureVantageTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Last octets of client and server, RD, and how many messages.
        let messages: [(client: UInt32, server: UInt32, isRecursive: Bool, count: Int)]
        let position: CapturePoint.Position?
    }

    @Test(arguments: [
        Row(testDescription: "a stub and its resolver", messages: [(1, 53, true, 20)], position: .client),
        Row(
            testDescription: "a stub with two resolvers",
            messages: [(1, 53, true, 9), (1, 54, true, 9)],
            position: .client
        ),
        Row(testDescription: "a resolver on the same host", messages: [(1, 1, true, 20)], position: .client),
        Row(
            testDescription: "several stubs",
            messages: [(1, 53, true, 9), (2, 53, true, 9)],
            position: .resolver
        ),
        Row(
            testDescription: "a forwarder between",
            messages: [(1, 53, true, 9), (2, 53, true, 9), (53, 99, true, 9)],
            position: .forwarder
        ),
        Row(
            testDescription: "a resolver on its way down",
            messages: [(53, 101, false, 4), (53, 102, false, 4), (53, 103, false, 4)],
            position: .resolverUpstream
        ),
        Row(
            testDescription: "a server of zones",
            messages: [(1, 53, false, 4), (2, 53, false, 4), (3, 53, false, 4)],
            position: .authoritative
        ),
        Row(
            testDescription: "both sides of a resolver",
            messages: [(1, 53, true, 9), (53, 101, false, 3), (53, 102, false, 3)],
            position: .mixed
        ),
        Row(
            testDescription: "an administrator's queries beside",
            messages: [(1, 53, true, 20), (1, 99, false, 2)],
            position: .client
        ),
        Row(testDescription: "too few", messages: [(1, 53, true, 4)], position: nil),
        Row(testDescription: "nothing", messages: [], position: nil),
    ])
    func tellsThePosition(_ row: Row) {
        var peers = PeerTable()
        for (client, server, isRecursive, count) in row.messages {
            for number in 0..<count {
                var observation = Observation(
                    time: Timestamp(nanoseconds: 0),
                    frame: 1,
                    client: Endpoint(address: IPAddress(v4: client), port: 4000),
                    server: Endpoint(address: IPAddress(v4: server), port: 53)
                )
                observation.recursionDesired = isRecursive
                observation.isResponse = number % 2 == 1
                peers.note(observation)
            }
        }
        #expect(CaptureVantage(peers).capturePoint?.position == row.position)
    }

    /// A server that does not repeat RD, as some tunnels' do, is no sign of a resolver's own asking.
    @Test(arguments: [(true, CapturePoint.Position.client), (false, .resolverUpstream)])
    func responsesTellOnlyWithoutQueries(hasQueries: Bool, position: CapturePoint.Position) {
        var peers = PeerTable()
        for number in 0..<20 where hasQueries || number % 2 == 1 {
            var observation = Observation(
                time: Timestamp(nanoseconds: 0),
                frame: 1,
                client: Endpoint(address: IPAddress(v4: 1), port: 4000),
                server: Endpoint(address: IPAddress(v4: 2), port: 53)
            )
            observation.isResponse = number % 2 == 1
            observation.recursionDesired = !observation.isResponse
            peers.note(observation)
        }
        #expect(CaptureVantage(peers).capturePoint?.position == position)
    }

    @Test func saysWhy() {
        var peers = PeerTable()
        for server in UInt32(1)...40 {
            peers.note(
                Observation(
                    time: Timestamp(nanoseconds: 0),
                    frame: 1,
                    client: Endpoint(address: IPAddress(v4: 99), port: 4000),
                    server: Endpoint(address: IPAddress(v4: server), port: 53)
                )
            )
        }
        #expect(
            CaptureVantage(peers).capturePoint?.because
                == "1 host asks 40 servers without asking for recursion."
        )
    }
}
