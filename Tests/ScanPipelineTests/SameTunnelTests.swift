import Findings
import Foundation
import NetworkTypes
import ScanPipeline
import TestSupport
import Testing

/// The same minutes, recorded by a resolver and on the wire beside it, get the same verdict.
///
/// What the recordings hold is in `Fixtures/README.md`: an iodine tunnel and names that carry hexadecimal digits, from one
/// client among its ordinary queries.
@Suite struct SameTunnelTests {
    private static func report(_ name: String) -> Report {
        var scan = Scan()
        let diagnostic = scan.read(Repository.url("Fixtures/logs/\(name)").path(percentEncoded: false))
        #expect(diagnostic == nil)
        return scan.finish()
    }

    /// What a finding says of who did what: bytes are compared apart, for packets get lost on one way or the other.
    private static func verdicts(_ report: Report) -> [String] {
        report.findings.filter { $0.severity >= .medium }.map { finding in
            let clients = finding.clients.map(\.address.description)
            return "\(finding.kind) \(finding.zone) \(finding.tool?.name ?? "-") \(clients)"
        }
    }

    @Test(arguments: [
        ("bind_dnstap", "tunnel example.net iodine [\"192.168.184.10\"]"),
        ("unbound_dnstap", "tunnel example.net iodine [\"192.168.184.10\"]"),
        ("dns2tcp_unbound", "tunnel d.example.org dns2tcp [\"10.53.0.2\"]"),
    ])
    func dnstapHasTheVerdictOfTheCapture(name: String, verdict: String) throws {
        let (tapped, captured) = (Self.report(name + ".dnstap.gz"), Self.report(name + ".pcap.gz"))
        #expect(Self.verdicts(captured).contains(verdict))
        #expect(Self.verdicts(tapped) == Self.verdicts(captured))
        for (tap, capture) in zip(tapped.findings, captured.findings) where capture.severity >= .medium {
            #expect(abs(tap.bytesUp - capture.bytesUp) * 20 <= capture.bytesUp, "\(tap.zone) up")
            #expect(
                abs(tap.bytesDown - capture.bytesDown) * 20 <= capture.bytesDown,
                "\(tap.zone) down"
            )
            #expect(tap.queries == capture.queries)
        }
    }

    /// A log has less in it: the zone and the client are found all the same, with the lines that show it.
    @Test(arguments: [
        ("bind_querylog", "example.net", "192.168.185.10"), ("unbound_log", "example.net", "192.168.185.10"),
        ("dns2tcp_unbound", "d.example.org", "10.53.0.2"),
    ])
    func queryLogsShowZoneAndClient(name: String, zone: String, address: String) throws {
        let report = Self.report(name + ".log.gz")
        Self.check(report, zone: zone, address: address)
        #expect(report.coverage.problems.contains { $0.kind == "log_without_headers" && $0.isGap })
    }

    /// What producers would write of a capture, after their published descriptions, by a script that shares no code.
    @Test(arguments: [
        "zeek_dns_json", "suricata_eve", "route53_resolver_log", "google_cloud_dns_log", "dnsmasq_log",
    ])
    func logsOfOtherProducersShowZoneAndClient(format: String) throws {
        let capture = Repository.url("Fixtures/logs/bind_dnstap.pcap.gz").path(percentEncoded: false)
        let written = try Consumer.run(Self.writer, [capture, format], input: "")
        #expect(written.status == 0, "\(written.output)")
        let url = FileManager.default.temporaryDirectory.appending(path: "dnsscan-\(UUID().uuidString)")
        try Data(written.output.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        var scan = Scan()
        #expect(scan.read(url.path(percentEncoded: false)) == nil)
        let report = scan.finish()
        #expect(report.scan.inputs.map(\.format) == [format])
        Self.check(report, zone: "example.net", address: "192.168.184.10")
    }

    private static func check(_ report: Report, zone: String, address: String) {
        let finding = report.findings.first { $0.severity >= .medium && $0.zone.hasSuffix(zone) }
        #expect(finding?.clients.map(\.address.description) == [address])
        #expect(
            finding.map { $0.frames.first >= 1 && $0.frames.last <= report.scan.inputs[0].packets } == true
        )
        let others = report.findings.filter { $0.severity >= .medium && !$0.zone.hasSuffix(zone) }
        #expect(others.allSatisfy { $0.kind == .protocolAnomaly }, "\(others.map(\.title))")
    }

    private static let writer = #"""
        import gzip, json, struct, sys, time
        data, at, kind = gzip.open(sys.argv[1]).read(), 24, sys.argv[2]
        names = {1: "A", 5: "CNAME", 10: "NULL", 15: "MX", 16: "TXT", 28: "AAAA", 65: "HTTPS"}
        codes = {0: "NOERROR", 2: "SERVFAIL", 3: "NXDOMAIN", 5: "REFUSED"}
        def escaped(octets, form):
            return "".join(chr(o) if 33 <= o < 127 and o != 92 else form % o for o in octets)
        queries = {}
        while at < len(data):
            seconds, micros, length = struct.unpack("<III", data[at:at + 12])
            ip, at = data[at + 16 + 14:at + 16 + length], at + 16 + length
            if ip[9] != 17 or struct.unpack(">H", ip[6:8])[0] & 0x1fff: continue
            udp = ip[(ip[0] & 15) * 4:]
            ports, dns = struct.unpack(">HH", udp[:4]), udp[8:]
            if 53 not in ports: continue
            end, labels = 12, []
            while dns[end]:
                labels.append(dns[end + 1:end + 1 + dns[end]])
                end += dns[end] + 1
            qtype = struct.unpack(">H", dns[end + 1:end + 3])[0]
            identifier, isResponse = struct.unpack(">H", dns[:2])[0], dns[2] & 0x80
            ends = [".".join(map(str, ip[12:16])), ".".join(map(str, ip[16:20]))]
            client, server = (ends[1], ends[0]) if isResponse else (ends[0], ends[1])
            port = ports[1] if isResponse else ports[0]
            stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
            kindName, code = names.get(qtype, f"TYPE{qtype}"), codes.get(dns[3] & 15, "SERVFAIL")
            hexed = ".".join(escaped(l, "\\x%02x") for l in labels)
            if kind == "suricata_eve":
                sides = [ends[0], ports[0], ends[1], ports[1]]
                print(json.dumps({"timestamp": f"{stamp}.{micros:06}+0000", "event_type": "dns", "src_ip": sides[0],
                    "src_port": sides[1], "dest_ip": sides[2], "dest_port": sides[3], "proto": "UDP", "dns": {"version": 3,
                    "type": "response" if isResponse else "request", "id": identifier, "rcode": code,
                    "queries": [{"rrname": hexed, "rrtype": kindName}]}}))
                continue
            if not isResponse:
                queries[client, port, identifier] = seconds + micros / 1e6
                if kind == "dnsmasq_log":
                    hidden = any(not 32 <= o < 127 or o == 46 for l in labels for o in l)
                    shown = "<name unprintable>" if hidden else b".".join(labels).decode()
                    print(f"{time.strftime('%b %d %H:%M:%S', time.gmtime(seconds))} dnsmasq[7]: query[{kindName}] {shown} from {client}")
                continue
            asked = queries.get((client, port, identifier))
            if asked is None or kind == "dnsmasq_log": continue
            if kind == "zeek_dns_json":
                print(json.dumps({"ts": asked, "uid": "C", "id.orig_h": client, "id.orig_p": port, "id.resp_h": server,
                    "id.resp_p": 53, "proto": "udp", "trans_id": identifier, "query": hexed.lower(), "qclass": 1, "qtype": qtype,
                    "rtt": seconds + micros / 1e6 - asked, "rcode": dns[3] & 15, "AA": False, "TC": False, "RD": True, "RA": True}))
            elif kind == "route53_resolver_log":
                octal = ".".join(escaped(l, "\\%03o") for l in labels) + "."
                print(json.dumps({"version": "1.100000", "query_timestamp": stamp + "Z", "query_name": octal, "query_type": kindName,
                    "query_class": "IN", "rcode": code, "answers": [], "srcaddr": client, "srcport": str(port), "transport": "UDP"}))
            else:
                decimal = ".".join(escaped(l, "\\%03d") for l in labels) + "."
                print(json.dumps({"timestamp": f"{stamp}.{micros:06}Z", "jsonPayload": {"queryName": decimal, "queryType": kindName,
                    "responseCode": code, "sourceIP": client, "protocol": "UDP"}}))
        """#
}
