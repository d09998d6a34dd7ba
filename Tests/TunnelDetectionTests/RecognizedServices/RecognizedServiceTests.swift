import Channels
import DNSWire
import Findings
import RecognizedServices
import TestSupport
import Testing
import TunnelDetection
import ZoneProfiles

/// Every recognized service by names of its own, and what must take the excuse away from it.
@Suite struct RecognizedServiceTests {
    /// What one service is asked and answers.
    struct Service: CustomTestStringConvertible, Sendable {
        let name: String
        /// Names with the suffix; `{b26}` stands for so many symbols of Base32, `{h32}` of Base16, `{d8}` of decimal
        /// digits, `{o}` for an octet in decimal, `{n}` for a hexadecimal digit, `{w}` for a word.
        let names: [String]
        let answer: Answer
        /// The registered domain, or whatever the profile is about.
        let zone: String

        var testDescription: String { name }

        enum Answer: Sendable {
            case code
            case same
            case address
            case token
            case text(String)
            case none
        }

        init(_ name: String, _ names: String..., answer: Answer, zone: String) {
            self.name = name
            self.names = names
            self.answer = answer
            self.zone = zone
        }
    }

    static let nibbles = [String](repeating: "{n}.", count: 32).joined()

    static let services = [
        Service(
            "McAfee Global Threat Intelligence",
            "{b26}.avqs.mcafee.com",
            "0.0.{n}{n}.{h32}.avts.mcafee.com",
            answer: .code,
            zone: "mcafee.com"
        ),
        Service(
            "Sophos Extensible List",
            "{o}.{h16}.{h20}.samples.sophosxl.net",
            "4.{h16}.{h20}.sxl4.sophosxl.net",
            answer: .same,
            zone: "sophosxl.net"
        ),
        Service("ESET LiveGrid", "{b36}.a.e.e5.sk", "{b16}.a.e.e5.sk", answer: .same, zone: "e5.sk"),
        Service(
            "Team Cymru Malware Hash Registry",
            "{h32}.malware.hash.cymru.com",
            "{h40}.malware.hash.cymru.com",
            answer: .code,
            zone: "cymru.com"
        ),
        Service(
            "Trend Micro reputation",
            "{b40}.{b20}.url.trendmicro.com",
            "{b30}.tmrs-erss.trendmicro.com",
            answer: .same,
            zone: "trendmicro.com"
        ),
        Service(
            "Exchange Online mail hosts",
            "{w}{w}-com.mail.protection.outlook.com",
            answer: .address,
            zone: "outlook.com"
        ),
        Service(
            "Google user content hosts",
            "{h52}-apidata.googleusercontent.com",
            "lh{d1}.googleusercontent.com",
            answer: .address,
            zone: "googleusercontent.com"
        ),
        Service("Gateways to IPFS", "baf{b56}.ipfs.cf-ipfs.com", answer: .address, zone: "cf-ipfs.com"),
        Service("Seeds of Bitcoin nodes", "x{h2}.seed.bitcoin.sipa.be", answer: .address, zone: "sipa.be"),
        Service("Webroot BrightCloud", "{b32}.webcfs00.com", answer: .same, zone: "webcfs00.com"),
        Service(
            "SonicWall reputation",
            "{o}.{o}.{o}.{o}.geoipd.global.sonicwall.com",
            answer: .same,
            zone: "sonicwall.com"
        ),
        Service("Avast secure DNS", "2.securedns.avast.com", answer: .text("DNSC"), zone: "avast.com"),
        Service(
            "Rspamd lists",
            "{b32}.email.rspamd.com",
            "{b32}.uribl.rspamd.com",
            answer: .code,
            zone: "rspamd.com"
        ),
        Service(
            "Spamhaus block lists",
            "{o}.{o}.{o}.{o}.zen.spamhaus.org",
            "{w}{w}.com.dbl.spamhaus.org",
            "\(nibbles)zen.spamhaus.org",
            answer: .code,
            zone: "spamhaus.org"
        ),
        Service(
            "Spamhaus block lists",
            "{o}.{o}.{o}.{o}.k3y4k3y4k3y4k3y4k3y4k3y4k3.zen.dq.spamhaus.net",
            answer: .code,
            zone: "spamhaus.net"
        ),
        Service("SpamCop block list", "{o}.{o}.{o}.{o}.bl.spamcop.net", answer: .code, zone: "spamcop.net"),
        Service("SORBS block lists", "{o}.{o}.{o}.{o}.dnsbl.sorbs.net", answer: .code, zone: "sorbs.net"),
        Service("SURBL", "{w}{w}.net.multi.surbl.org", answer: .code, zone: "surbl.org"),
        Service("URIBL", "{w}{w}.co.multi.uribl.com", answer: .code, zone: "uribl.com"),
        Service(
            "Barracuda reputation",
            "{o}.{o}.{o}.{o}.b.barracudacentral.org",
            answer: .code,
            zone: "barracudacentral.org"
        ),
        Service(
            "Barracuda spam and URL look-ups",
            "{b32}.{h16}.bl.barracudabrts.com",
            answer: .same,
            zone: "barracudabrts.com"
        ),
        Service(
            "Composite block list",
            "{o}.{o}.{o}.{o}.cbl.abuseat.org",
            answer: .code,
            zone: "abuseat.org"
        ),
        Service(
            "Spam Eating Monkey",
            "{o}.{o}.{o}.{o}.bl.spameatingmonkey.net",
            answer: .code,
            zone: "spameatingmonkey.net"
        ),
        Service("Mailshell lists", "{w}{w}.com.lbl8.mailshell.net", answer: .code, zone: "mailshell.net"),
        Service("DNSWL allow list", "{o}.{o}.{o}.{o}.list.dnswl.org", answer: .code, zone: "dnswl.org"),
        Service(
            "Passive Spam Block List",
            "{o}.{o}.{o}.{o}.psbl.surriel.com",
            answer: .code,
            zone: "surriel.com"
        ),
        Service(
            "UCEPROTECT",
            "{o}.{o}.{o}.{o}.dnsbl-1.uceprotect.net",
            answer: .code,
            zone: "uceprotect.net"
        ),
        Service("Mailspike", "{o}.{o}.{o}.{o}.bl.mailspike.net", answer: .code, zone: "mailspike.net"),
        Service(
            "SenderScore",
            "{o}.{o}.{o}.{o}.score.senderscore.com",
            answer: .code,
            zone: "senderscore.com"
        ),
        Service(
            "Hostkarma",
            "{o}.{o}.{o}.{o}.hostkarma.junkemailfilter.com",
            answer: .code,
            zone: "junkemailfilter.com"
        ),
        Service("GBUdb Truncate", "{o}.{o}.{o}.{o}.truncate.gbudb.net", answer: .code, zone: "gbudb.net"),
        Service("0spam", "{o}.{o}.{o}.{o}.bl.0spam.org", answer: .code, zone: "0spam.org"),
        Service(
            "Backscatterer",
            "{o}.{o}.{o}.{o}.ips.backscatterer.org",
            answer: .code,
            zone: "backscatterer.org"
        ),
        Service("Invaluement", "{o}.{o}.{o}.{o}.sip.invaluement.com", answer: .code, zone: "invaluement.com"),
        Service("MSBL e-mail hashes", "{h40}.ebl.msbl.org", answer: .code, zone: "msbl.org"),
        Service("NiX Spam", "{o}.{o}.{o}.{o}.ix.dnsbl.manitu.net", answer: .code, zone: "manitu.net"),
        Service(
            "Abusix Mail Intelligence",
            "{o}.{o}.{o}.{o}.k3y4k3y4k3y4k3y4k3y4k3y4.combined.mail.abusix.zone",
            answer: .code,
            zone: "abusix.zone"
        ),
        Service("DroneBL", "{o}.{o}.{o}.{o}.dnsbl.dronebl.org", answer: .code, zone: "dronebl.org"),
        Service("EFnet RBL", "{o}.{o}.{o}.{o}.rbl.efnetrbl.org", answer: .code, zone: "efnetrbl.org"),
        Service("Tor exit list", "{o}.{o}.{o}.{o}.tor.dan.me.uk", answer: .code, zone: "dan.me.uk"),
        Service(
            "Project Honey Pot",
            "abcdefghijkl.{o}.{o}.{o}.{o}.dnsbl.httpbl.org",
            answer: .code,
            zone: "httpbl.org"
        ),
        Service("SpamRATS", "{o}.{o}.{o}.{o}.all.spamrats.com", answer: .code, zone: "spamrats.com"),
        Service(
            "ModSecurity look-ups",
            "{o}.{o}.{o}.{o}.bl.modsecurity.org",
            answer: .code,
            zone: "modsecurity.org"
        ),
        Service(
            "Team Cymru IP to ASN mapping",
            "{o}.{o}.{o}.{o}.origin.asn.cymru.com",
            "AS{d4}.asn.cymru.com",
            "\(nibbles)origin6.asn.cymru.com",
            "{h32}.malware.hash.cymru.com",
            answer: .text("4134 | 117.80.0.0/12 | CN | apnic | 2007-07-04"),
            zone: "cymru.com"
        ),
        Service(
            "Reverse look-ups of IPv4 addresses",
            "{o}.{o}.{o}.{o}.in-addr.arpa",
            "{o}.0-25.{o}.{o}.{o}.in-addr.arpa",
            answer: .none,
            zone: "in-addr.arpa"
        ),
        Service("Reverse look-ups of IPv6 addresses", "\(nibbles)ip6.arpa", answer: .none, zone: "ip6.arpa"),
        Service(
            "ENUM telephone numbers",
            "{n1}.{n1}.{n1}.{n1}.{n1}.{n1}.{n1}.{n1}.9.4.e164.arpa",
            answer: .text("u E2U+sip !^.*$!sip:info@example.com!"),
            zone: "e164.arpa"
        ),
        Service(
            "RouteViews routing look-ups",
            "{o}.{o}.{o}.{o}.asn.routeviews.org",
            answer: .text("64496 192.0.2.0 24"),
            zone: "routeviews.org"
        ),
        Service(
            "Kubernetes names and search suffixes",
            "{w}-{d2}.prod.svc.cluster.local",
            "www.{w}{w}.com.br.svc.cluster.local",
            answer: .none,
            zone: "cluster.local"
        ),
        Service(
            "Names of a private network",
            "{w}{d2}.yaxa.local",
            "_ldap._tcp.dc._msdcs.yaxa.local",
            "_ldap._tcp.{h8}-{h4}-{h4}-{h4}-{h12}.domains._msdcs.yaxa.local",
            "{w}{w}.yaxa.local",
            "wpad.yaxa.local",
            "{h8}-{h4}-{h4}-{h4}-{h12}.local",
            answer: .none,
            zone: "yaxa.local"
        ),
        Service(
            "Google safe frame hosts",
            "{h32}.safeframe.googlesyndication.com",
            answer: .address,
            zone: "googlesyndication.com"
        ),
        Service(
            "Google Video edge hosts",
            "rr{n1}---sn-{b8}-{b4}.googlevideo.com",
            answer: .address,
            zone: "googlevideo.com"
        ),
        Service(
            "Google address experiments",
            "p{n1}-{b16}-{b16}-if.ds.metric.gstatic.com",
            answer: .address,
            zone: "gstatic.com"
        ),
        Service("AMP cache hosts", "d-{d20}.ampproject.net", answer: .address, zone: "ampproject.net"),
        Service("NTP pool", "2.{w}.pool.ntp.org", "{n1}.pool.ntp.org", answer: .address, zone: "ntp.org"),
        Service(
            "Amazon load balancers and hosts",
            "internal-{w}-{d10}.eu-west-1.elb.amazonaws.com",
            "{b20}.appsync-api.us-east-1.amazonaws.com",
            answer: .address,
            zone: "amazonaws.com"
        ),
        Service(
            "Azure and Microsoft edge hosts",
            "{w}-{b12}.z1.azureedge.net",
            answer: .address,
            zone: "azureedge.net"
        ),
        Service("Akamai edge hosts", "e{d6}.dscx.akamaiedge.net", answer: .address, zone: "akamaiedge.net"),
        Service("Real user measurement beacons", "{h8}.akstat.io", answer: .address, zone: "akstat.io"),
        Service(
            "Steam content servers",
            "cache{d2}-fra2.steamcontent.com",
            answer: .address,
            zone: "steamcontent.com"
        ),
        Service(
            "Spotify access points",
            "gew1-{w}-{d4}.ap.spotify.com",
            answer: .address,
            zone: "spotify.com"
        ),
        Service(
            "OpenDNS diagnostics",
            "debug.opendns.com",
            "{w}.debug.opendns.com",
            answer: .text("server m12.ams"),
            zone: "opendns.com"
        ),
        Service(
            "Leak tests of resolvers",
            "{b20}.test.dnsleaktest.com",
            answer: .address,
            zone: "dnsleaktest.com"
        ),
        Service(
            "Resolver identification",
            "o-o.myaddr.l.google.com",
            "{b12}.rs.dns-oarc.net",
            "{b12}.whoami.akamai.net",
            answer: .text("192.0.2.1"),
            zone: "."
        ),
        Service(
            "APNIC measurements",
            "0du-u{h8}-c13-a{d2}-s{d10}-i{h8}-0.am.dotnxdomain.net",
            answer: .address,
            zone: "dotnxdomain.net"
        ),
        Service(
            "acme-dns challenges",
            "{h8}-{h4}-{h4}-{h4}-{h12}.auth.acme-dns.io",
            answer: .token,
            zone: "acme-dns.io"
        ),
        Service(
            "ClamAV database versions",
            "current.cvd.clamav.net",
            "{d5}.{d2}.1.0.{h8}.ping.clamav.net",
            answer: .same,
            zone: "clamav.net"
        ),
        Service(
            "AWS certificate validation",
            "_{h32}.jkddzztszm.acm-validations.aws",
            answer: .same,
            zone: "acm-validations.aws"
        ),
        Service(
            "Comodo and Sectigo validation",
            "{h32}.{h32}.comodoca.com",
            answer: .same,
            zone: "comodoca.com"
        ),
    ]

    @Test func everyServiceHasARow() {
        #expect(Set(Self.services.map(\.name)) == Set(RecognizedServiceCatalog.all.map(\.name)))
        #expect(Set(RecognizedServiceCatalog.all.map(\.name)).count == RecognizedServiceCatalog.all.count)
        #expect(RecognizedServiceCatalog.all.allSatisfy { $0.source.count >= 10 })
    }

    @Test(arguments: services) func isRecognized(service: Service) throws {
        for channel in try Self.channels(of: service) {
            #expect(Self.name(of: channel) == service.name)
        }
    }

    /// Straight to a server that serves nothing else, as DET does with `google.com`.
    @Test(arguments: services) func unusualServer(service: Service) throws {
        for channel in try Self.channels(of: service) {
            #expect(Self.name(of: channel, isOrdinaryResolver: false) == nil)
        }
    }

    /// Names end in labels that only end like the service's.
    @Test(arguments: services) func almostTheSuffix(service: Service) throws {
        for channel in try Self.channels(of: service, suffixPrefix: "not") {
            let found = Self.name(of: channel)
            // Under a private suffix all names are the network's own.
            #expect(found == nil || found == "Names of a private network", "\(channel.zone.presentation)")
        }
    }

    @Test(arguments: services) func payloadInPlaceOfTheLayout(service: Service) throws {
        var generator = SeededGenerator(seed: 5)
        for name in service.names {
            let labels = name.split(separator: ".").suffix(2).map { Array($0.utf8) }
            var traffic = Traffic()
            for index in 0..<24 {
                let payload = TextEncoding.base32.labels(generator.octets(80), length: 63)
                traffic.exchange(at: Double(index), labels: payload + labels)
            }
            #expect(Self.names(of: traffic).allSatisfy { $0 == nil }, "\(name)")
        }
    }

    @Test(arguments: services) func payloadInAnswers(service: Service) throws {
        var generator = SeededGenerator(seed: 6)
        var traffic = Traffic()
        for index in 0..<24 {
            let name = Self.expanded(service.names[index % service.names.count], &generator)
            traffic.exchange(
                at: Double(index),
                name,
                type: .txt,
                answers: [.text(TextEncoding.base64.encode(generator.octets(300)))]
            )
        }
        #expect(Self.names(of: traffic).allSatisfy { $0 == nil })
    }

    /// One look-up of the service's own web site does not matter, two of ten do.
    @Test(arguments: [(1, true), (2, false)]) func namesOffTheLayout(count: Int, isRecognized: Bool) throws {
        var traffic = Traffic()
        for index in 0..<9 {
            traffic.exchange(
                at: Double(index),
                "\(index).2.0.192.origin.asn.cymru.com",
                type: .txt,
                answers: [.text("64496 | ZZ".utf8)]
            )
        }
        for index in 0..<count { traffic.exchange(at: 20, "\(index == 0 ? "whois" : "www").cymru.com") }
        #expect(Self.names(of: traffic) == [isRecognized ? "Team Cymru IP to ASN mapping" : nil])
    }

    // MARK: - Making traffic

    private static func channels(of service: Service, suffixPrefix: String = "") throws -> [Channel] {
        var generator = SeededGenerator(seed: 1)
        var traffic = Traffic()
        for index in 0..<48 {
            var labels = expanded(service.names[index % service.names.count], &generator)
                .split(separator: ".").map(String.init)
            if !suffixPrefix.isEmpty {
                let registered = max(0, labels.count - service.zone.split(separator: ".").count)
                labels[min(registered, labels.count - 1)] =
                    suffixPrefix + labels[min(registered, labels.count - 1)]
            }
            let (type, answers): (RecordType, [Traffic.Answer]) =
                switch service.answer {
                case .code: (.a, [.address(0x7F00_0002 + UInt32(index % 3))])
                case .same: (.a, [.address(0x0808_0808)])
                case .address:
                    (.a, [.address(UInt32.random(in: 0x1000_0000...0x5000_0000, using: &generator))])
                case .token: (.txt, [.text(TextEncoding.base64.encode(generator.octets(32)))])
                case .text(let text): (.txt, [.text(text.utf8)])
                case .none: (.a, [])
                }
            traffic.exchange(
                at: Double(index),
                labels.joined(separator: "."),
                type: type,
                answers: answers,
                code: answers.isEmpty ? .nxDomain : .noError
            )
        }
        let channels = Self.channels(of: traffic)
        try #require(!channels.isEmpty)
        return channels
    }

    /// The channels below all zones, cut where the program would.
    private static func channels(of traffic: Traffic) -> [Channel] {
        traffic.table().zones.map { profile in
            let names = profile.names.records.map(\.name)
            let zone = ZoneCut.zone(of: ZoneCut.candidates(below: profile.zone, names: names))
            return Channel(profile: profile, zone: zone, surroundings: ScanSurroundings(clients: 1))
        }.filter { !$0.names.isEmpty }
    }

    private static func names(of traffic: Traffic) -> [String?] {
        channels(of: traffic).map { name(of: $0) }
    }

    private static func name(of channel: Channel, isOrdinaryResolver: Bool = true) -> String? {
        RecognizedServiceCatalog.service(
            of: channel,
            isOrdinaryResolver: isOrdinaryResolver,
            areAddressesData: channel.features.reverseSpread.evidence != nil
        )?.name
    }

    private static func expanded(_ template: String, _ generator: inout SeededGenerator) -> String {
        let words = ["red", "wood", "nova", "bank", "shop", "data", "play", "east"]
        return template.split(separator: "{", omittingEmptySubsequences: false).enumerated().map {
            index,
            part in
            guard index > 0, let end = part.firstIndex(of: "}") else { return String(part) }
            let count = Int(part[..<end].dropFirst()) ?? 1
            let symbols =
                switch part.first {
                case "b": TextEncoding.base32.rawValue
                case "h": TextEncoding.base16.rawValue
                case "n": part[..<end] == "n1" ? "0123" : TextEncoding.base16.rawValue
                default: "0123456789"
                }
            let value =
                switch part.first {
                case "w": words[Int.random(in: 0..<words.count, using: &generator)]
                case "o": String(Int.random(in: 0...255, using: &generator))
                default: String((0..<count).compactMap { _ in symbols.randomElement(using: &generator) })
                }
            return value + part[part.index(after: end)...]
        }.joined()
    }
}
