import DNSObservation
import DNSWire
import Foundation
import NetworkTypes
import ResolverLogs
import TestSupport
import Testing

/// Lines as the producers write them.
@Suite struct TextLogTests {
    // MARK: - BIND

    @Test(arguments: [
        // With everything, as `print-time iso8601-utc`, `print-category` and `print-severity` have it.
        "2026-11-30T07:58:27.693Z queries: info: client @0x7f28 192.0.2.1#60444 (a.example.net): query: a.example.net IN TXT +E(0) (192.0.2.53)",
        "30-Nov-2026 07:58:27.693 client 192.0.2.1#60444 (a.example.net): view inside: query: a.example.net IN TXT +E(0)K (192.0.2.53)",
        "30-Nov-2026 07:58:27.693 client 192.0.2.1#60444: query: a.example.net IN TXT + (192.0.2.53)",
        "2026-11-30T08:58:27.693+01:00 host named[12]: client @0x1 192.0.2.1#60444/key k (a.example.net): query: a.example.net IN TXT +SE(0) (192.0.2.53) [ECS 198.51.100.0/24/0]",
    ])
    func aQueryOfBINDIsRead(line: String) throws {
        let log = try LogReading(text: line)
        #expect(log.format == .bindQueryLog)
        let query = try #require(log.observations.first)
        #expect(query.time.rfc3339(fractionDigits: 3) == "2026-11-30T07:58:27.693Z")
        #expect("\(query.client.address) \(query.client.port)" == "192.0.2.1 60444")
        #expect("\(query.server.address) \(query.server.port)" == "192.0.2.53 53")
        #expect(query.name.presentation == "a.example.net")
        #expect(query.queryType == .txt)
        #expect(query.recursionDesired && !query.isResponse && query.transport == .udp)
    }

    @Test func flagsClassesAndEscapesOfBINDAreRead() throws {
        let log = try LogReading(
            text:
                #"client 2001:db8::1%eth0#5 (nul.a\000b\032.t): query: nul.a\000b\032\.\228.t CH TYPE65399 -E(0)TK (2001:db8::53)"#
        )
        let query = try #require(log.observations.first)
        #expect(query.name.octets == [3] + Array("nul".utf8) + [6, 0x61, 0, 0x62, 0x20, 0x2E, 0xE4, 1, 0x74])
        #expect(query.queryClass == .ch)
        #expect(query.queryType?.rawValue == 65_399)
        #expect(query.transport == .tcp && !query.recursionDesired)
        #expect(query.client.address.description == "2001:db8::1")
        #expect(log.anomalies[.timeAbsent] == 1)
    }

    /// Lines of other categories stand between queries; a line that should be one and is none is counted.
    @Test func otherAndUnreadableLinesOfBINDAreCounted() throws {
        let log = try LogReading(
            text: """
                client 192.0.2.1#1 (a.b): query: a.b IN A + (192.0.2.53)
                query-errors: info: client 192.0.2.1#1 (a.b): query failed (SERVFAIL) for a.b/IN/A at query.c:6426
                client 192.0.2.1#1 (a.b): query: a..b IN A + (192.0.2.53)
                client 192.0.2.1#1 (a.b): query: a.b IN A
                client 192.0.2#1 (a.b): query: a.b IN A + (192.0.2.53)
                running
                """
        )
        #expect(log.observations.count == 1)
        #expect(log.anomalies[.lineUnreadable] == 3)
        #expect(log.anomalies[.lineOfOtherKind] == 2)
        #expect(log.firstFrames[.lineUnreadable] == 3)
        #expect(log.records.map(\.number) == Array(1...6))
    }

    // MARK: - unbound

    @Test(arguments: [
        "[1796025551] unbound[7827:0] info: ", "[1796025551] unbound[7827:0] query: ",
        "2026-11-30T07:59:11Z host unbound[7827]: [7827:0] info: ",
    ])
    func aQueryAndItsReplyOfUnboundArePaired(prefix: String) throws {
        let log = try LogReading(
            text: """
                [1796025549] unbound[7827:0] info: start of service (unbound 1.17.1).
                \(prefix)192.0.2.1 a.example.net. AAAA IN
                \(prefix.replacing("query:", with: "reply:"))192.0.2.1 a.example.net. AAAA IN NXDOMAIN 0.000414 0 66
                """
        )
        #expect(log.format == .unboundLog)
        #expect(log.observations.map(\.isResponse) == [false, true])
        #expect(log.observations.allSatisfy { $0.time.nanoseconds == 1_796_025_551_000_000_000 })
        #expect(log.observations.map(\.responseCode) == [.noError, .nxDomain])
        #expect(log.observations[1].messageLength == 66)
        var matcher = TransactionMatcher()
        #expect(log.observations.map { matcher.role(of: $0) } == [.query, .response(delay: 0)])
    }

    /// `log-time-ascii` has no year, which goes on where December ends.
    @Test func timesWithoutYearGoOn() throws {
        let log = try LogReading(
            text: """
                Dec 31 23:59:59 unbound[1:0] info: 192.0.2.1 a.b. A IN
                Jan  1 00:00:01 unbound[1:0] info: 192.0.2.1 a.b. A IN
                """
        )
        #expect(
            log.observations.map { $0.time.rfc3339(fractionDigits: 0) } == [
                "2000-12-31T23:59:59Z", "2001-01-01T00:00:01Z",
            ]
        )
        #expect(log.anomalies[.yearAbsent] == 2)
    }

    @Test func whatUnboundHidesIsNamed() throws {
        let log = try LogReading(
            text: """
                [1796025551] unbound[1:0] info: 192.0.2.1 a?b.t.example.net. NULL IN
                [1796025551] unbound[1:0] info: 192.0.2.1 a?b.t.example.& NULL IN
                [1796025551] unbound[1:0] reply: 192.0.2.66 null TYPE0 CLASS0 REFUSED 0.000000 1 12
                [1796025551] unbound[1:0] reply: 192.0.2.1 - - - FORMERR - - - 
                """
        )
        #expect(log.observations.count == 2)
        #expect(log.hidden.map(\.place.frame) == [1, 2])
        #expect(log.anomalies[.nameMasked] == 1 && log.anomalies[.nameCutOff] == 1)
    }

    // MARK: - dnsmasq

    @Test(arguments: ["", "12 192.0.2.1/4711 "])
    func aQueryOfDnsmasqIsRead(extra: String) throws {
        let log = try LogReading(
            text: """
                Nov 30 07:51:32 dnsmasq[1414]: started, version 2.90 cachesize 150
                Nov 30 07:51:32 dnsmasq[1414]: \(extra)query[type=65399] a b\\.t.example.net from 192.0.2.1
                Nov 30 07:51:32 dnsmasq[1414]: \(extra)query[NULL] <name unprintable> from 192.0.2.1
                Nov 30 07:51:32 dnsmasq[1414]: \(extra)forwarded <name unprintable> to 192.0.2.13
                Nov 30 07:51:32 dnsmasq[1414]: \(extra)query[A]
                """
        )
        #expect(log.format == .dnsmasqLog)
        #expect(
            log.observations.map(\.queryName) == [
                [4] + Array("a b\\".utf8) + [1] + Array("t".utf8) + [7] + Array("example".utf8) + [3]
                    + Array("net".utf8)
            ]
        )
        #expect(log.observations.map(\.queryType?.rawValue) == [65_399])
        #expect(log.hidden.map(\.type) == [.null])
        #expect(log.anomalies[.nameUnprintable] == 1 && log.anomalies[.lineUnreadable] == 1)
        #expect(log.anomalies[.lineOfOtherKind] == 2)
        if !extra.isEmpty { #expect(log.observations.first?.client.port == 4_711) }
    }

    // MARK: - All

    @Test(arguments: [
        "", "\n\n\n", "Dear reader,\nthe query: was lost.\n", "{\"a\": 1}\n{\"b\": 2}\n",
        "#!/bin/sh\nexit 0\n",
        "<html><body>query[A] x from y</body></html>\n",
    ])
    func otherTextIsNoLog(text: String) throws {
        #expect(try LogReading(text: text).format == nil)
    }

    @Test func aLineWithoutEndIsPassedOverInBoundedMemory() throws {
        let line = "[1796025551] unbound[1:0] info: 192.0.2.1 a.b. A IN"
        let log = try LogReading(
            text: "\(line)\n" + String(repeating: "x", count: 3 << 20) + "\n\(line)\r\n\(line)"
        )
        #expect(log.observations.map(\.frame) == [1, 3, 4])
        #expect(log.anomalies[.lineOversized] == 1)
    }

    // MARK: - Against the capture of the same minutes

    /// Every query of the capture beside it, read by a script of its own, in order.
    @Test(arguments: ["bind_querylog", "unbound_log"])
    func queriesAreThoseOfTheCapture(name: String) throws {
        let path = Repository.url("Fixtures/logs/\(name)")
        let expected = try Consumer.strings(Self.captureReader, input: path.path + ".pcap.gz")
        #expect(expected.count == 265)
        let log = LogReading(path: path.path + ".log.gz")
        let hasPorts = name == "bind_querylog"
        let found = log.observations.filter { !$0.isResponse }.map { query in
            let name = query.queryName.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return
                "\(query.client.address) \(hasPorts ? Int(query.client.port) : 0) \(query.queryType?.rawValue ?? 0) \(name)"
        }
        // unbound shows of an odd octet that it was one, and of the longest names not the end.
        let shown = hasPorts ? expected : expected.compactMap(Self.asUnboundShows)
        #expect(found == shown)
        if !hasPorts {
            #expect(log.anomalies[.nameCutOff] == expected.count - shown.count)
            #expect(
                log.hidden.count == expected.count { Self.asUnboundShows($0) == nil || Self.isMasked($0) }
            )
        }
    }

    private static func isMasked(_ query: String) -> Bool { asUnboundShows(query)?.contains("3f") == true }

    /// A query with `?` for all octets but letters, digits, `-`, `_` and `*`; `nil` for a name of 255 octets.
    private static func asUnboundShows(_ query: String) -> String? {
        var words = query.split(separator: " ").map(String.init)
        words[1] = "0"
        var octets: [UInt8] = []
        var rest = words[3][...]
        while !rest.isEmpty {
            octets.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        guard octets.count < 254 else { return nil }
        var left = 0
        for index in octets.indices {
            if left == 0 {
                left = Int(octets[index])
            } else {
                left -= 1
                let scalar = Character(Unicode.Scalar(octets[index]))
                if !(scalar.isASCII && (scalar.isLetter || scalar.isNumber || "-_*".contains(scalar))) {
                    octets[index] = 0x3F
                }
            }
        }
        words[3] = octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return words.joined(separator: " ")
    }

    private static let captureReader = """
        import gzip, json, struct, sys
        data, at, lines = gzip.open(sys.stdin.read()).read(), 24, []
        while at < len(data):
            length = struct.unpack("<I", data[at + 8:at + 12])[0]
            frame, at = data[at + 16:at + 16 + length], at + 16 + length
            ip = frame[14:]
            if ip[9] != 17: continue
            udp = ip[(ip[0] & 15) * 4:]
            source, destination = struct.unpack(">HH", udp[:4])
            dns = udp[8:]
            if destination != 53 or struct.unpack(">H", ip[6:8])[0] & 0x1fff or dns[2] & 0x80: continue
            end = 12
            while dns[end]: end += dns[end] + 1
            address = ".".join(map(str, ip[12:16]))
            lines.append(f"{address} {source} {struct.unpack('>H', dns[end + 1:end + 3])[0]} {dns[12:end].hex()}")
        print(json.dumps(lines))
        """
}
