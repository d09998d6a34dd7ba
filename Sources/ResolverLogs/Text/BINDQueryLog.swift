import DNSWire
import NetworkTypes

/// The query log of BIND 9, one line a query.
///
///     TIME queries: info: client @0x7f28 192.0.2.1#60444 (NAME): view internal: query: NAME CLASS TYPE +E(0)TK (192.0.2.53)
///
/// Category, severity, object, name in parentheses and view may be missing; syslog puts its own words before. Names are in
/// presentation format. The first sign of the flags is `+` for recursion desired; `T` among them is TCP, TLS or HTTPS.
///
/// Source: BIND 9.18, lib/ns/query.c (`log_query`), lib/ns/client.c (`ns_client_logv`).
struct BINDQueryLog: LineReader {
    private var clock = LogTime()

    mutating func read(_ line: ArraySlice<UInt8>) -> LineContent {
        let words = line.words
        // A space in a name is written as \032, so that these words are BIND's.
        guard let query = words.firstIndex(where: { $0.isText("query:") }),
            let client = words[..<query].firstIndex(where: { $0.isText("client") })
        else { return .other }
        var sender = client + 1
        if sender < query, words[sender].starts(with: "@0x".utf8) { sender += 1 }
        guard sender < query, words.count >= query + 5, let end = Self.end(words[sender]),
            let name = DomainName(presentation: String(words[query + 1])),
            let recordClass = RecordClass(mnemonic: String(words[query + 2])),
            let type = RecordType(mnemonic: String(words[query + 3]))
        else { return .unreadable }
        let flags = words[query + 4]
        let server = words[(query + 5)...].first {
            $0.first == UInt8(ascii: "(") && $0.last == UInt8(ascii: ")")
        }
        .flatMap { IPAddress(String($0.dropFirst().dropLast())) }
        let time = clock.read(words[..<client])
        let message = LoggedMessage(
            time: time?.time ?? Timestamp(nanoseconds: 0),
            client: end.address,
            clientPort: end.port,
            server: server.map { Endpoint(address: $0, port: 53) },
            transport: flags.dropFirst().contains(UInt8(ascii: "T")) ? .tcp : .udp,
            recursionDesired: flags.first == UInt8(ascii: "+"),
            name: name,
            type: type,
            recordClass: recordClass
        )
        return .messages([message], notes: time.notes)
    }

    /// `192.0.2.1#60444`, perhaps with `/key NAME` or a colon behind, the address perhaps with a zone.
    private static func end(_ word: ArraySlice<UInt8>) -> Endpoint? {
        let parts = word.split(separator: UInt8(ascii: "#"), maxSplits: 1)
        guard parts.count == 2, let text = parts[0].split(separator: UInt8(ascii: "%")).first,
            let address = IPAddress(String(text)),
            let port = LogTime.number(parts[1].prefix { 0x30...0x39 ~= $0 })
        else { return nil }
        return Endpoint(address: address, port: UInt16(truncatingIfNeeded: port))
    }
}

extension LogTime.Reading? {
    /// The anomalies that a time, or its absence, leaves.
    var notes: [LogAnomaly] {
        guard let self else { return [.timeAbsent] }
        return (self.hasYear ? [] : [.yearAbsent]) + (self.hasZone ? [] : [.timeWithoutZone])
    }
}
