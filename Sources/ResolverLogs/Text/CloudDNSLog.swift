import DNSWire
import FoundationEssentials
import NetworkTypes

/// Query logs of Google Cloud DNS as entries of Cloud Logging.
///
/// Answers are in presentation format, one a line, of which 260 octets are kept.
///
/// Source: docs.cloud.google.com/dns/docs/monitoring, "View logs".
struct CloudDNSLog: LineReader {
    private struct Line: Decodable {
        let timestamp: String?
        let jsonPayload: Payload?
    }

    private struct Payload: Decodable {
        let queryName: String?
        let queryType: String?
        let responseCode: String?
        let rdata: String?
        let sourceIP: String?
        let destinationIP: String?
        let `protocol`: String?
        let authAnswer: Bool?
    }

    private let decoder = JSONDecoder()

    mutating func read(_ line: ArraySlice<UInt8>) -> LineContent {
        guard let entry = try? decoder.decode(Line.self, from: Data(line)) else {
            return .unreadable
        }
        guard let payload = entry.jsonPayload, let queryName = payload.queryName else { return .other }
        guard let time = entry.timestamp.flatMap({ LogTime.iso8601(Array($0.utf8)[...]) }),
            let client = payload.sourceIP.flatMap({ IPAddress($0) }),
            let name = DomainName(presentation: queryName),
            let type = payload.queryType.flatMap({ RecordType(mnemonic: $0) })
        else { return .unreadable }
        let query = LoggedMessage(
            time: time.time,
            client: client,
            server: payload.destinationIP.flatMap { IPAddress($0) }.map { Endpoint(address: $0, port: 53) },
            transport: payload.protocol == "TCP" ? .tcp : .udp,
            name: name,
            type: type
        )
        guard let code = payload.responseCode.flatMap({ ResponseCode(mnemonic: $0) }) else {
            return .messages([query])
        }
        var response = query
        response.isResponse = true
        response.responseCode = code
        response.isAuthoritativeAnswer = payload.authAnswer ?? false
        response.answers = (payload.rdata ?? "").split(separator: "\n").compactMap { Self.answer(String($0)) }
        return .messages([query, response])
    }

    /// The record of a line: owner, seconds to live, class, type, data.
    private static func answer(_ line: String) -> LoggedMessage.Answer? {
        let parts = line.split(maxSplits: 4, whereSeparator: { $0 == "\t" || $0 == " " })
        guard parts.count == 5, let timeToLive = UInt32(parts[1]),
            let type = RecordType(mnemonic: parts[3].uppercased())
        else { return nil }
        return LoggedMessage.Answer(type, String(parts[4]), timeToLive: timeToLive)
    }
}
