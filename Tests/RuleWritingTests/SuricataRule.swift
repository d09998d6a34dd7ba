/// A rule as Suricata's manual describes its language, read strictly and by code that shares nothing with the writer's.
///
///     action protocol source port direction destination port (keyword: value; keyword; …)
///
/// Within a value `;`, `"`, `\` and in contents also `:` must be escaped; a content's `|41 42|` are octets.
struct SuricataRule {
    struct Failure: Error {
        let reason: String
    }

    let action: String
    let message: String
    let content: [UInt8]
    let sid: Int

    init(_ line: Substring) throws {
        guard line.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Failure(reason: "unprintable")
        }
        guard let open = line.firstIndex(of: "("), line.last == ")" else {
            throw Failure(reason: "parentheses")
        }
        let head = line[..<open].split(separator: " ")
        guard head.dropFirst() == ["dns", "$HOME_NET", "any", "->", "any", "any"], let action = head.first,
            ["alert", "drop", "pass", "reject"].contains(action)
        else { throw Failure(reason: "head") }
        self.action = String(action)
        let options = try Self.options(line[line.index(after: open)..<line.index(before: line.endIndex)])
        let names = options.map(\.name)
        // The buffer comes first, its transformation next, and what is looked for in it after both.
        guard
            names == [
                "msg", "dns.query", "dotprefix", "content", "nocase", "endswith", "metadata", "sid", "rev",
            ]
        else { throw Failure(reason: "keywords \(names)") }
        message = String(decoding: try Self.quoted(options[0].value, isContent: false), as: UTF8.self)
        content = try Self.quoted(options[3].value, isContent: true)
        guard let sid = Int(options[7].value), options[8].value == "1" else {
            throw Failure(reason: "numbers")
        }
        self.sid = sid
        for pair in options[6].value.split(separator: ",") {
            let words = pair.split(separator: " ")
            let isPlain = words.allSatisfy {
                $0.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
            }
            guard words.count == 2, isPlain else { throw Failure(reason: "metadata \(pair)") }
        }
    }

    /// Cuts options at semicolons that are not escaped.
    private static func options(_ text: Substring) throws -> [(name: String, value: String)] {
        var options: [(name: String, value: String)] = []
        var current = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                current += "\\" + String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == ";" {
                let parts = current.split(separator: ":", maxSplits: 1).map {
                    String($0).trimmingPrefix { $0 == " " }
                }
                guard let name = parts.first else { throw Failure(reason: "empty option") }
                options.append((String(name), parts.count > 1 ? String(parts[1]) : ""))
                current = ""
            } else {
                current.append(character)
            }
        }
        guard current.allSatisfy({ $0 == " " }), !isEscaped else {
            throw Failure(reason: "no semicolon at the end")
        }
        return options
    }

    /// What stands between quotation marks, escapes and octets written out.
    private static func quoted(_ text: String, isContent: Bool) throws -> [UInt8] {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { throw Failure(reason: "quotes") }
        var octets: [UInt8] = []
        var rest = text.dropFirst().dropLast()
        while let character = rest.popFirst() {
            switch character {
            case "\"", ";": throw Failure(reason: "\(character) not escaped")
            case ":" where isContent: throw Failure(reason: "colon not escaped")
            case "\\":
                guard let next = rest.popFirst(), "\";:\\".contains(next) else {
                    throw Failure(reason: "escape")
                }
                octets += Array(String(next).utf8)
            case "|" where isContent:
                guard let end = rest.firstIndex(of: "|") else { throw Failure(reason: "octets not ended") }
                for word in rest[..<end].split(separator: " ", omittingEmptySubsequences: false) {
                    guard word.count == 2, let octet = UInt8(word, radix: 16) else {
                        throw Failure(reason: "octets")
                    }
                    octets.append(octet)
                }
                rest = rest[rest.index(after: end)...]
            default: octets += Array(String(character).utf8)
            }
        }
        return octets
    }
}
