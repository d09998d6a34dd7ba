import DNSObservation
import DNSWire
import NetworkTypes
import ResolverLogs
import Testing

/// Logs of sensors and clouds, written after their published descriptions.
@Suite struct SensorLogTests {
    /// What an observation says, in one line.
    private static func text(_ observation: Observation) -> String {
        let ends = "\(observation.client.address) \(observation.server.address) \(observation.transport)"
        let name = "\(observation.name.presentation) \(observation.queryType?.description ?? "-")"
        let answers = observation.answers.map { record in
            "\(record.type) \(record.timeToLive) "
                + observation.answerOctets[record.octets].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
                .joined()
        }
        let time = observation.time.rfc3339(fractionDigits: 6)
        return observation.isResponse
            ? "\(time) \(ends) \(name) \(observation.responseCode) \(answers)" : "\(time) \(ends) \(name)"
    }

    /// Checks that query and response are paired, as the same transaction on the wire would be.
    private static func check(_ log: LogReading, _ expected: [String]) {
        #expect(log.observations.map(text) == expected)
        var matcher = TransactionMatcher()
        let roles = log.observations.map { matcher.role(of: $0) }
        let isPaired = roles.count == 2 && roles[0] == .query
        if case .response = roles.last, isPaired {} else { Issue.record("\(roles)") }
    }

    // MARK: - Zeek

    private static let zeekHeader = """
        #separator \\x09
        #set_separator\t,
        #empty_field\t(empty)
        #unset_field\t-
        #path\tdns
        #open\t2026-11-30-07-58-27
        #fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\tqclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\trejected
        #types\ttime\tstring\taddr\tport\taddr\tport\tenum\tcount\tinterval\tstring\tcount\tstring\tcount\tstring\tcount\tstring\tbool\tbool\tbool\tbool\tcount\tvector[string]\tvector[interval]\tbool

        """

    @Test func aTableOfZeekIsRead() throws {
        let log = try LogReading(
            text: Self.zeekHeader
                + "1796025507.693000\tCx\t192.0.2.1\t4000\t192.0.2.53\t53\tudp\t77\t0.250000\twww.example.net\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\thost.example.net,198.51.100.7\t300.000000,60.000000\tF\n"
        )
        #expect(log.format == .zeekTable)
        Self.check(
            log,
            [
                "2026-11-30T07:58:27.693000Z 192.0.2.1 192.0.2.53 udp www.example.net A",
                "2026-11-30T07:58:27.943000Z 192.0.2.1 192.0.2.53 udp www.example.net A NOERROR "
                    + #"["CNAME 300 04686f7374076578616d706c65036e657400", "A 60 c6336407"]"#,
            ]
        )
        #expect(log.observations.map(\.id) == [77, 77])
        #expect(log.anomalies[.letterCaseAbsent] == 1)
    }

    @Test func linesOfZeekThatSayLessAreRead() throws {
        let start = "1796025507.693000\tCx\t192.0.2.1\t4000\t192.0.2.53\t53\ttcp\t77\t"
        let log = try LogReading(
            text: Self.zeekHeader
                + start + "-\t\\x00\\xe4.example.net\t1\tC_INTERNET\t16\tTXT\t-\t-\tF\tF\tT\tF\t0\t-\t-\tF\n"
                + start + "-\t-\t-\t-\t-\t-\t0\tNOERROR\tF\tF\tT\tF\t0\t-\t-\tF\n"
                + "1796025507\tCx\t192.0.2.1\n"
                + start.replacing("192.0.2.1", with: "nobody")
                + "-\ta.b\t1\tC_INTERNET\t1\tA\t-\t-\tF\tF\tT\tF\t0\t-\t-\tF\n"
        )
        #expect(
            log.observations.map(\.queryName) == [
                [2, 0, 0xE4, 7] + Array("example".utf8) + [3] + Array("net".utf8)
            ]
        )
        #expect(log.anomalies[.lineUnreadable] == 2)
        #expect(log.firstFrames[.lineUnreadable] == 11)
    }

    /// The sample that SANS publishes of Zeek's JSON, with other names and addresses.
    @Test(arguments: ["1796025507.693000", "\"2026-11-30T07:58:27.693000Z\""])
    func linesOfJSONOfZeekAreRead(time: String) throws {
        let log = try LogReading(
            text: """
                {"ts":\(time),"uid":"CHFR","id.orig_h":"192.0.2.1","id.orig_p":58506,"id.resp_h":"192.0.2.53","id.resp_p":53,"proto":"udp","trans_id":50763,"rtt":0.5,"query":"www.example.net","qclass":1,"qclass_name":"C_INTERNET","qtype":16,"qtype_name":"TXT","rcode":0,"rcode_name":"NOERROR","AA":false,"TC":false,"RD":true,"RA":true,"Z":0,"answers":["TXT 3 abc"],"TTLs":[3600.0],"rejected":false}
                """
        )
        #expect(log.format == .zeekJSON)
        Self.check(
            log,
            [
                "2026-11-30T07:58:27.693000Z 192.0.2.1 192.0.2.53 udp www.example.net TXT",
                "2026-11-30T07:58:28.193000Z 192.0.2.1 192.0.2.53 udp www.example.net TXT NOERROR [\"TXT 3600 03616263\"]",
            ]
        )
    }

    // MARK: - Suricata

    private static func eve(_ source: Int, _ destination: Int, _ dns: String) -> String {
        """
        {"timestamp":"2026-11-30T08:58:27.693000+0100","flow_id":1,"event_type":"dns","src_ip":"192.0.2.\(source)","src_port":\(source == 1 ? 4000 : 53),"dest_ip":"192.0.2.\(destination)","dest_port":\(destination == 1 ? 4000 : 53),"proto":"UDP","dns":\(dns)}

        """
    }

    /// Up to version 2 the source of a response is the client, since version 3 the server.
    @Test(arguments: [
        [
            eve(1, 53, #"{"type":"query","id":9,"rrname":"www.example.net","rrtype":"A","tx_id":0}"#),
            eve(
                1,
                53,
                #"{"type":"answer","id":9,"rcode":"NOERROR","rrname":"www.example.net","rrtype":"A","ttl":60,"rdata":"198.51.100.7"}"#
            ),
        ],
        [
            eve(
                1,
                53,
                #"{"version":2,"type":"query","id":9,"rrname":"www.example.net","rrtype":"A","tx_id":0}"#
            ),
            eve(
                1,
                53,
                #"{"version":2,"type":"answer","id":9,"flags":"8180","qr":true,"rrname":"www.example.net","rrtype":"A","rcode":"NOERROR","answers":[{"rrname":"www.example.net","rrtype":"A","ttl":60,"rdata":"198.51.100.7"}]}"#
            ),
        ],
        [
            eve(
                1,
                53,
                #"{"version":3,"type":"request","tx_id":0,"id":9,"flags":"100","rd":true,"opcode":0,"rcode":"NOERROR","queries":[{"rrname":"www.example.net","rrtype":"A"}]}"#
            ),
            eve(
                53,
                1,
                #"{"version":3,"type":"response","tx_id":1,"id":9,"flags":"8180","qr":true,"rcode":"NOERROR","queries":[{"rrname":"www.example.net","rrtype":"A"}],"answers":[{"rrname":"www.example.net","rrtype":"A","ttl":60,"rdata":"198.51.100.7"}]}"#
            ),
        ],
    ])
    func eventsOfSuricataAreRead(lines: [String]) throws {
        let log = try LogReading(text: lines.joined())
        #expect(log.format == .suricataEVE)
        Self.check(
            log,
            [
                "2026-11-30T07:58:27.693000Z 192.0.2.1 192.0.2.53 udp www.example.net A",
                "2026-11-30T07:58:27.693000Z 192.0.2.1 192.0.2.53 udp www.example.net A NOERROR [\"A 60 c6336407\"]",
            ]
        )
    }

    /// Version 1 writes an event for each record: only the first is the response.
    @Test func recordsOfOneResponseCountOnce() throws {
        let answer =
            #"{"type":"answer","id":9,"rcode":"NOERROR","rrname":"a.b","rrtype":"A","ttl":60,"rdata":"198.51.100."#
        let log = try LogReading(
            text: Self.eve(1, 53, #"{"type":"query","id":9,"rrname":"a.b","rrtype":"A"}"#)
                + Self.eve(1, 53, answer + "7\"}") + Self.eve(1, 53, answer + "8\"}")
        )
        var matcher = TransactionMatcher()
        let roles = log.observations.map { matcher.role(of: $0) }
        #expect(roles == [.query, .response(delay: 0), .retransmission])
    }

    @Test func otherEventsOfSuricataAreCounted() throws {
        let log = try LogReading(
            text: #"{"timestamp":"2026-11-30T08:58:27.693000+0100","event_type":"stats","stats":{}}"# + "\n"
                + Self.eve(
                    1,
                    53,
                    #"{"version":2,"type":"answer","id":9,"rrname":"\\xff\\x2e.b","rrtype":"NULL","rcode":"NOERROR","grouped":{"TXT":["x"],"SOA":[{"serial":1}]}}"#
                )
                + "{\"timestamp\":\n"
        )
        #expect(log.format == .suricataEVE)
        #expect(log.observations.map(\.queryName) == [[2, 0xFF, 0x2E, 1, 0x62]])
        #expect(log.observations.first?.answers.map(\.type) == [.txt])
        #expect(log.anomalies[.lineOfOtherKind] == 1 && log.anomalies[.lineUnreadable] == 1)
    }

    // MARK: - Clouds

    @Test func linesOfRoute53ResolverAreRead() throws {
        let log = try LogReading(
            text: #"""
                {"version":"1.100000","account_id":"111122223333","region":"us-east-1","vpc_id":"vpc-7example","query_timestamp":"2026-11-30T07:58:27Z","query_name":"\\052.example.net.","query_type":"MX","query_class":"IN","rcode":"NOERROR","answers":[{"Rdata":"10 mail.example.net.","Type":"MX","Class":"IN"},{"Rdata":"\"a b\"","Type":"TXT","Class":"IN"}],"srcaddr":"192.0.2.1","srcport":"56067","transport":"UDP","srcids":{"instance":"i-0example"}}
                """#
        )
        #expect(log.format == .route53Resolver)
        Self.check(
            log,
            [
                "2026-11-30T07:58:27.000000Z 192.0.2.1 0.0.0.0 udp *.example.net MX",
                "2026-11-30T07:58:27.000000Z 192.0.2.1 0.0.0.0 udp *.example.net MX NOERROR "
                    + #"["MX 0 000a046d61696c076578616d706c65036e657400", "TXT 0 03612062"]"#,
            ]
        )
        #expect(log.observations.first?.client.port == 56_067)
    }

    @Test func entriesOfCloudDNSAreRead() throws {
        let log = try LogReading(
            text: #"""
                {"insertId":"1","jsonPayload":{"authAnswer":false,"protocol":"UDP","queryName":"www.example.net.","queryType":"A","rdata":"www.example.net.\t300\tIN\tcname\thost.example.net.\nhost.example.net.\t60\tIN\ta\t198.51.100.7","responseCode":"NOERROR","serverLatency":1,"sourceIP":"192.0.2.1","vmInstanceName":"vm"},"logName":"projects/p/logs/dns.googleapis.com%2Fdns_queries","resource":{"type":"dns_query"},"timestamp":"2026-11-30T07:58:27.693000123Z"}
                {"insertId":"2","textPayload":"other"}
                {"insertId":"3","jsonPayload":{"queryName":"www.example.net.","queryType":"A"}}
                """#
        )
        #expect(log.format == .cloudDNS)
        Self.check(
            log,
            [
                "2026-11-30T07:58:27.693000Z 192.0.2.1 0.0.0.0 udp www.example.net A",
                "2026-11-30T07:58:27.693000Z 192.0.2.1 0.0.0.0 udp www.example.net A NOERROR "
                    + #"["CNAME 300 04686f7374076578616d706c65036e657400", "A 60 c6336407"]"#,
            ]
        )
        #expect(log.anomalies[.lineOfOtherKind] == 1 && log.anomalies[.lineUnreadable] == 1)
    }
}
