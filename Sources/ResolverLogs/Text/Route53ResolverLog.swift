import DNSWire
import FoundationEssentials
import NetworkTypes

/// Query logs of Amazon Route 53 Resolver, a line of JSON for each query and its answer.
///
/// Names end with a dot; octets that are no letters, digits or hyphens are `\` and three octal digits.
///
/// Source: docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html and
/// DomainNameFormat.html there.
struct Route53ResolverLog: LineReader {
    private struct Line: Decodable {
        let queryTimestamp: String
        let queryName: String
        let queryType: String
        let queryClass: String?
        let rcode: String?
        let answers: [Record]?
        let srcaddr: String
        let srcport: String?
        let transport: String?
    }

    private struct Record: Decodable {
        let data: String?
        let type: String?

        enum CodingKeys: String, CodingKey { case data = "Rdata", type = "Type" }
    }

    private let decoder = JSONDecoder.ofSnakeCase

    mutating func read(_ line: ArraySlice<UInt8>) -> LineContent {
        guard let record = try? decoder.decode(Line.self, from: Data(line)) else {
            return .unreadable
        }
        guard let time = LogTime.iso8601(Array(record.queryTimestamp.utf8)[...]),
            let client = IPAddress(record.srcaddr),
            let name = DomainName(labels: Array(record.queryName.utf8)[...], unescaped: Self.unescaped),
            let type = RecordType(mnemonic: record.queryType),
            let recordClass = RecordClass(mnemonic: record.queryClass ?? "IN")
        else { return .unreadable }
        let query = LoggedMessage(
            time: time.time,
            client: client,
            clientPort: record.srcport.flatMap { UInt16($0) },
            transport: record.transport == "TCP" ? .tcp : .udp,
            name: name,
            type: type,
            recordClass: recordClass
        )
        guard let code = record.rcode.flatMap({ ResponseCode(mnemonic: $0) }) else {
            return .messages([query])
        }
        var response = query
        response.isResponse = true
        response.responseCode = code
        response.recursionAvailable = true
        response.answers = (record.answers ?? []).compactMap { answer in
            guard let type = answer.type.flatMap({ RecordType(mnemonic: $0) }), let data = answer.data else {
                return nil
            }
            return LoggedMessage.Answer(type, data)
        }
        return .messages([query, response])
    }

    /// Octets with each `\` and three octal digits as the octet that they stand for.
    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var octets: [UInt8] = []
        var rest = text
        while let first = rest.popFirst() {
            if first == UInt8(ascii: "\\"), rest.count >= 3,
                let value = UInt8(String(rest.prefix(3)), radix: 8)
            {
                octets.append(value)
                rest = rest.dropFirst(3)
            } else {
                octets.append(first)
            }
        }
        return octets
    }
}
