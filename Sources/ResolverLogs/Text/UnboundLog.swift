import DNSWire
import NetworkTypes

/// The lines that unbound writes with `log-queries` and `log-replies`.
///
///     [1796025091] unbound[1414:0] info: 192.0.2.1 NAME TYPE CLASS
///     [1796025091] unbound[1414:0] reply: 192.0.2.1 NAME TYPE CLASS RCODE SECONDS CACHED OCTETS
///
/// The words `query:` and `reply:` stand for `info:` with `log-tag-queryreply`; a line with a response code is a reply. A name
/// holds `?` for each octet that is no letter, digit, `-`, `_` or `*`, and one of 255 octets ends with `&` in place of its
/// last label.
///
/// Source: unbound 1.17.1, util/net_help.c (`log_nametypeclass`, `log_query_in`, `log_reply_info`), util/data/dname.c
/// (`dname_str`).
struct UnboundLog: LineReader {
    private var clock = LogTime()

    mutating func read(_ line: ArraySlice<UInt8>) -> LineContent {
        let words = line.words
        guard let process = words.firstIndex(where: { $0.starts(with: "unbound".utf8) || Self.isThread($0) }),
            let tag = words[process...].prefix(3).firstIndex(where: { word in
                ["info:", "query:", "reply:"].contains { word.elementsEqual($0.utf8) }
            })
        else { return .other }
        let isTagged = !words[tag].isText("info:")
        let rest = words[(tag + 1)...]
        // Lines of `info:` about other things do not begin with an address.
        guard let client = rest.first.flatMap({ IPAddress(String($0)) }) else {
            return isTagged ? .unreadable : .other
        }
        let isReply = rest.count >= 5
        guard rest.count >= 4, let type = RecordType(mnemonic: String(words[tag + 3])),
            let recordClass = RecordClass(mnemonic: String(words[tag + 4]))
        else {
            // Replies to messages without a question that could be read.
            return rest.count >= 5 && words[tag + 5].first.map { $0 >= 0x41 } == true ? .other : .unreadable
        }
        let time = clock.read(words[..<process])
        let name = words[tag + 2]
        if name.last == UInt8(ascii: "&") {
            guard !isReply else { return .other }
            return .unnamed(
                UnnamedQuery(time: time?.time ?? Timestamp(nanoseconds: 0), client: client, type: type),
                notes: time.notes + [.nameCutOff]
            )
        }
        guard let name = DomainName(labels: name) else { return .unreadable }
        var message = LoggedMessage(
            time: time?.time ?? Timestamp(nanoseconds: 0),
            client: client,
            name: name,
            type: type,
            recordClass: recordClass
        )
        if isReply {
            guard let code = ResponseCode(mnemonic: String(words[tag + 5])) else { return .unreadable }
            message.isResponse = true
            message.recursionAvailable = true
            message.responseCode = code
            message.octetCount = rest.count >= 8 ? LogTime.number(words[tag + 8]) : nil
        }
        let isMasked = name.octets.contains(UInt8(ascii: "?"))
        return .messages([message], notes: time.notes + (isMasked ? [.nameMasked] : []))
    }

    /// Whether a word is `[1414:0]`, as behind the program's name of syslog.
    private static func isThread(_ word: ArraySlice<UInt8>) -> Bool {
        word.first == UInt8(ascii: "[") && word.last == UInt8(ascii: "]") && word.contains(UInt8(ascii: ":"))
    }
}
