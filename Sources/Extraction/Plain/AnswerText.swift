import Channels
import DNSWire
import NetworkTypes
import PayloadMeasures
import Signatures
import ZoneProfiles

/// What the answers of one response can carry, as octets.
struct AnswerText {
    /// The labels of the question, left of the channel's zone.
    let name: [ArraySlice<UInt8>]
    let octets: [UInt8]
    let place: FramePlace

    /// Kinds of records whose octets make one content.
    enum Records: CaseIterable {
        /// Texts, names, and records of rare types as they are.
        case texts
        /// A and AAAA, whose octets are their own text.
        case addresses
    }

    /// Answers that come so often are the same word again, such as that there is nothing to do.
    private static let wordRepetitions = 3
    /// One of so many answers, or more of them, are such a word even where all are numbered.
    private static let wordShare = 4

    /// The texts of all responses that have some, the same answer to the same name once, without words that come again
    /// and again.
    static func all(_ records: Records, of exchanges: [RecordedExchange], in recording: ChannelRecording)
        -> [AnswerText]
    {
        let octets = records == .texts ? Texts(exchanges, recording).octets : Addresses(exchanges).octets
        var texts: [AnswerText] = []
        var seen: Set<[UInt8]> = []
        for exchange in exchanges {
            guard let response = exchange.response else { continue }
            let text = octets(response.answers, recording.zone(of: exchange.name))
            guard !text.isEmpty, seen.insert(exchange.name.lowercased.octets + [0] + text).inserted else {
                continue
            }
            let labels = Array(recording.subdomain(of: exchange.name).labels)
            texts.append(AnswerText(name: labels, octets: text, place: response.place))
        }
        let counts = Dictionary(grouping: texts.map(\.octets), by: { $0 }).mapValues(\.count)
        // Four octets of a content come again by chance; where they are numbered, each has its place.
        let least = Counter(ofNames: texts.map(\.name)) == nil ? 0 : texts.count / wordShare
        texts.removeAll { counts[$0.octets, default: 0] >= max(wordRepetitions, least) }
        return texts
    }

    /// Texts and names, and of names only the labels that are not the same in all of them.
    private struct Texts {
        private var leading = 0
        private var trailing = 0

        private static let fewestNames = 3
        /// Names of one domain have two labels in common, or more.
        private static let fewestCommonLabels = 2

        init(_ exchanges: [RecordedExchange], _ recording: ChannelRecording) {
            let names = exchanges.flatMap { exchange in
                (exchange.response?.answers ?? []).compactMap {
                    Self.labels(of: $0, below: recording.zone(of: exchange.name))
                }
            }
            guard names.count >= Self.fewestNames, let first = names.first,
                let fewest = names.map(\.count).min()
            else { return }
            while leading < fewest - 1, names.allSatisfy({ $0[leading] == first[leading] }) { leading += 1 }
            while leading + trailing < fewest - 1,
                names.allSatisfy({ $0[$0.count - 1 - trailing] == first[first.count - 1 - trailing] })
            {
                trailing += 1
            }
        }

        func octets(of answers: [AnswerRecord], below zone: DomainName) -> [UInt8] {
            answers.flatMap { answer -> [UInt8] in
                switch answer.type {
                case .txt: return CharacterStringText.joined(answer.octets)
                case .cname, .ns, .ptr, .mx, .srv:
                    let labels = Self.labels(of: answer, below: zone) ?? []
                    return Array(labels.dropFirst(leading).dropLast(trailing).joined())
                case .a, .aaaa, .soa, .opt, .dnskey, .rrsig, .ds, .nsec: return []
                default: return answer.octets
                }
            }
        }

        /// The labels of the name that a record has, left of what it has in common with the zone; `nil` for other records
        /// and for names in other domains.
        ///
        /// Servers of a service stand beside its own labels (RFC 2782), and a sender may ask below another label than
        /// it is answered.
        private static func labels(of answer: AnswerRecord, below zone: DomainName) -> [ArraySlice<UInt8>]? {
            let skipped: Int
            switch answer.type {
            case .cname, .ns, .ptr: skipped = 0
            case .mx: skipped = 2
            case .srv: skipped = 6
            default: return nil
            }
            guard let name = DomainName(rdata: answer.octets.dropFirst(skipped)) else { return nil }
            let common = (0...zone.labelCount).last { name.isSubdomain(of: zone.suffix(labelCount: $0)) } ?? 0
            guard common >= min(fewestCommonLabels, zone.labelCount), common > 0, name.labelCount > common
            else { return nil }
            return Array(name.prefix(dropping: common).labels)
        }
    }

    /// Addresses in the order of the octet that numbers them, without it and without what stands before it.
    private struct Addresses {
        /// Octets before the payload of each address, in responses with several.
        private var header: Int?

        init(_ exchanges: [RecordedExchange]) {
            let headers = exchanges.compactMap { exchange in
                exchange.response?.answers.addresses
            }
            .filter { $0.count > 2 }.map(Self.header)
            let counts = Dictionary(grouping: headers, by: { $0 }).mapValues(\.count)
            guard let most = counts.max(by: { ($0.value, $0.key ?? 0) < ($1.value, $1.key ?? 0) }) else {
                return
            }
            header = 2 * most.value > headers.count ? most.key : nil
        }

        func octets(of answers: [AnswerRecord], below zone: DomainName) -> [UInt8] {
            let addresses = answers.addresses
            // Responses may have addresses of both families, of which one alone is numbered.
            guard let header, addresses.allSatisfy({ $0.count > header }) else {
                return Array(addresses.joined())
            }
            return addresses.sorted { $0[header - 1] < $1[header - 1] }.flatMap { $0.dropFirst(header) }
        }

        /// The number of octets up to the one that numbers addresses; `nil` where none does.
        private static func header(of addresses: [[UInt8]]) -> Int? {
            guard let first = addresses.first, addresses.allSatisfy({ $0.count == first.count }) else {
                return nil
            }
            var place = 0
            while place < first.count, addresses.allSatisfy({ $0[place] == first[place] }) { place += 1 }
            guard place + 1 < first.count else { return nil }
            let numbers = addresses.map { Int($0[place]) }.sorted()
            return zip(numbers.dropFirst(), numbers).allSatisfy { $0 == $1 + 1 } ? place + 1 : nil
        }
    }
}

extension Array<AnswerRecord> {
    /// The octets of addresses among them; records of other lengths, which hostile servers send, are none.
    var addresses: [[UInt8]] {
        filter { $0.type == .a && $0.octets.count == 4 || $0.type == .aaaa && $0.octets.count == 16 }.map(
            \.octets
        )
    }
}
