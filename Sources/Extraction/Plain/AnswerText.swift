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
    /// The label of an answer's name that is not the same in all of them, the first of several.
    let number: ArraySlice<UInt8>?
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
        let content = records == .texts ? Texts(exchanges, recording).content : Addresses(exchanges).content
        var texts: [AnswerText] = []
        var seen: Set<[UInt8]> = []
        for exchange in exchanges {
            guard let response = exchange.response else { continue }
            let (text, number) = content(response.answers, recording.zone(of: exchange.name))
            guard !text.isEmpty, seen.insert(exchange.name.lowercased.octets + [0] + text).inserted else {
                continue
            }
            let labels = Array(recording.subdomain(of: exchange.name).labels)
            texts.append(AnswerText(name: labels, octets: text, number: number, place: response.place))
        }
        let counts = Dictionary(grouping: texts.map(\.octets), by: { $0 }).mapValues(\.count)
        // Four octets of a content come again by chance; where they are numbered, each has its place.
        let least = Counter(ofNames: texts.map(\.name)) == nil ? 0 : texts.count / wordShare
        texts.removeAll { counts[$0.octets, default: 0] >= max(wordRepetitions, least) }
        return texts
    }

    /// Texts and names, and of names only the labels that are not the same in all of them, in the order that the records
    /// of a response have.
    private struct Texts {
        private var leading = 0
        private var trailing = 0
        /// The place of a label that numbers the names of each response, such as `ns1`, or all of them where each response has
        /// one, among those that are not the same.
        private var numbering: Int?
        /// Whether even those types carry something that zones and resolvers need for themselves.
        private let upkeepCounts: Bool
        /// What numbers the texts of one response.
        private let order: RecordOrder?

        private static let fewestNames = 3
        /// Names of one domain have two labels in common, or more.
        private static let fewestCommonLabels = 2
        private static let typesOfUpkeep: Set<RecordType> = [.soa, .dnskey, .ds, .cds, .cdnskey]
        /// A zone has fewer records of its own upkeep, even where its keys change.
        private static let mostOfUpkeep = 8

        init(_ exchanges: [RecordedExchange], _ recording: ChannelRecording) {
            order = RecordOrder(
                exchanges.map {
                    ($0.response?.answers ?? []).filter { $0.type == .txt }.map(RecordPayload.octets)
                }
            )
            let all = exchanges.flatMap { $0.response?.answers ?? [] }
            let ofUpkeep = all.filter { Self.typesOfUpkeep.contains($0.type) }
            upkeepCounts =
                2 * ofUpkeep.count >= all.count && Set(ofUpkeep.map(\.octets)).count > Self.mostOfUpkeep
            let responses = exchanges.map { exchange in
                (exchange.response?.answers ?? []).flatMap {
                    Self.names(in: $0, below: recording.zone(of: exchange.name))
                }
            }
            let names = Array(responses.joined())
            guard names.count >= Self.fewestNames, let first = names.first,
                let fewest = names.map(\.count).min()
            else { return }
            while leading < fewest - 1, names.allSatisfy({ $0[leading] == first[leading] }) { leading += 1 }
            while leading + trailing < fewest - 1,
                names.allSatisfy({ $0[$0.count - 1 - trailing] == first[first.count - 1 - trailing] })
            {
                trailing += 1
            }
            let places = leading..<(fewest - trailing)
            guard places.count > 1 else { return }
            let areAlone = responses.allSatisfy { $0.count < 2 }
            numbering = places.first { place in
                areAlone
                    ? Counter(responses.map { $0.first?[place] }) != nil
                    : Self.doesNumber(responses.map { $0.map { $0[place] } })
            }
        }

        /// Whether labels are the first ones of one list in each response that has several.
        private static func doesNumber(_ responses: [[ArraySlice<UInt8>]]) -> Bool {
            let lists = responses.filter { $0.count > 1 }.map { $0.sorted(by: precedes) }
            guard lists.count >= fewestNames, let longest = lists.max(by: { $0.count < $1.count }),
                zip(longest, longest.dropFirst()).allSatisfy({ $0 != $1 })
            else { return false }
            return lists.allSatisfy { $0.elementsEqual(longest.prefix($0.count)) }
        }

        /// Shorter labels first, so that 10 follows 9.
        private static func precedes(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
            one.count == other.count ? one.lexicographicallyPrecedes(other) : one.count < other.count
        }

        /// The octets of answers, and the label that counts them.
        func content(of answers: [AnswerRecord], below zone: DomainName) -> ([UInt8], ArraySlice<UInt8>?) {
            if let order, answers.allSatisfy({ $0.type == .txt }) {
                return (order.joined(answers.map(RecordPayload.octets)), nil)
            }
            let names = Self.inOrder(answers).flatMap { answer -> [[ArraySlice<UInt8>]] in
                if !upkeepCounts, Self.typesOfUpkeep.contains(answer.type) { return [] }
                switch answer.type {
                case .a, .aaaa, .opt, .rrsig, .nsec: return []
                case _ where Self.firstName(of: answer.type) != nil:
                    return Self.names(in: answer, below: zone).map {
                        Array($0.dropFirst(leading).dropLast(trailing))
                    }
                default: return [[RecordPayload.octets(of: answer)[...]]]
                }
            }
            guard let numbering = numbering.map({ $0 - leading }), names.allSatisfy({ $0.count > numbering })
            else {
                return (names.flatMap { Array($0.joined()) }, nil)
            }
            let octets = names.sorted { Self.precedes($0[numbering], $1[numbering]) }
                .flatMap { labels in labels.indices.filter { $0 != numbering }.flatMap { labels[$0] } }
            return (octets, names.first?[numbering])
        }

        /// Records in the order that the first number of their data gives them, where each has its own.
        ///
        /// Servers rotate them. The number is the preference of MX (RFC 1035 §3.3.9), the priority of SRV (RFC 2782) and
        /// SVCB (RFC 9460 §2.2), or the order of NAPTR (RFC 3403 §4.1).
        private static func inOrder(_ answers: [AnswerRecord]) -> [AnswerRecord] {
            guard let type = answers.first?.type, [.mx, .srv, .naptr, .svcb, .https].contains(type),
                answers.allSatisfy({ $0.type == type && $0.octets.count > 2 })
            else { return answers }
            func number(_ answer: AnswerRecord) -> Int { Int(answer.octets[0]) << 8 | Int(answer.octets[1]) }
            guard Set(answers.map(number)).count == answers.count else { return answers }
            return answers.sorted { number($0) < number($1) }
        }

        /// The labels of each name that a record has, left of what it has in common with the zone; none for other records,
        /// and without names in other domains.
        ///
        /// Servers of a service stand beside its own labels (RFC 2782), and a sender may ask below another label than
        /// it is answered.
        private static func names(in answer: AnswerRecord, below zone: DomainName) -> [[ArraySlice<UInt8>]] {
            guard let (start, count) = firstName(of: answer.type) else { return [] }
            let data =
                count == 1 ? [answer.octets.dropFirst(start)] : twoNames(answer.octets.dropFirst(start))
            return data.compactMap { data in
                guard let name = DomainName(rdata: data) else { return nil }
                let common =
                    (0...zone.labelCount).last { name.isSubdomain(of: zone.suffix(labelCount: $0)) } ?? 0
                guard common >= min(fewestCommonLabels, zone.labelCount), common > 0, name.labelCount > common
                else { return nil }
                return Array(name.prefix(dropping: common).labels)
            }
        }

        /// Where the names of a type's data begin, in octets, and how many there are; `nil` for types without names.
        ///
        /// Source: RFC 1035 §3.3, RFC 1183 §1 to §3.3, RFC 2163 §4, RFC 2230 §3.1, RFC 2782, RFC 6672 §2.1.
        private static func firstName(of type: RecordType) -> (start: Int, count: Int)? {
            switch type {
            case .cname, .dname, .ns, .ptr, .mb, .mg, .mr: (0, 1)
            case .mx, .afsdb, .rt, .kx: (2, 1)
            case .srv: (6, 1)
            case .soa, .rp, .minfo: (0, 2)
            case .px: (2, 2)
            default: nil
            }
        }

        /// The two names that data begins with, or none where there are no two.
        private static func twoNames(_ data: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
            var names: [ArraySlice<UInt8>] = []
            var start = data.startIndex
            while names.count < 2 {
                var end = start
                while end < data.endIndex, data[end] != 0 { end += 1 + Int(data[end]) }
                guard end < data.endIndex else { return [] }
                names.append(data[start...end])
                start = end + 1
            }
            return names
        }
    }

    /// Addresses in the order of the octet that numbers them, without it and without what stands before it.
    private struct Addresses {
        /// Where each address of a response has its number.
        private struct Layout: Hashable {
            /// The first octet that is not the same in all of them.
            let start: Int
            /// Whether the last octet is the number; else the first one that is not the same.
            let isAtEnd: Bool

            func number(_ address: [UInt8]) -> UInt8 { address[isAtEnd ? address.count - 1 : start] }

            func payload(_ address: [UInt8]) -> ArraySlice<UInt8> {
                isAtEnd ? address.dropFirst(start).dropLast() : address.dropFirst(start + 1)
            }
        }

        /// The layout in responses with several.
        private var layout: Layout?
        /// Whether the first octet of each payload says how many follow.
        private var haveLengths = false

        init(_ exchanges: [RecordedExchange]) {
            let several = exchanges.compactMap { $0.response?.answers.addresses }.filter { $0.count > 2 }
            let layouts = several.map(Self.layouts)
            let counts = Dictionary(grouping: layouts.joined(), by: { $0 }).mapValues(\.count)
            let most = counts.max { one, other in
                (one.value, one.key.isAtEnd ? 0 : 1) < (other.value, other.key.isAtEnd ? 0 : 1)
            }
            layout = most.flatMap { 2 * $0.value > several.count ? $0.key : nil }
            guard let layout else { return }
            let payloads = several.joined().filter { $0.count > layout.start + 1 }.map(layout.payload)
            let full = payloads.count { $0.first.map(Int.init) == $0.count - 1 }
            haveLengths =
                10 * full >= 9 * payloads.count && payloads.allSatisfy { Int($0.first ?? 0) < $0.count }
        }

        func content(of answers: [AnswerRecord], below zone: DomainName) -> ([UInt8], ArraySlice<UInt8>?) {
            let addresses = answers.addresses
            // Responses may have addresses of both families, of which one alone is numbered.
            guard let layout, addresses.allSatisfy({ $0.count > layout.start + 1 }) else {
                return (Array(addresses.joined()), nil)
            }
            let inOrder = addresses.sorted { layout.number($0) < layout.number($1) }
            let octets = inOrder.flatMap { address in
                let payload = layout.payload(address)
                return haveLengths ? payload.dropFirst().prefix(Int(payload.first ?? 0)) : payload
            }
            return (octets, nil)
        }

        /// The layouts under which the numbers of addresses follow each other.
        private static func layouts(of addresses: [[UInt8]]) -> [Layout] {
            guard let first = addresses.first, addresses.allSatisfy({ $0.count == first.count }) else {
                return []
            }
            var place = 0
            while place < first.count, addresses.allSatisfy({ $0[place] == first[place] }) { place += 1 }
            guard place + 1 < first.count else { return [] }
            return [false, true].map { Layout(start: place, isAtEnd: $0) }.filter { layout in
                let numbers = addresses.map { Int(layout.number($0)) }.sorted()
                return zip(numbers.dropFirst(), numbers).allSatisfy { $0 == $1 + 1 }
            }
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
