import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing
import Watching

@Suite struct ListTextTests {
    /// What a list holds, line by line, and which lines it could not read.
    private static func read(_ text: String) -> (items: [String], malformed: [Int]) {
        let list = ListText(name: "test", octets: Array(text.utf8))
        var items: [String] = []
        var malformed: [Int] = []
        list.forEachItem(malformed: { malformed.append($0) }) { item, line in
            let subject =
                switch item.subject {
                case .name(let name): String(decoding: list.octets[name.range], as: UTF8.self)
                case .prefix(let prefix): prefix.description
                }
            let details = [item.category, item.score.map { "\($0)" }].compactMap { $0 }
            items.append(([String(line), "\(item.reach)", subject] + details).joined(separator: " "))
        }
        return (items, malformed)
    }

    /// A list and its entries: line, reach, subject, and what else it says.
    @Test(
        arguments: [
            (
                "example.com\n.example.net\n*.example.org\n||example.info^\n",
                [
                    "1 suffix example.com", "2 suffix example.net", "3 below example.org",
                    "4 suffix example.info",
                ]
            ),
            (
                "# c\n\nexample.com # why\n! c\n192.0.2.1\n2001:db8::/32 ; SBL1\n",
                [
                    "3 suffix example.com", "5 exact 192.0.2.1", "6 exact 2001:db8::/32",
                ]
            ),
            (
                "127.0.0.1 localhost\n::1 ip6-localhost\n0.0.0.0 a.example.com b.example.com\r\n",
                [
                    "3 exact a.example.com", "3 exact b.example.com",
                ]
            ),
            (
                "1.10.16.0/20 ; SBL256894\n1.19.0.0/16 ; SBL434604\n",
                ["1 exact 1.10.16.0/20", "2 exact 1.19.0.0/16"]
            ),
            (
                "domain,category,score\nexample.com,c2,90\n\"example.net\",\"a, b\",5\n",
                [
                    "2 suffix example.com c2 90", "3 suffix example.net a, b 5",
                ]
            ),
            (
                "example.com;phishing;0.9\nexample.net;spam;0.25\n",
                [
                    "1 suffix example.com phishing 90", "2 suffix example.net spam 25",
                ]
            ),
            (
                "# first_seen,dst_ip,malware\n2026-01-01 10:00:00,192.0.2.9,Emotet\n",
                ["2 exact 192.0.2.9 Emotet"]
            ),
            (
                "Score\tIP\n8\t192.0.2.9\n10\t192.0.2.10\n",
                ["2 exact 192.0.2.9 80", "3 exact 192.0.2.10 100"]
            ),
            (
                // RFC 5891: U-labels are looked up as A-labels, whatever their case.
                "\u{FEFF}bücher.example\r\nBÜCHER.EXAMPLE # zwei\r\n*.bücher.example\r\n||bücher.example^\r\n",
                [
                    "1 suffix xn--bcher-kva.example", "2 suffix xn--bcher-kva.example",
                    "3 below xn--bcher-kva.example", "4 suffix xn--bcher-kva.example",
                ]
            ),
            (
                // RFC 3986 §3.2: user, host and port.
                "http://example.com/a?b=c\nhttps://me:secret@example.net:8443/x/\nhxxp://bad[.]example[.]org/a.exe\n"
                    + "example.com/path/x\nhttp://192.0.2.7/x\nhttps://[2001:db8::7]:443/\nftp://example.org\n",
                [
                    "1 exact example.com", "2 exact example.net", "3 exact bad.example.org",
                    "4 exact example.com",
                    "5 exact 192.0.2.7", "6 exact 2001:db8::7", "7 exact example.org",
                ]
            ),
            (
                "192.0.2.9:4444\n[2001:db8::9]:53\nexample.com:443\n2001:db8::1\n",
                ["1 exact 192.0.2.9", "2 exact 2001:db8::9", "3 exact example.com", "4 exact 2001:db8::1"]
            ),
            (
                "[Adblock Plus 2.0]\n! Title: x\n||example.com^\n@@||www.example.com^\n||example.net^$third-party,important\n"
                    + "example.org##.banner\n##.ad\n||192.0.2.1^\n||*.example.org^\n@@||example.info^|\n",
                [
                    "3 suffix example.com", "4 exception www.example.com", "5 suffix example.net",
                    "8 exact 192.0.2.1", "9 below example.org", "10 exception example.info",
                ]
            ),
            (
                // ThreatFox and MISP as they export.
                "# first_seen_utc,ioc_id,ioc_value,ioc_type,threat_type\n"
                    + "\"2026-01-01 10:00:00\", \"1\", \"192.0.2.9:8080\", \"ip:port\", \"botnet_cc\"\n"
                    + "\"2026-01-01 10:00:00\", \"2\", \"https://bad.example.com/x\", \"url\", \"payload_delivery\"\n",
                ["2 exact 192.0.2.9 botnet_cc", "3 exact bad.example.com payload_delivery"]
            ),
            (
                "id,domain,url,ip,category\r\n1,,https://example.com/x,,c2\r\n2,,,192.0.2.3,spam\r\n",
                ["2 exact example.com c2", "3 exact 192.0.2.3 spam"]
            ),
            (
                "address=/example.com/0.0.0.0\nlocal=/example.net/example.org/\n",
                ["1 suffix example.com", "2 suffix example.net", "2 suffix example.org"]
            ),
            (
                "local-zone: \"example.com\" always_nxdomain\nlocal-zone: example.net. refuse\n",
                ["1 suffix example.com", "2 suffix example.net"]
            ),
        ] as [(String, [String])]
    )
    func `content tells the format`(text: String, items: [String]) {
        #expect(Self.read(text).items == items)
        #expect(Self.read(text).malformed.isEmpty)
    }

    @Test func `response policy zones name triggers`() {
        let zone = """
            $ORIGIN rpz.example.
            $TTL 300
            @ IN SOA localhost. root.localhost. (
                1 3600 600 86400 300 )
              IN NS localhost.
            bad.example.com          IN CNAME .
            *.bad.example.com        IN CNAME *.
            full.example.net.rpz.example. 60 IN CNAME rpz-drop.
            ok.bad.example.com       IN CNAME rpz-passthru.
            walled.example.org       IN A 192.0.2.1
            24.0.2.0.192.rpz-ip      IN CNAME .
            48.zz.101.db8.2001.rpz-ip IN CNAME .
            ns.example.org.rpz-nsdname IN CNAME .
            """
        let (items, malformed) = Self.read(zone)
        #expect(
            items == [
                "6 exact bad.example.com", "7 below bad.example.com", "8 exact full.example.net",
                "9 exempt ok.bad.example.com", "10 exact walled.example.org", "11 exact 192.0.2.0/24",
                "12 exact 2001:db8:101::/48",
            ]
        )
        #expect(malformed == [13])
    }

    @Test func `what cannot be read is told by its line and stops nothing`() {
        let long = String(repeating: "a", count: 64)
        let text =
            "example.com\nForbidden\nbad..name\n\(long).com\n300.1.1.1\n10.0.0.0/33\ni❤.ws\nexample.org\n||ads.*^\n"
            + "||example.net^$domain=example.org\n||example.net/ads/\nme@example.net\nserver=/example.net/192.0.2.1\n"
        let (items, malformed) = Self.read(text)
        #expect(
            items == ["1 suffix example.com", "8 suffix example.org"]
                && malformed == [2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13]
        )
    }

    @Test func `any octets at all are read to their end`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let alphabet = Array("a.,;\t\"\n$#*|^@[] \u{00}1:/rpz-ip CNAME SOA ()ü".utf8) + [0xFF]
            let octets = (0..<200).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            let list = Watchlist(blocks: [ListText(name: "x", octets: octets)])
            #expect(
                list.matches(MessageBuilder.name("www.example.com").span).allSatisfy {
                    $0.kind == .listedDomain
                }
            )
        }
    }

    private static func notice(_ text: String) -> ListNotice? {
        var notices: [ListNotice] = []
        _ = Watchlist(blocks: [ListText(name: "x", octets: Array(text.utf8))]) { notices.append($0) }
        return notices.first
    }

    @Test(arguments: [
        "", "\n\n# nothing\n", "<html>\n<body>ads.example.com</body>\n",
        "  \r\n<?xml version=\"1.0\"?>\nads.example.com\n",
        "Not Found\n", "Forbidden\n", "@@||example.com^\n", "0.0.0.0/0\n",
        "ads.example.com\nalert dns any any -> any any (msg:\"x\"; dns.query; content:\"example.com\"; sid:1;)\n",
        "$TTL 1\n@ IN SOA a. b. 1 1 1 1 1\n NS a.\n",
    ])
    func `what is no list is told apart from one`(text: String) {
        #expect(Self.notice(text)?.fault != nil)
        #expect(Self.notice(text + "\n")?.fault != nil)
    }

    @Test func `a list is doubtful from more than a tenth of lines that are not understood`() {
        let lines = (1...9).map { "host\($0).example.com" }
        let tenth = Self.notice((lines + ["Forbidden"]).joined(separator: "\n"))
        #expect(tenth?.fault == nil && tenth?.isDoubtful == false && tenth?.warnings.count == 1)
        let more = Self.notice((lines + ["Forbidden", "Gone"]).joined(separator: "\n"))
        #expect(more?.fault == nil && more?.isDoubtful == true)
        #expect(more?.warnings == ["2 lines of 11 were not understood, first line 10"])
    }

    /// Exceptions win over entries of any length of their own list, and of no other (Adblock Plus, "exception rules").
    @Test func `an exception keeps its own list alone from a name`() {
        func names(_ lists: String...) -> [String] {
            let watchlist = Watchlist(blocks: lists.map { ListText(name: "x", octets: Array($0.utf8)) })
            return ["bad.example", "good.bad.example", "very.good.bad.example", "other.bad.example"].filter {
                !watchlist.matches(MessageBuilder.name($0).span).isEmpty
            }
        }
        let list = "||bad.example^\n@@||good.bad.example^\n"
        #expect(names(list) == ["bad.example", "other.bad.example"])
        #expect(names(list + "||very.good.bad.example^\n") == ["bad.example", "other.bad.example"])
        #expect(names("@@||bad.example^\n||good.bad.example^\n||else.example^\n") == [])
        #expect(
            names(list, "good.bad.example\n")
                == ["bad.example", "good.bad.example", "very.good.bad.example", "other.bad.example"]
        )
    }

    /// Words of lists and what they come down to.
    @Test(
        arguments: [
            ("C2", ListCategory.commandAndControl), ("botnet_cc", .commandAndControl),
            ("phishing", .phishing),
            ("drop", .dropPoint), ("cryptomining", .mining), ("RAT", .malicious), ("drive-by", .driveBy),
            ("strategy", nil), ("tracking", nil),
        ] as [(String, ListCategory?)]
    )
    func `categories come down to those of reports`(word: String, category: ListCategory?) {
        #expect(ListCategory(word: word) == category)
    }
}
