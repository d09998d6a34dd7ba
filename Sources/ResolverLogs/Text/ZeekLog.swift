import DNSWire
import FoundationEssentials
import NetworkTypes

/// The content of a line of Zeek's dns.log: a query, and its response if there was one.
///
/// Zeek writes names in small letters, `\x` and two digits for octets that are no text, and answers without their types.
///
/// Source: https://docs.zeek.org/en/v7.0.0/scripts/base/protocols/dns/main.zeek.html (`DNS::Info`).
struct ZeekRecord {
    var time: Timestamp
    var client: Endpoint
    var server: Endpoint
    var transport = TransportProtocol.udp
    var id: UInt16 = 0
    var name: [UInt8]
    var type: RecordType
    var recordClass = RecordClass.in
    var responseCode: ResponseCode?
    /// In seconds.
    var roundTripTime = 0.0
    /// AA, TC, RD, RA.
    var flags = (authoritative: false, truncated: false, desired: true, available: false)
    var answers: [String] = []
    var timesToLive: [Double] = []

    var content: LineContent {
        guard let name = DomainName(labels: name[...], unescaped: \.hexadecimalUnescaped) else {
            return .unreadable
        }
        let query = LoggedMessage(
            time: time,
            client: client.address,
            clientPort: client.port,
            server: server,
            transport: transport,
            id: id,
            recursionDesired: flags.desired,
            name: name,
            type: type,
            recordClass: recordClass
        )
        guard let responseCode else { return .messages([query]) }
        var response = query
        let delay = roundTripTime.isFinite && 0...3_600 ~= roundTripTime ? Int64(roundTripTime * 1e9) : 0
        response.time = Timestamp(nanoseconds: time.nanoseconds &+ delay)
        response.isResponse = true
        response.responseCode = responseCode
        response.isAuthoritativeAnswer = flags.authoritative
        response.isTruncated = flags.truncated
        response.recursionAvailable = flags.available
        response.answers = answers.enumerated().compactMap { index, text in
            let timeToLive = index < timesToLive.count ? UInt32(exactly: timesToLive[index].rounded()) : nil
            return answer(text, timeToLive ?? 0)
        }
        return .messages([query, response])
    }

    /// An answer by its look: an address, a text, or a name.
    private func answer(_ text: String, _ timeToLive: UInt32) -> LoggedMessage.Answer? {
        if let address = IPAddress(text) {
            return .init(address.isIPv4 ? .a : .aaaa, text, timeToLive: timeToLive)
        }
        let words = text.split(separator: " ", maxSplits: 2)
        if words.count >= 2, words[0] == "TXT", UInt16(words[1]) != nil {
            return .init(.txt, words.count > 2 ? String(words[2]) : "", timeToLive: timeToLive)
        }
        guard !text.contains(" "), !text.hasPrefix("<") else { return nil }
        let isNameOfType = type == .ptr || type == .ns
        return .init(isNameOfType ? type : .cname, text, timeToLive: timeToLive)
    }
}

/// Zeek's dns.log as text between tabs, with its header.
///
///     #separator \x09
///     #path   dns
///     #fields ts      uid     id.orig_h       …
///
/// Source: https://docs.zeek.org/en/v7.0.0/log-formats.html
struct ZeekTable: LineReader {
    private var fields: [String: Int] = [:]
    private var isDNS = false
    private static let tab = UInt8(ascii: "\t")

    mutating func isOwn(_ line: ArraySlice<UInt8>) -> Bool { line.isText("#path\tdns") }

    mutating func read(_ line: ArraySlice<UInt8>) -> LineContent {
        let cells = line.split(separator: Self.tab, omittingEmptySubsequences: false)
        if line.first == UInt8(ascii: "#") {
            if cells[0].isText("#path") { isDNS = cells.count == 2 && cells[1].isText("dns") }
            if cells[0].isText("#fields") {
                fields = Dictionary(
                    cells.dropFirst().enumerated().map { (String($1), $0) },
                    uniquingKeysWith: { first, _ in first }
                )
            }
            return .other
        }
        guard isDNS, !fields.isEmpty else { return line.isEmpty ? .other : .unreadable }
        func cell(_ name: String) -> ArraySlice<UInt8>? {
            guard let index = fields[name], index < cells.count, !cells[index].isText("-") else { return nil }
            return cells[index]
        }
        func number(_ name: String) -> Int? { cell(name).flatMap(LogTime.number) }
        func isSet(_ name: String) -> Bool { cell(name)?.isText("T") == true }
        // A connection on the port of DNS without a question.
        guard let name = cell("query"), let type = number("qtype") else {
            return cells.count == fields.count ? .other : .unreadable
        }
        guard let time = cell("ts").flatMap(LogTime.decimalSeconds),
            let client = cell("id.orig_h").flatMap({ IPAddress(String($0)) }),
            let clientPort = number("id.orig_p"),
            let server = cell("id.resp_h").flatMap({ IPAddress(String($0)) }),
            let serverPort = number("id.resp_p")
        else { return .unreadable }
        return ZeekRecord(
            time: time,
            client: Endpoint(address: client, port: UInt16(truncatingIfNeeded: clientPort)),
            server: Endpoint(address: server, port: UInt16(truncatingIfNeeded: serverPort)),
            transport: cell("proto")?.isText("tcp") == true ? .tcp : .udp,
            id: UInt16(truncatingIfNeeded: number("trans_id") ?? 0),
            name: Array(name),
            type: RecordType(rawValue: UInt16(truncatingIfNeeded: type)),
            recordClass: number("qclass").map { RecordClass(rawValue: UInt16(truncatingIfNeeded: $0)) }
                ?? .in,
            responseCode: number("rcode").map { ResponseCode(rawValue: UInt16(truncatingIfNeeded: $0)) },
            roundTripTime: cell("rtt").flatMap { Double(String($0)) } ?? 0,
            flags: (isSet("AA"), isSet("TC"), isSet("RD"), isSet("RA")),
            answers: cell("answers")?.split(separator: UInt8(ascii: ",")).map { String($0) } ?? [],
            timesToLive: cell("TTLs")?.split(separator: UInt8(ascii: ",")).map { Double(String($0)) ?? 0 }
                ?? []
        ).content
    }
}

/// Zeek's dns.log as lines of JSON.
struct ZeekJSON: LineReader {
    private struct Line: Decodable {
        let ts: Moment
        let client: String
        let clientPort: Int
        let server: String
        let serverPort: Int
        let proto: String?
        let transactionID: Int?
        let rtt: Double?
        let query: String?
        let qclass: Int?
        let qtype: Int?
        let rcode: Int?
        let authoritative: Bool?
        let truncated: Bool?
        let desired: Bool?
        let available: Bool?
        let answers: [String]?
        let timesToLive: [Double]?

        enum CodingKeys: String, CodingKey {
            case ts, proto, rtt, query, qclass, qtype, rcode, answers
            case client = "id.orig_h", clientPort = "id.orig_p", server = "id.resp_h", serverPort =
                "id.resp_p"
            case transactionID = "trans_id", timesToLive = "TTLs"
            case authoritative = "AA", truncated = "TC", desired = "RD", available = "RA"
        }
    }

    private let decoder = JSONDecoder()

    mutating func read(_ line: ArraySlice<UInt8>) -> LineContent {
        guard let record = try? decoder.decode(Line.self, from: Data(line)) else {
            return .unreadable
        }
        // Other logs of Zeek have no query, and a connection on the port of DNS may have no question.
        guard let name = record.query, let type = record.qtype else { return .other }
        guard let time = record.ts.time, let client = IPAddress(record.client),
            let server = IPAddress(record.server)
        else { return .unreadable }
        return ZeekRecord(
            time: time,
            client: Endpoint(address: client, port: UInt16(truncatingIfNeeded: record.clientPort)),
            server: Endpoint(address: server, port: UInt16(truncatingIfNeeded: record.serverPort)),
            transport: record.proto == "tcp" ? .tcp : .udp,
            id: UInt16(truncatingIfNeeded: record.transactionID ?? 0),
            name: Array(name.utf8),
            type: RecordType(rawValue: UInt16(truncatingIfNeeded: type)),
            recordClass: record.qclass.map { RecordClass(rawValue: UInt16(truncatingIfNeeded: $0)) } ?? .in,
            responseCode: record.rcode.map { ResponseCode(rawValue: UInt16(truncatingIfNeeded: $0)) },
            roundTripTime: record.rtt ?? 0,
            flags: (
                record.authoritative ?? false, record.truncated ?? false, record.desired ?? true,
                record.available ?? false
            ),
            answers: record.answers ?? [],
            timesToLive: record.timesToLive ?? []
        ).content
    }
}

/// A moment as JSON has it: seconds since 1970, or a text of ISO 8601.
struct Moment: Decodable {
    /// To the microsecond where it was a number; `nil` where it makes no sense.
    let time: Timestamp?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let seconds = try? container.decode(Double.self) {
            time =
                (0...9e9).contains(seconds)
                ? Timestamp(nanoseconds: Int64((seconds * 1e6).rounded()) * 1_000) : nil
        } else {
            time = LogTime.iso8601(Array(try container.decode(String.self).utf8)[...])?.time
        }
    }
}
