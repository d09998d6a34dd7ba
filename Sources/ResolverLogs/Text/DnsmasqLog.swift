import DNSWire
import NetworkTypes

/// The lines that dnsmasq writes with `log-queries`, with or without `extra`.
///
///     Nov 30 07:51:32 dnsmasq[1414]: query[NULL] NAME from 192.0.2.1
///     Nov 30 07:51:32 dnsmasq[1414]: 12 192.0.2.1/43042 query[type=65399] NAME from 192.0.2.1
///
/// Names stand as they are, unless an octet is not printable or a label has a dot: then it is `<name unprintable>`.
/// Answers stand in lines of their own. Only the serial numbers of `extra` say for whom an answer is; the reader does
/// not read these lines.
///
/// Source: dnsmasq 2.90, src/cache.c (`log_query`, `sanitise`), src/util.c (`extract_name`).
struct DnsmasqLog: LineReader {
    private static let unprintable = Array("<name unprintable>".utf8)
    private var clock = LogTime()
    private var queries: UInt16 = 0

    mutating func read(_ line: ArraySlice<UInt8>) -> LineContent {
        let words = line.words
        guard let process = words.firstIndex(where: { $0.starts(with: "dnsmasq".utf8) }),
            let query = words[process...].prefix(4).firstIndex(where: { $0.starts(with: "query[".utf8) })
        else { return .other }
        // Names may hold spaces: the last two words are dnsmasq's, the words before are the name.
        let word = words[query]
        guard word.last == UInt8(ascii: "]"), words.count >= query + 4, words[words.count - 2].isText("from"),
            let client = words.last.flatMap({ IPAddress(String($0)) }),
            let type = RecordType(mnemonic: String(word.dropFirst(6).dropLast()))
        else { return .unreadable }
        let time = clock.read(words[..<process])
        let name = line[(word.endIndex + 1)..<(words[words.count - 2].startIndex - 1)]
        if name.elementsEqual(Self.unprintable) {
            return .unnamed(
                UnnamedQuery(time: time?.time ?? Timestamp(nanoseconds: 0), client: client, type: type),
                notes: time.notes + [.nameUnprintable]
            )
        }
        guard let name = DomainName(labels: name) else { return .unreadable }
        queries &+= 1
        let sender = words[query - 1].split(separator: UInt8(ascii: "/"))
        let message = LoggedMessage(
            time: time?.time ?? Timestamp(nanoseconds: 0),
            client: client,
            // No two queries are one only because nobody wrote down their ports: there are no responses between them.
            clientPort: sender.count == 2
                ? LogTime.number(sender[1]).flatMap { UInt16(exactly: $0) } : queries,
            name: name,
            type: type
        )
        return .messages([message], notes: time.notes)
    }
}
