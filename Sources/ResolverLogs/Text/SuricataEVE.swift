import DNSWire
import FoundationEssentials
import NetworkTypes

/// Events of type `dns` in Suricata's EVE, of the versions 1 to 3.
///
/// Version 1 has one event for each record of a response, of which only the first counts. Up to version 2 the source of a
/// response is the client; since version 3 it is the server, and questions and answers are lists.
///
/// Source: Suricata 8.0, doc/userguide/output/eve/eve-json-format.rst and doc/userguide/upgrade/8.0-dns-logging-changes.rst.
struct SuricataEVE: LineReader {
    private struct Line: Decodable {
        let timestamp: String
        let eventType: String
        let srcIp: String?
        let srcPort: Int?
        let destIp: String?
        let destPort: Int?
        let proto: String?
        let dns: Event?
    }

    private struct Event: Decodable {
        let version: Int?
        let type: String?
        let id: Int?
        let flags: String?
        let rcode: String?
        let rrname: String?
        let rrtype: String?
        let rdata: String?
        let ttl: UInt32?
        let queries: [Record]?
        let answers: [Record]?
        let grouped: [String: [Value]]?
    }

    private struct Record: Decodable {
        let rrname: String?
        let rrtype: String?
        let rdata: String?
        let ttl: UInt32?
    }

    /// A value of a group of answers; only texts are read.
    private struct Value: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    private let decoder = JSONDecoder.ofSnakeCase

    mutating func isOwn(_ line: ArraySlice<UInt8>) -> Bool {
        line.isJSONObject && (try? decoder.decode(Line.self, from: Data(line))) != nil
    }

    mutating func read(_ line: ArraySlice<UInt8>) -> LineContent {
        guard let event = try? decoder.decode(Line.self, from: Data(line)) else { return .unreadable }
        guard event.eventType == "dns", let dns = event.dns else { return .other }
        let version = dns.version ?? 1
        let isResponse = dns.type == "answer" || dns.type == "response"
        guard isResponse || dns.type == "query" || dns.type == "request" else { return .other }
        let question = dns.queries?.first
        let time = LogTime.iso8601(Array(event.timestamp.utf8)[...])
        guard let time, let source = event.srcIp.flatMap({ IPAddress($0) }),
            let destination = event.destIp.flatMap({ IPAddress($0) })
        else { return .unreadable }
        guard let name = question?.rrname ?? dns.rrname, let typeText = question?.rrtype ?? dns.rrtype else {
            return .other
        }
        guard let name = DomainName(labels: Array(name.utf8)[...], unescaped: \.hexadecimalUnescaped),
            let type = RecordType(mnemonic: typeText)
        else { return .unreadable }
        let ends = [
            Endpoint(address: source, port: UInt16(truncatingIfNeeded: event.srcPort ?? 0)),
            Endpoint(address: destination, port: UInt16(truncatingIfNeeded: event.destPort ?? 0)),
        ]
        let isFromServer = isResponse && version >= 3
        let flags = dns.flags.flatMap { UInt16($0, radix: 16) } ?? 0x0100
        var message = LoggedMessage(
            time: time.time,
            client: ends[isFromServer ? 1 : 0].address,
            clientPort: ends[isFromServer ? 1 : 0].port,
            server: ends[isFromServer ? 0 : 1],
            transport: event.proto == "TCP" ? .tcp : .udp,
            id: UInt16(truncatingIfNeeded: dns.id ?? 0),
            isResponse: isResponse,
            name: name,
            type: type
        )
        if isResponse {
            // A number stands for codes that Suricata has no name for.
            guard let code = dns.rcode.map({ ResponseCode(mnemonic: $0) }) ?? .noError else {
                return .unreadable
            }
            message.responseCode = code
            message.isAuthoritativeAnswer = flags & 0x0400 != 0
            message.isTruncated = flags & 0x0200 != 0
            message.recursionDesired = flags & 0x0100 != 0
            message.recursionAvailable = flags & 0x0080 != 0
            message.answers = Self.answers(of: dns)
            message.isOneRecord = version == 1
        }
        return .messages([message])
    }

    private static func answers(of dns: Event) -> [LoggedMessage.Answer] {
        if let records = dns.answers {
            return records.compactMap { answer($0.rrtype, $0.rdata, $0.ttl) }
        }
        if let groups = dns.grouped {
            return groups.sorted { $0.key < $1.key }.flatMap { type, values in
                values.compactMap { answer(type, $0.text, nil) }
            }
        }
        return answer(dns.rrtype, dns.rdata, dns.ttl).map { [$0] } ?? []
    }

    private static func answer(_ type: String?, _ data: String?, _ timeToLive: UInt32?) -> LoggedMessage
        .Answer?
    {
        guard let type = type.flatMap({ RecordType(mnemonic: $0) }), let data else { return nil }
        return LoggedMessage.Answer(type, data, timeToLive: timeToLive ?? 0)
    }
}
