import DNSObservation
import DNSWire
import TestSupport

/// Ordinary traffic that looks odd, each kind beside its twin: the same shape with somebody's payload in it.
///
/// Made after the documents that each case names; zones and addresses are made up.
enum OrdinaryWorld: String, CaseIterable, Sendable {
    /// RFC 5782: addresses and domains of senders; RFC 7489, 8461, 8460: policies of their domains.
    case mailGateway
    /// RFC 7929: whether recipients have a key.
    case mailboxKeys
    /// RFC 7208 §7.
    case senderPolicies
    /// kubernetes.io, DNS for Services and Pods: ndots 5.
    case clusterSearchLists
    /// Devices that ask for a host of their own each.
    case deviceFleet
    /// Hosts named for a digest of what they serve, asked for by many.
    case hashedHosts
    /// A host of its own for each picture that is counted.
    case countedPictures
    /// A vendor's service that is asked about files by digests, under no suffix that anybody lists.
    case fileReputation
    /// MS-ADTS §6.3.2.
    case directoryLocators
    /// RFC 1035 §3.5, RFC 3596 §2.5: addresses in a log.
    case logAddresses
    /// RFC 8555 §8.4 through acme-dns.
    case certificateIssuance
    /// RFC 8555 §8.4 through acme-dns, where the capture shows one of the places that an authority looks from.
    case issuanceHub
    /// RFC 6376 §3.6.1: the keys of a mailer's customers, whose resolvers ask its own server.
    case mailKeys
    /// RFC 6116 §3.2.
    case telephoneNumbers
    /// 3GPP TS 29.303 §5: the nodes that serve the areas of a mobile network.
    case mobileNodes
    /// p2p-forge and Plex: hosts with certificates for names that spell their addresses.
    case hostsNamedForAddresses
    /// Lists of addresses that answer each question with an address of its own, asked by many.
    case answeredAddresses
    /// A vendor's client with two kinds of questions.
    case twoKindsOfQuestions
    /// A gateway for mail that asks about files and messages by digests, beside nobody else.
    case gatewayVerdicts
    /// Tokens of web pages' sessions, from a resolver that throws coins for the case of letters.
    case tokensBehindResolver
    /// Two services with tokens, whose askers share one address.
    case twoServicesOfManyUsers
    /// A controller that compares a zone with what it should hold, every few minutes.
    case comparedZone
    /// A program that polls about as often as its cache forgets.
    case pollThroughCache
    /// A monitor that lets no cache answer.
    case healthChecks
    /// A monitor that numbers its probes.
    case numberedProbes
    /// Words that may be hosts.
    case subdomainGuesses
    /// A list of domains, of which many are gone.
    case domainList
    /// Nodes of a peer-to-peer network that each seed gives others of.
    case seeds
    /// The same to one node that starts again and again.
    case restartedNode
    /// RFC 6763 over unicast.
    case serviceDiscovery
    /// RFC 9156 and RFC 4035 by a validating resolver.
    case validatingResolver
    /// Hosts of one measurement that share its token, of visitors behind one address.
    case probeTokens
    /// A pool of servers, of which a resolver gives all who ask the same until it forgets them.
    case sharedPool
    /// A service that knows some digests, each with the date and share of its own, and denies the others.
    case knownFiles
    /// Stores whose hosts are aliases of numbered machines.
    case storedObjects
    /// The networks of the addresses in a log, as texts.
    case addressOrigins
    /// Categories of the domains that pages come from, for several top-level domains in one zone.
    case askedCategories
    /// The search list of a cluster that is named below a registered domain.
    case clusterOfCompany
    /// RFC 9156 by a resolver behind which somebody asks about files by digests in two labels.
    case minimizedDigests
    /// A signed list, of which many senders are on none.
    case signedList
    /// Checks that write the time in the name, beside the name of who asks.
    case timedChecks
    /// Machines that each poll a name of their own at their own pace, behind one resolver.
    case fleetBehindResolver
    /// Policies of customers below one zone, with addresses of their own (RFC 7208).
    case senderAddresses
    /// RFC 9849: hosts of one content network, which changes its key by the hour.
    case networkKeys
    /// RFC 8555 §8.4: one host that renews its certificate again and again.
    case renewedTokens
    /// RFC 7858's bootstraps, captive portals, WPAD, Chrome's probes.
    case laptop

    /// A monitor that asks for names that no zone has, so that the denial comes from the zone itself.
    case deniedChecks
    /// RFC 4255: a machine that sets up the hosts of a cluster through a shell.
    case hostKeys
    /// RFC 6763 over unicast: what there is to print on, by the names that people gave machines.
    case listedPrinters
    /// RFC 6116 with the networks that numbers were ported to, from a carrier that asks for each call.
    case portedNumbers

    /// The traffic, or that of the twin.
    func traffic(carriesPayload: Bool) -> Traffic {
        var world = World(seed: 7)
        switch self {
        case .mailGateway: world.mailGateway(carriesPayload)
        case .mailboxKeys: world.mailboxKeys(carriesPayload)
        case .senderPolicies: world.senderPolicies(carriesPayload)
        case .clusterSearchLists: world.clusterSearchLists(carriesPayload)
        case .deviceFleet: world.deviceFleet(carriesPayload)
        case .hashedHosts: world.hashedHosts(carriesPayload)
        case .countedPictures: world.countedPictures(carriesPayload)
        case .fileReputation: world.fileReputation(carriesPayload)
        case .directoryLocators: world.directoryLocators(carriesPayload)
        case .logAddresses: world.logAddresses(carriesPayload)
        case .certificateIssuance: world.certificateIssuance(carriesPayload)
        case .issuanceHub: world.issuanceHub(carriesPayload)
        case .mailKeys: world.mailKeys(carriesPayload)
        case .telephoneNumbers: world.telephoneNumbers(carriesPayload)
        case .mobileNodes: world.mobileNodes(carriesPayload)
        case .hostsNamedForAddresses: world.hostsNamedForAddresses(carriesPayload)
        case .answeredAddresses: world.answeredAddresses(carriesPayload)
        case .twoKindsOfQuestions: world.twoKindsOfQuestions(carriesPayload)
        case .numberedProbes: world.numberedProbes(carriesPayload)
        case .restartedNode: world.restartedNode(carriesPayload)
        case .gatewayVerdicts: world.gatewayVerdicts(carriesPayload)
        case .tokensBehindResolver: world.tokensBehindResolver(carriesPayload)
        case .twoServicesOfManyUsers: world.twoServicesOfManyUsers(carriesPayload)
        case .comparedZone: world.comparedZone(carriesPayload)
        case .pollThroughCache: world.pollThroughCache(carriesPayload)
        case .healthChecks: world.healthChecks(carriesPayload)
        case .subdomainGuesses: world.subdomainGuesses(carriesPayload)
        case .domainList: world.domainList(carriesPayload)
        case .seeds: world.seeds(carriesPayload)
        case .serviceDiscovery: world.serviceDiscovery(carriesPayload)
        case .validatingResolver: world.validatingResolver(carriesPayload)
        case .probeTokens: world.probeTokens(carriesPayload)
        case .sharedPool: world.sharedPool(carriesPayload)
        case .knownFiles: world.knownFiles(carriesPayload)
        case .storedObjects: world.storedObjects(carriesPayload)
        case .addressOrigins: world.addressOrigins(carriesPayload)
        case .askedCategories: world.askedCategories(carriesPayload)
        case .clusterOfCompany: world.clusterOfCompany(carriesPayload)
        case .minimizedDigests: world.minimizedDigests(carriesPayload)
        case .signedList: world.signedList(carriesPayload)
        case .timedChecks: world.timedChecks(carriesPayload)
        case .fleetBehindResolver: world.fleetBehindResolver(carriesPayload)
        case .senderAddresses: world.senderAddresses(carriesPayload)
        case .networkKeys: world.networkKeys(carriesPayload)
        case .renewedTokens: world.renewedTokens(carriesPayload)
        case .laptop: world.laptop(carriesPayload)
        case .deniedChecks: world.deniedChecks(carriesPayload)
        case .hostKeys: world.hostKeys(carriesPayload)
        case .listedPrinters: world.listedPrinters(carriesPayload)
        case .portedNumbers: world.portedNumbers(carriesPayload)
        }
        return (world.traffic.inOrderOfTime + TrafficModel.browsing(seed: 3)).inOrderOfTime
    }

    /// Queries of the kind itself, to count findings for each.
    var queries: Int { traffic(carriesPayload: false).observations.count { !$0.isResponse } }
}

/// Writes the traffic of one kind.
private struct World {
    var traffic = Traffic()
    private var generator: SeededGenerator
    /// English words, in no order, that somebody sends in pieces.
    private let text: [UInt8]
    private static let suffixes = ["com", "org", "net", "de", "co.uk", "io"]
    private static let words = [
        "mail", "shop", "river", "stone", "blue", "cloud", "media", "north", "bank", "farm", "data", "work",
        "house", "green", "lake", "wood", "star", "line", "port", "field",
    ]

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        text = (0..<3_000).flatMap { _ in
            Array((Self.words.randomElement(using: &generator) ?? "").utf8) + [UInt8(ascii: " ")]
        }
        self.generator = generator
    }

    private mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
    private mutating func chance(_ share: Double) -> Bool {
        Double.random(in: 0..<1, using: &generator) < share
    }
    private mutating func id() -> UInt16 { UInt16.random(in: .min ... .max, using: &generator) }
    private mutating func word() -> String { Self.words[number(0..<Self.words.count)] }
    private mutating func domain() -> String {
        "\(word())\(word())\(number(1..<90)).\(Self.suffixes[number(0..<Self.suffixes.count)])"
    }
    private mutating func hex(_ octets: Int) -> String {
        String(decoding: TextEncoding.base16.encode(generator.octets(octets)), as: UTF8.self)
    }
    private mutating func base32(_ octets: Int) -> String {
        String(decoding: TextEncoding.base32.encode(generator.octets(octets)), as: UTF8.self)
    }
    private func hexText(_ index: Int, _ octets: Int) -> String {
        let piece = (0..<octets).map { text[index * octets + $0] }
        return String(decoding: TextEncoding.base16.encode(piece), as: UTF8.self)
    }
    private static func uuid(_ hex: String) -> String {
        let digits = Array(hex)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
    private mutating func publicAddress() -> UInt32 {
        UInt32(number(20..<100)) << 24 | UInt32(number(0..<1 << 24))
    }
    private mutating func ask(
        _ time: Double,
        _ name: String,
        _ type: RecordType = .a,
        client: UInt32 = 0x0A00_0011,
        _ answers: [Traffic.Answer] = [],
        code: ResponseCode = .noError
    ) {
        traffic.exchange(at: time, name, type: type, client: client, id: id(), answers: answers, code: code)
    }

    private mutating func ask(
        _ time: Double,
        _ name: String,
        client: UInt32 = 0x0A00_0011,
        _ answers: [Traffic.Answer],
        code: ResponseCode = .noError
    ) {
        ask(time, name, .a, client: client, answers, code: code)
    }

    mutating func mailGateway(_ carriesPayload: Bool) {
        for index in 0..<400 {
            let time = Double(index) * 0.7
            let isSpam = chance(0.3)
            let codes: [Traffic.Answer] = isSpam ? [.address(0x7F00_0002)] : []
            let (address, sender) = (
                "\(number(1..<255)).\(number(0..<255)).\(number(0..<255)).\(number(20..<220))", domain()
            )
            ask(time, "\(address).rbl.listhost.org", codes, code: isSpam ? .noError : .nxDomain)
            let asked = carriesPayload ? "\(base32(30)).\(base32(20))" : sender
            ask(
                time + 0.1,
                "\(asked).uri.listhost.org",
                carriesPayload ? [.address(0x7F00_0002)] : codes,
                code: isSpam || carriesPayload ? .noError : .nxDomain
            )
            ask(
                time + 0.2,
                "_dmarc.\(sender)",
                .txt,
                [.text("v=DMARC1; p=reject; rua=mailto:d@\(sender)".utf8)]
            )
            ask(
                time + 0.2,
                "_mta-sts.\(sender)",
                .txt,
                [.text("v=STSv1; id=2026\(number(1000..<9999));".utf8)]
            )
            ask(time + 0.3, "_smtp._tls.\(sender)", .txt, [.text("v=TLSRPTv1; rua=mailto:t@\(sender)".utf8)])
            ask(time + 0.3, "default._bimi.\(sender)", .txt, code: .nxDomain)
            ask(time + 0.4, sender, .mx, [.name(.mx, "mx.\(sender)")])
            ask(
                time + 0.4,
                "_25._tcp.mx.\(sender)",
                .tlsa,
                [Traffic.Answer(type: .tlsa, octets: [3, 1, 1] + generator.octets(32))]
            )
        }
    }

    mutating func mailboxKeys(_ carriesPayload: Bool) {
        for index in 0..<90 {
            let digest = carriesPayload ? hexText(index, 28) : hex(28)
            ask(
                Double(index * 37 % 90) * 11,
                "\(digest)._openpgpkey.university.org",
                .openpgpKey,
                code: .nxDomain
            )
        }
        for index in 0..<12 {
            // RFC 9580 §4.2: a key packet of 270 octets, version 4, RSA; else what anybody sends.
            let key = [0x99, 1, 0x0D, 4] + generator.octets(4) + [1] as [UInt8]
            let data = (carriesPayload ? generator.octets(9) : key) + generator.octets(400)
            ask(
                Double(index) * 83 + 5,
                "\(hex(28))._openpgpkey.institute.org",
                .openpgpKey,
                [Traffic.Answer(type: .openpgpKey, timeToLive: 3_600, octets: data)]
            )
        }
    }

    mutating func senderPolicies(_ carriesPayload: Bool) {
        for index in 0..<250 {
            let (address, sender) = (
                "\(number(20..<220)).\(number(0..<255)).\(number(0..<255)).\(number(1..<255))", domain()
            )
            let host = carriesPayload ? base32(24) : "mx\(number(1..<9))"
            ask(
                Double(index) * 1.3,
                "\(address)._ip.\(host).\(sender)._ehlo.\(sender)._spf.policyhost.com",
                .txt,
                [.text("v=spf1 ip4:\(address) -all".utf8)]
            )
        }
    }

    mutating func clusterSearchLists(_ carriesPayload: Bool) {
        for index in 0..<300 {
            let name =
                carriesPayload
                ? "\(base32(36)).\(base32(20))" : index % 3 == 0 ? "api.\(word()).com" : "\(word())-\(word())"
            let suffixes = [
                "prod.svc.cluster.local", "svc.cluster.local", "cluster.local", "eu-west-1.compute.internal",
            ]
            for (step, suffix) in suffixes.enumerated() {
                let exists = !carriesPayload && index % 3 != 0 && step == 0
                ask(
                    Double(index) * 0.9 + Double(step) / 100,
                    "\(name).\(suffix)",
                    exists ? [.address(0x0A60_0000 | UInt32(index))] : [],
                    code: exists ? .noError : .nxDomain
                )
                if exists { break }
            }
        }
    }

    mutating func deviceFleet(_ carriesPayload: Bool) {
        for hour in 0..<12 {
            for device in 0..<40 {
                let own = String(0xB8_27EB_0000_00 + device * 7_919, radix: 16)
                let name = carriesPayload && device == 3 ? base32(35) : own
                for poll in 0..<(carriesPayload && device == 3 ? 6 : 1) {
                    ask(
                        Double(hour * 600 + device * 3 + poll * 40),
                        poll > 0 ? "\(base32(35)).mqtt.thingmaker.net" : "\(name).mqtt.thingmaker.net",
                        client: 0x0A00_0100 + UInt32(device),
                        [.address(0x3411_2233)]
                    )
                }
            }
        }
    }

    mutating func hashedHosts(_ carriesPayload: Bool) {
        for index in 0..<240 {
            let client = carriesPayload ? 1 : UInt32(index % 24)
            let name = "\(hex(20)).edge.tilehost.net"
            let time = Double(index) + Double(number(0..<50)) / 100
            ask(
                time,
                name,
                client: 0x0A00_0100 + client,
                [.address(carriesPayload ? 0x3411_2233 : publicAddress())]
            )
        }
    }

    mutating func countedPictures(_ carriesPayload: Bool) {
        for index in 0..<180 {
            let client = carriesPayload ? 1 : UInt32(number(0..<12))
            ask(
                Double(index) * 2.2 + Double(number(0..<100)) / 60,
                "\(hex(30)).px.countmetrics.net",
                client: 0x0A00_0100 + client,
                [.address(0x3411_2233)]
            )
        }
    }

    mutating func fileReputation(_ carriesPayload: Bool) {
        for index in 0..<500 {
            let client = carriesPayload ? 1 : UInt32(number(0..<40))
            let digest = carriesPayload ? "\(base32(30)).\(base32(25))" : "4z9p5tjmcb.\(hex(5)).\(base32(16))"
            ask(
                Double(index) * 0.6,
                "\(digest).avq.shieldvendor.com",
                client: 0x0A00_0100 + client,
                [.address(0x7F00_0000 | UInt32(number(1..<5)) << 3)]
            )
        }
    }

    mutating func directoryLocators(_ carriesPayload: Bool) {
        let forest = Self.uuid(hex(16))
        for index in 0..<200 {
            let client = carriesPayload ? 1 : UInt32(index % 30)
            let controller =
                carriesPayload ? base32(35) : Self.uuid(String(repeating: "\(index % 6)", count: 32))
            let names: [(String, RecordType)] = [
                ("_ldap._tcp.\(forest).domains._msdcs.corp.company.com", .srv),
                ("_kerberos._tcp.dc._msdcs.corp.company.com", .srv),
                ("\(controller)._msdcs.corp.company.com", .cname),
            ]
            for (step, (name, type)) in names.enumerated() {
                let answer: Traffic.Answer =
                    type == .cname
                    ? .name(.cname, "dc\(index % 6).corp.company.com")
                    : Traffic.Answer(
                        type: .srv,
                        octets: [0, 0, 0, 100, 1, 0x85]
                            + MessageBuilder.name("dc\(index % 6).corp.company.com")
                    )
                ask(Double(index) * 4 + Double(step), name, type, client: 0x0A00_0100 + client, [answer])
            }
        }
    }

    mutating func logAddresses(_ carriesPayload: Bool) {
        for index in 0..<400 {
            let octets =
                carriesPayload
                ? (0..<3).map { Int(text[index * 3 + $0]) } + [77]
                : [number(1..<255), number(0..<255), number(0..<255), number(20..<220)]
            let exists = chance(0.4)
            ask(
                Double(index) * 0.4,
                octets.map { "\($0)" }.joined(separator: ".") + ".in-addr.arpa",
                .ptr,
                exists ? [.name(.ptr, "host\(number(0..<9_999)).\(domain())")] : [],
                code: exists ? .noError : .nxDomain
            )
            if !carriesPayload, index % 3 == 0 {
                let digits = hex(16).map { "\($0)" }.joined(separator: ".")
                ask(Double(index) * 0.4 + 0.1, "\(digits).ip6.arpa", .ptr, code: .nxDomain)
            }
        }
    }

    mutating func certificateIssuance(_ carriesPayload: Bool) {
        for index in 0..<150 {
            let customer = domain()
            let time = Double(index) * 9
            let token = TextEncoding.base64.encode(generator.octets(32)).prefix(43)
            let account = "\(Self.uuid(hex(16))).auth.challengehost.io"
            ask(time, "_acme-challenge.\(customer)", .txt, [.name(.cname, account), .text(token)])
            // An authority looks from several places (CA/B Forum SC-067).
            for look in 0..<(carriesPayload ? 1 : 4) {
                ask(time + Double(look), account, .txt, [.text(token, timeToLive: 1)])
            }
            ask(
                time + 5,
                customer,
                .caa,
                [Traffic.Answer(type: .caa, octets: [0, 5] + Array("issueletsencrypt.org".utf8))]
            )
        }
    }

    mutating func issuanceHub(_ carriesPayload: Bool) {
        for index in 0..<120 {
            var digits = Array(hex(16))
            if !carriesPayload { (digits[12], digits[16]) = ("4", "a") }
            // A digest has 256 bits: the last of 43 symbols stands for four of them.
            let token = TextEncoding.base64.encode(generator.octets(32)).prefix(43)
            ask(
                Double(index) * 70,
                "\(Self.uuid(String(digits))).auth.hubhost.io",
                .txt,
                [.text(token, timeToLive: 1)]
            )
        }
    }

    mutating func mailKeys(_ carriesPayload: Bool) {
        let start = traffic.observations.count
        for index in 0..<300 {
            // RFC 8017 appendix A.1.1: the beginning of a key of 2,048 bits.
            let key = [0x30, 0x82, 0x01, 0x22, 0x30, 0x0D] + generator.octets(210)
            let data = carriesPayload ? generator.octets(216) : key
            let text = "p=" + String(decoding: TextEncoding.standardBase64.encode(data), as: UTF8.self)
            ask(
                Double(index) * 3,
                "\(base32(20)).dkim.mailerhost.com",
                .txt,
                client: 0x0A00_0100 + UInt32(carriesPayload ? 1 : index % 40),
                [.text(text.utf8, timeToLive: 1_800)]
            )
        }
        for index in traffic.observations.indices.dropFirst(start) {
            traffic.observations[index].recursionDesired = false
        }
    }

    mutating func telephoneNumbers(_ carriesPayload: Bool) {
        for index in 0..<300 {
            let number = (0..<11).map { _ in "\(self.number(0..<10))" }
            let target = carriesPayload ? base32(40) : "+\(number.joined())@gate\(index % 4).carrierhost.net"
            let expression = Array("!^.*$!sip:\(target)!".utf8)
            ask(
                Double(index) * 8,
                number.reversed().joined(separator: ".") + ".e164.carrierhost.net",
                .naptr,
                [
                    Traffic.Answer(
                        type: .naptr,
                        octets: [0, 100, 0, 10, 1, 0x75, 7] + Array("E2U+sip".utf8) + [
                            UInt8(expression.count)
                        ]
                            + expression + [0]
                    )
                ]
            )
        }
    }

    mutating func mobileNodes(_ carriesPayload: Bool) {
        let network = "epc.mnc001.mcc262.pub.3gpphost.org"
        for _ in 0..<1_500 {
            let area = number(0..<300)
            let name =
                carriesPayload
                ? "tac-\(base32(15)).tac.\(network)"
                : "tac-lb\(String(area % 100, radix: 16)).tac-hb0\(area / 100).tac.\(network)"
            let nodes = (0..<3).map { 1 + (area * 7 + $0 * 13) % 40 }
            ask(
                Double(number(0..<7_200_000)) / 1_000,
                name,
                .naptr,
                client: 0x0A00_0100 + UInt32(carriesPayload ? 1 : number(0..<4)),
                nodes.map { node in
                    let target = carriesPayload ? base32(30) : "topoff.vip1.node\(node).sgw"
                    return Traffic.Answer(
                        type: .naptr,
                        timeToLive: 300,
                        octets: [0, 10, 0, UInt8(10 * (area % 3))] + [1, UInt8(ascii: "a"), 19]
                            + Array("x-3gpp-sgw:x-s5-gtp".utf8) + [0]
                            + MessageBuilder.name("\(target).\(network)")
                    )
                }
            )
        }
    }

    mutating func hostsNamedForAddresses(_ carriesPayload: Bool) {
        for index in 0..<300 {
            let address =
                carriesPayload
                ? (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(text[index * 4 + $1]) } : publicAddress()
            let spelled = (0..<4).map { "\(address >> (24 - 8 * UInt32($0)) & 255)" }.joined(separator: "-")
            let key = "k51qzi5uqu5d\(base32(30).lowercased())\(word())aa".prefix(62)
            let owner = index % 2 == 0 ? "\(key).peerhost.direct" : "9f\(index % 6)c.playerhost.direct"
            ask(
                Double(index) * 11 + Double(number(0..<100)) / 20,
                "\(spelled).\(owner)",
                [.address(address)]
            )
        }
    }

    mutating func answeredAddresses(_ carriesPayload: Bool) {
        for index in 0..<700 {
            let octets =
                carriesPayload
                ? (0..<4).map { Int(text[index * 4 + $0]) }
                : [number(1..<255), number(0..<255), number(0..<255), number(20..<220)]
            ask(
                Double(index) * 0.6,
                octets.map { "\($0)" }.joined(separator: ".") + ".zen.scorehost.org",
                client: 0x0A00_0100 + UInt32(carriesPayload ? 1 : number(0..<60)),
                [
                    .name(.cname, "e\(number(0..<99_999)).edge\(index % 4).fronthost.net"),
                    .address(publicAddress(), timeToLive: 60),
                ]
            )
        }
    }

    mutating func twoKindsOfQuestions(_ carriesPayload: Bool) {
        for index in 0..<500 {
            let client = carriesPayload ? 1 : UInt32(number(0..<18))
            let question =
                carriesPayload
                ? "\(base32(20 + index % 15)).\(base32(10 + index % 7))"
                : index % 3 == 0
                    ? (0..<14).map { _ in "\(number(0..<4))" }.joined(separator: ".") + ".unknown.f"
                    : "3.1o\(hex(16)).\(hex(15)).\(hex(12)).i"
            ask(
                Double(index) * 7 + Double(number(0..<400)) / 100,
                "\(question).01.s.lookuphost.net",
                .txt,
                client: 0x0A00_0100 + client,
                [.text("v=1;r=\(number(0..<4))".utf8, timeToLive: 300)]
            )
        }
    }

    mutating func gatewayVerdicts(_ carriesPayload: Bool) {
        let verdicts = ["clean", "clean", "clean", "unknown", "spam:3", "phish:97"]
        for index in 0..<600 {
            let name =
                index % 2 == 0
                ? "\(base32(25)).\(hex(6)).fp.vethost.io" : "\(hex(28)).att.vethost.io"
            // Base32 of 25 octets has 40 symbols.
            ask(
                Double(number(0..<2_400_000)) / 1_000,
                name,
                .txt,
                [.text((carriesPayload ? "ok" : verdicts[number(0..<6)]).utf8)]
            )
        }
    }

    mutating func tokensBehindResolver(_ carriesPayload: Bool) {
        func coins(_ name: String) -> String {
            String(name.map { Bool.random(using: &generator) ? Character($0.uppercased()) : $0 })
        }
        let start = traffic.observations.count
        for _ in 0..<300 {
            let time = Double(number(0..<700_000)) / 1_000
            ask(time, coins("www.\(domain())"), [.address(publicAddress())])
            let token = carriesPayload ? "\(base32(35)).\(base32(20))" : "i2-\(base32(12))"
            ask(
                time + 0.3,
                coins("\(token).init.radarhost.net"),
                [.address(0x6853_9800 | UInt32(carriesPayload ? 1 : number(0..<5)))]
            )
        }
        for index in traffic.observations.indices.dropFirst(start) {
            traffic.observations[index].recursionDesired = false
        }
    }

    mutating func twoServicesOfManyUsers(_ carriesPayload: Bool) {
        for _ in 0..<220 {
            let time = Double(number(0..<6_800_000)) / 1_000
            let tokens =
                carriesPayload
                ? [base32(21), base32(21), base32(21), base32(21)] : [Self.uuid(hex(16)), hex(16)]
            for (service, token) in tokens.enumerated() {
                ask(
                    time + Double(service * 7),
                    "\(token).\(["fastrum", "nsmeasure", "skywire", "loopgate"][service])host.net",
                    [.address(0x9765_0107)]
                )
            }
        }
    }

    mutating func comparedZone(_ carriesPayload: Bool) {
        for round in 0..<8 {
            for host in 0..<90 {
                let name = carriesPayload ? "\(base32(12))" : "\(Self.words[host % 20])-pr\(host * 7)"
                let time = Double(round * 240 + host) + Double(number(0..<50)) / 100
                ask(
                    time,
                    "a-\(name).apps.builderhost.io",
                    .txt,
                    [.text("heritage=external-dns,external-dns/owner=cluster-\(host * 31)".utf8)]
                )
                ask(
                    time + 0.1,
                    "\(name).apps.builderhost.io",
                    [
                        .name(
                            .cname,
                            carriesPayload
                                ? "\(base32(24)).elb.cloudhost.net"
                                : "k8s-\(host * 7_919)-\(host * 104_729).elb.cloudhost.net"
                        ), .address(0x12C2_0000 | UInt32(host)),
                    ]
                )
            }
        }
    }

    mutating func pollThroughCache(_ carriesPayload: Bool) {
        var time = 5.0
        var expires = 0.0
        for _ in 0..<320 {
            // A poll every minute or so; what is asked for within a minute of the last answer comes from the cache.
            time += carriesPayload ? (chance(0.5) ? 20 : 40) : 60 * Double(number(900..<1_100)) / 1_000
            guard carriesPayload || time >= expires else { continue }
            ask(time, "time.clockhost.org", [.address(0x2895_1017, timeToLive: carriesPayload ? 1 : 60)])
            expires = time + 60
        }
    }

    mutating func numberedProbes(_ carriesPayload: Bool) {
        for index in 0..<400 {
            let rest = carriesPayload ? base32(15) : "probe"
            let time = Double(index) * 15 + Double(number(0..<150)) / 100
            ask(time, "\(rest)-\(71_000 + index).site\(index % 3).watchhost.io", [.address(0x3411_2233)])
            if !carriesPayload {
                ask(time + 1, "cb\(1_795_000_000 + Int(time)).www.shophost.com", [.address(0x3411_2244)])
            }
        }
    }

    mutating func healthChecks(_ carriesPayload: Bool) {
        for index in 0..<400 {
            let identifier = Self.uuid(carriesPayload ? hexText(index, 16) : hex(16))
            ask(
                Double(index) * 10 + Double(number(0..<20)) / 1_000,
                "\(identifier).health.watchers.io",
                [.address(0x3411_2233)]
            )
        }
    }

    mutating func subdomainGuesses(_ carriesPayload: Bool) {
        for index in 0..<900 {
            let exists = index % 60 == 0
            let guess =
                carriesPayload
                ? hex(12)
                : chance(0.4)
                    ? "\(word())-\(word())"
                    : chance(0.5) ? "\(word())\(number(1..<99))" : "\(word()).\(word())"
            ask(
                Double(index) * 0.2,
                "\(guess).target.org",
                exists ? [.address(publicAddress())] : [],
                code: exists ? .noError : .nxDomain
            )
        }
    }

    mutating func domainList(_ carriesPayload: Bool) {
        for index in 0..<500 {
            let exists = carriesPayload ? false : chance(0.7)
            let letters = (0..<14).map { _ in String(UnicodeScalar(UInt8(97 + number(0..<26)))) }.joined()
            let name = carriesPayload ? "\(letters).com" : "www.\(domain())"
            ask(
                Double(index) * 2,
                name,
                exists ? [.address(publicAddress())] : [],
                code: exists ? .noError : .nxDomain
            )
        }
    }

    mutating func seeds(_ carriesPayload: Bool) {
        for start in 0..<12 {
            for seed in 0..<(carriesPayload ? 1 : 6) {
                let addresses = (0..<25).map { _ in
                    Traffic.Answer.address(
                        carriesPayload ? UInt32(number(0..<1 << 32)) : publicAddress(),
                        timeToLive: 60
                    )
                }
                ask(
                    Double(start) * 300 + Double(seed),
                    "seed.node\(seed)coin.org",
                    client: 0x0A00_0100 + UInt32(carriesPayload ? 1 : start % 5),
                    addresses
                )
            }
        }
    }

    mutating func restartedNode(_ carriesPayload: Bool) {
        for start in 0..<16 {
            let addresses = (0..<24).map { _ in
                Traffic.Answer.address(
                    carriesPayload
                        ? UInt32(number(0..<1 << 32))
                        : UInt32(number(11..<127)) << 24 | UInt32(number(0..<1 << 24)),
                    timeToLive: 60
                )
            }
            ask(Double(start) * 400, "seed.smallcoin.org", addresses)
        }
    }

    mutating func probeTokens(_ carriesPayload: Bool) {
        for _ in 0..<300 {
            let time = Double(number(0..<6_000_000)) / 1_000
            let token = base32(12)
            for (step, host) in ["i1", "i2", "s1"].enumerated() {
                let own = carriesPayload ? "\(base32(20)).\(base32(16))" : "p4-\(token)-\(host)-v6exp3"
                ask(time + Double(step) / 10, "\(own).v4.metrichost.com", [.address(0x6853_9801)])
            }
        }
    }

    mutating func sharedPool(_ carriesPayload: Bool) {
        var expires = 0.0
        var addresses: [Traffic.Answer] = []
        for index in 0..<700 {
            let time = Double(index) * 20
            if carriesPayload || time >= expires {
                expires = time + 130
                addresses = (0..<4).map { _ in
                    .address(UInt32(number(11..<127)) << 24 | UInt32(number(0..<1 << 24)), timeToLive: 130)
                }
            }
            let left = carriesPayload ? 130 : UInt32(expires - time)
            ask(
                time,
                "2.unix.poolhost.org",
                addresses.map { answer in
                    var answer = answer
                    answer.timeToLive = left
                    return answer
                }
            )
        }
    }

    mutating func knownFiles(_ carriesPayload: Bool) {
        for _ in 0..<700 {
            let isKnown = carriesPayload || chance(0.5)
            let verdict = "\(1_700_000_000 + number(0..<400) * 86_400) \(number(20..<100))"
            let answer = carriesPayload ? Array(base32(40).utf8) : Array(verdict.utf8)
            ask(
                Double(number(0..<2_800_000)) / 1_000,
                "\(hex(16)).files.knownhash.net",
                .txt,
                isKnown ? [.text(answer)] : [],
                code: isKnown ? .noError : .nxDomain
            )
        }
    }

    mutating func storedObjects(_ carriesPayload: Bool) {
        let accounts = (0..<300).map { _ in base32(12) }
        let machines = (0..<300).map { _ in "ams\(number(10..<30))prdstr\(number(10..<40))a" }
        for index in 0..<900 {
            let account = carriesPayload ? index % 300 : number(0..<300)
            let alias = carriesPayload ? "\(base32(30))" : machines[account]
            ask(
                Double(index) * 3 + Double(number(0..<200)) / 100,
                "\(accounts[account]).blob.storehost.net",
                [
                    .name(.cname, "blob.\(alias).store.storehost.net"),
                    .address(0x3411_0000 | UInt32(account)),
                ]
            )
        }
    }

    mutating func addressOrigins(_ carriesPayload: Bool) {
        for index in 0..<1_500 {
            let (a, b, c) = (number(11..<220), number(0..<256), number(0..<256))
            let country = ["US", "DE", "FR", "NL", "GB", "JP"][number(0..<6)]
            let text =
                "\(number(300..<64_000)) | \(a).\(b).\(c).0/24 | \(country) | ripencc | 20\(number(10..<25))-0\(number(1..<9))-11"
            ask(
                Double(index) * 5,
                "\(number(1..<255)).\(c).\(b).\(a).origin.networkhost.com",
                .txt,
                [.text(carriesPayload ? Array(base32(40).utf8) : Array(text.utf8))]
            )
        }
    }

    mutating func askedCategories(_ carriesPayload: Bool) {
        for _ in 0..<1_200 {
            let page = hex(4)
            let asked = carriesPayload ? "\(base32(30)).\(base32(20))" : "\(domain()).p\(page)"
            ask(
                Double(number(0..<3_600_000)) / 1_000,
                "\(asked).url.gradehost.com",
                .txt,
                [.text("c\(number(0..<64)):\(number(0..<4))".utf8)]
            )
        }
    }

    mutating func clusterOfCompany(_ carriesPayload: Bool) {
        let services = (0..<40).map { _ in "\(word())-\(word())" }
        for index in 0..<900 {
            let isInside = index % 3 > 0
            let name =
                isInside
                ? services[number(0..<40)]
                : carriesPayload ? "\(base32(30)).\(base32(14)).com" : "www.\(domain())"
            for (step, suffix) in ["prod.svc", "svc"].enumerated() {
                let exists = isInside && step == 0
                ask(
                    Double(index) + Double(step) / 100,
                    "\(name).\(suffix).k8s.clusterhost.net",
                    exists ? [.address(0x0A60_0000 | UInt32(index % 40))] : [],
                    code: exists ? .noError : .nxDomain
                )
                if exists { break }
            }
        }
    }

    mutating func minimizedDigests(_ carriesPayload: Bool) {
        let start = traffic.observations.count
        for _ in 0..<800 {
            let time = Double(number(0..<1_600_000)) / 1_000
            let (one, two) = (hex(10), carriesPayload ? "\(base32(30)).\(hex(6))" : hex(10))
            ask(time, "\(one).v1.sumhost.net", [])
            ask(
                time + 0.1,
                "\(two).\(one).v1.sumhost.net",
                .txt,
                [.text((carriesPayload ? "ok" : "w\(number(0..<4));c=\(number(0..<3))").utf8)]
            )
        }
        for index in traffic.observations.indices.dropFirst(start) {
            traffic.observations[index].recursionDesired = false
        }
    }

    mutating func signedList(_ carriesPayload: Bool) {
        for index in 0..<900 {
            let isListed = carriesPayload || chance(0.3)
            let kind = index % 3
            let digest = carriesPayload ? "\(base32(32)).\(base32(14))" : kind == 0 ? base32(32) : hex(20)
            let signature = Traffic.Answer(type: .rrsig, octets: [0, 1, 13, 3] + generator.octets(90))
            ask(
                Double(index) * 3,
                "\(digest)._\(kind == 0 ? "file" : "mail").hbl.signedlist.org",
                isListed ? [.address(0x7F00_0002 + UInt32(number(0..<8))), signature] : [],
                code: isListed ? .noError : .nxDomain
            )
        }
    }

    mutating func timedChecks(_ carriesPayload: Bool) {
        for index in 0..<200 {
            let time = Double(index) * 30 + Double(number(0..<10)) / 100
            let digits = carriesPayload ? hexText(index, 8) : "\(1_765_433_255 + Int(time))"
            ask(time, "\(digits)-8b48ef.chk.checkhost.net", [.address(0x3411_2233, timeToLive: 1)])
        }
    }

    mutating func fleetBehindResolver(_ carriesPayload: Bool) {
        let machines = (0..<20).map { _ in hex(6) }
        var polls: [(time: Double, machine: Int)] = []
        for machine in 0..<20 {
            for round in 0..<40 {
                let pause = Double(number(0..<10_000)) / 1_000
                polls.append((Double(round) * 100 + Double(machine * 7 % 20) * 5 + pause, machine))
            }
        }
        for (index, poll) in polls.sorted(by: { $0.time < $1.time }).enumerated() {
            let asked = carriesPayload ? number(0..<16) : poll.machine
            let time = carriesPayload ? Double(index) * 5 : poll.time
            ask(time, "agent-\(machines[asked]).in.agenthost.com", [.address(0x3411_2233, timeToLive: 1)])
        }
    }

    mutating func senderAddresses(_ carriesPayload: Bool) {
        var policies: [String: String] = [:]
        for index in 0..<90 {
            let addresses = (0..<4).map { _ -> String in
                let address = carriesPayload ? UInt32(number(0..<1 << 32)) : publicAddress()
                return [24, 16, 8, 0].map { "\(address >> $0 & 255)" }.joined(separator: ".")
            }
            let customer = carriesPayload ? "c\(index)" : word()
            let policy =
                policies[customer] ?? "v=spf1 " + addresses.map { "ip4:\($0) " }.joined() + "-all"
            policies[customer] = policy
            let time = carriesPayload ? Double(index) * 5 : Double(number(0..<2_000_000)) / 1_000
            ask(time, "\(customer).senderhost.com", .txt, [.text(policy.utf8, timeToLive: 300)])
        }
    }

    mutating func networkKeys(_ carriesPayload: Bool) {
        var key: [UInt8] = []
        for index in 0..<240 {
            if carriesPayload || index % 60 == 0 { key = generator.octets(65) }
            let list = [0x00, 0x45, 0xFE, 0x0D, 0x00, 0x41] + key
            let parameters = [0, 1, 0, 3, 2, 0x68, 0x32, 0, 5, 0, UInt8(list.count)] + list
            let answer = Traffic.Answer(type: .https, timeToLive: 300, octets: [0, 1, 0] + parameters)
            ask(Double(index) * 60, "h\(index).edge.pageshost.com", .https, [answer])
            ask(Double(index) * 60, "h\(index).edge.pageshost.com", .a, [.address(0x6853_9801)])
        }
    }

    mutating func deniedChecks(_ carriesPayload: Bool) {
        for index in 0..<900 {
            // Whoever has something to send does so when it comes up.
            let time = Double(index) * 15 + Double(number(0..<(carriesPayload ? 15_000 : 20))) / 1_000
            ask(time, "\(Self.uuid(hex(16))).missing.watchers.org", code: .nxDomain)
        }
    }

    mutating func hostKeys(_ carriesPayload: Bool) {
        var time = 0.0
        for index in 0..<400 {
            let name = "node\(index).cluster.institute.org"
            // Five hosts at a time, which take as long as they do.
            time += index % 5 == 0 ? Double(number(1..<40)) : 0.05
            if !carriesPayload { ask(time, name, [.address(0x0A50_0100 | UInt32(index))]) }
            let keys = [1, 3, 4].flatMap { algorithm in
                [(1, 20), (2, 32)].map { kind, count in
                    Traffic.Answer(
                        type: .sshfp,
                        timeToLive: 3_600,
                        octets: [algorithm, kind] + generator.octets(count)
                    )
                }
            }
            ask(time + 0.1, name, .sshfp, keys)
        }
    }

    mutating func listedPrinters(_ carriesPayload: Bool) {
        let (service, site) = ("_ipp._tcp.print.institute.org", "print.institute.org")
        let printers = (0..<20).map { "\(word()) C\(3_000 + $0 * 137) @ \(word()) \($0)" }
        for index in 0..<60 {
            let time = Double(index) * 31
            let client = 0x0A00_0100 + UInt32(carriesPayload ? 1 : index % 9)
            let listed = carriesPayload ? (0..<20).map { _ in base32(25) } : printers
            ask(time, service, .ptr, client: client, listed.map { .name(.ptr, "\($0).\(service)") })
            for (number, printer) in listed.enumerated() where number % 5 == index % 5 {
                let host = Traffic.Answer(
                    type: .srv,
                    octets: [0, 0, 0, 0, 2, 0x77] + MessageBuilder.name("host\(number).\(site)")
                )
                let traits =
                    "txtvers=1adminurl=http://host\(number).\(site)pdl=image/urfUUID=0b1c-\(number)ty=\(printer)"
                ask(time + 1, "\(printer).\(service)", .srv, client: client, [host])
                ask(time + 1, "\(printer).\(service)", .txt, client: client, [.text(traits.utf8)])
            }
        }
    }

    mutating func portedNumbers(_ carriesPayload: Bool) {
        for index in 0..<900 {
            let number = "49170" + (0..<6).map { _ in "\(self.number(0..<10))" }.joined()
            let route =
                carriesPayload
                ? base32(40)
                : "+\(number);npdi;rn=+49D\(100 + index % 90)@ims.mnc00\(index % 4).mcc262.carriernetwork.org"
            let expression = Array("!^.*$!sip:\(route)!".utf8)
            let octets: [UInt8] =
                [0, 100, 0, 10, 1, 0x75, 7] + Array("E2U+sip".utf8) + [UInt8(expression.count)] + expression
                + [0]
            ask(
                Double(index) * 4,
                number.reversed().map(String.init).joined(separator: ".") + ".e164.carriernetwork.org",
                .naptr,
                [Traffic.Answer(type: .naptr, octets: octets)]
            )
        }
    }

    mutating func renewedTokens(_ carriesPayload: Bool) {
        for index in 0..<(carriesPayload ? 90 : 12) {
            let token = TextEncoding.base64.encode(generator.octets(32)).prefix(43)
            ask(
                Double(index) * (carriesPayload ? 6 : 3_600),
                "_acme-challenge.www.shophost.net",
                .txt,
                [.text(token, timeToLive: 1)]
            )
        }
    }

    mutating func serviceDiscovery(_ carriesPayload: Bool) {
        for index in 0..<120 {
            let client = carriesPayload ? 1 : UInt32(index % 20)
            let time = Double(index) * 13
            ask(
                time,
                "b._dns-sd._udp.0.1.0.10.in-addr.arpa",
                .ptr,
                client: 0x0A00_0100 + client,
                code: .nxDomain
            )
            ask(
                time + 1,
                "_ipp._tcp.office.company.org",
                .ptr,
                client: 0x0A00_0100 + client,
                [.name(.ptr, "hall\(index % 4)._ipp._tcp.office.company.org")]
            )
            let record =
                carriesPayload
                ? "txtvers=1note=\(base32(60))" : "txtvers=1qtotal=1rp=printers/hall\(index % 4)"
            ask(
                time + 2,
                "hall\(index % 4)._ipp._tcp.office.company.org",
                .txt,
                client: 0x0A00_0100 + client,
                [.text(record.utf8)]
            )
        }
    }

    mutating func validatingResolver(_ carriesPayload: Bool) {
        let start = traffic.observations.count
        for index in 0..<300 {
            let zone = domain()
            let time = Double(index) * 1.1
            ask(time, "_.\(zone)", code: .noError)
            ask(
                time + 0.1,
                zone,
                .ds,
                [Traffic.Answer(type: .ds, octets: [0x12, UInt8(index % 256), 13, 2] + generator.octets(32))]
            )
            ask(
                time + 0.2,
                zone,
                .dnskey,
                [Traffic.Answer(type: .dnskey, octets: [1, 1, 3, 13] + generator.octets(64))]
            )
            ask(
                time + 0.3,
                "www.\(zone)",
                [.address(publicAddress()), Traffic.Answer(type: .rrsig, octets: generator.octets(100))]
            )
            if carriesPayload {
                ask(
                    time + 0.4,
                    "\(base32(35)).t.carrier.net",
                    .txt,
                    [.text(TextEncoding.base64.encode(generator.octets(60)), timeToLive: 0)]
                )
            }
        }
        for index in traffic.observations.indices.dropFirst(start) {
            traffic.observations[index].recursionDesired = false
        }
    }

    mutating func laptop(_ carriesPayload: Bool) {
        // The portal answers all names with its own address until somebody pays.
        for site in 0..<10 {
            let name = "www.visited\(site).com"
            ask(Double(site), name, [.address(0x0A01_0101, timeToLive: 5)])
            ask(Double(100 + site), name, [.address(publicAddress(), timeToLive: 60)])
        }
        if carriesPayload {
            ask(200, "x7f3.attackers.com", [.address(publicAddress(), timeToLive: 1)])
            ask(203, "x7f3.attackers.com", [.address(0xC0A8_0101, timeToLive: 1)])
        }
        for round in 0..<6 {
            for _ in 0..<3 {
                let letters = (0..<number(7..<15)).map { _ in
                    String(UnicodeScalar(UInt8(97 + number(0..<26))))
                }.joined()
                ask(Double(round) * 60, letters, code: .nxDomain)
            }
            ask(Double(round) * 60 + 1, "wpad.corp.company.com", code: .nxDomain)
            ask(Double(round) * 60 + 1, "isatap.corp.company.com", code: .nxDomain)
            ask(Double(round) * 60 + 2, "dns.google", [.address(0x0808_0808), .address(0x0808_0404)])
        }
    }
}
