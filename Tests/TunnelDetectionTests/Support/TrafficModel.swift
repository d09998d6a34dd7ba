import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import TestSupport

/// Channels of known size, and ordinary traffic; equal for equal seeds.
enum TrafficModel: String, CaseIterable, Sendable {
    /// Noise in Base32 up and in TXT down, as an encoder of packets makes it.
    case encoderTunnel
    /// A file in numbered chunks of Base32 that nobody answers but with NXDOMAIN.
    case exfiltration
    /// A script in Base64, fetched from numbered TXT records.
    case stager

    static let client: UInt32 = 0x0A00_0042

    var zone: String {
        switch self {
        case .encoderTunnel: "t.example.com"
        case .exfiltration: "x.example.org"
        case .stager: "stage.example.net"
        }
    }

    /// The channel alone.
    ///
    /// Each query has a name of its own. The payload is in the query, and for the stager in the answer.
    func traffic(names: Int, octets: Int, interval: Double = 0.3, seed: UInt64 = 1) -> Traffic {
        var generator = SeededGenerator(seed: seed)
        var traffic = Traffic()
        for index in 0..<names {
            let time = 10 + Double(index) * interval
            let payload = generator.octets(octets)
            switch self {
            case .encoderTunnel:
                traffic.exchange(
                    at: time,
                    labels: TextEncoding.base32.labels(payload) + MessageBuilder.labels(zone),
                    type: .txt,
                    client: Self.client,
                    id: UInt16.random(in: .min ... .max, using: &generator),
                    answers: [.text(TextEncoding.base64.encode(generator.octets(octets)), timeToLive: 0)]
                )
            case .exfiltration:
                traffic.exchange(
                    at: time,
                    labels: [Array(String(index).utf8)] + TextEncoding.base32.labels(payload)
                        + MessageBuilder.labels(zone),
                    client: Self.client,
                    id: UInt16.random(in: .min ... .max, using: &generator),
                    code: .nxDomain
                )
            case .stager:
                traffic.exchange(
                    at: time,
                    "\(100 + index).\(zone)",
                    type: .txt,
                    client: Self.client,
                    id: UInt16.random(in: .min ... .max, using: &generator),
                    answers: [.text(TextEncoding.base64.encode(payload), timeToLive: 1)]
                )
            }
        }
        return traffic
    }

    /// Eight clients that visit forty sites for five minutes.
    static func browsing(seed: UInt64 = 1, visits: Int = 120) -> Traffic {
        var generator = SeededGenerator(seed: seed)
        var traffic = Traffic()
        for _ in 0..<visits {
            let site = Int.random(in: 0..<40, using: &generator)
            let client = 0x0A00_0050 + UInt32.random(in: 0..<8, using: &generator)
            let time = Double.random(in: 0..<300, using: &generator)
            for host in ["www", "static", "api", "img", "login"].prefix(
                Int.random(in: 1...5, using: &generator)
            ) {
                let name = "\(host).site\(site).\(["com", "org", "co.uk"][site % 3])"
                let address = UInt32(0xC633_6400) + UInt32(site)
                let id = UInt16.random(in: .min ... .max, using: &generator)
                traffic.exchange(at: time, name, client: client, id: id, answers: [.address(address)])
                traffic.exchange(at: time + 0.001, name, type: .aaaa, client: client, id: id &+ 1)
                traffic.exchange(at: time + 0.002, name, type: .https, client: client, id: id &+ 2)
            }
        }
        return traffic.inOrderOfTime
    }

    /// The worst finding whose zone is the channel's or lies around it.
    func finding(in findings: [Finding]) -> Finding? {
        findings.first { finding in
            finding.zones.contains { DomainName(zone).isSubdomain(of: DomainName($0)) }
        }
    }

    func score(_ traffic: Traffic) -> Int { finding(in: traffic.findings)?.score ?? 0 }

    func severity(_ traffic: Traffic) -> Severity? { finding(in: traffic.findings)?.severity }
}
