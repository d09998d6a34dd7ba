package import NetworkTypes

/// Public resolvers that answer encrypted queries, by the addresses and names they publish.
///
/// The list was compared with AdGuard's page of known DNS providers. A name stands for itself and everything below
/// it. An address is listed only where it serves nothing but DNS and its web page, so that HTTPS with it differs from
/// other HTTPS. A missing entry goes unnoticed, an outdated one does little harm: the lists name traffic that could
/// not be inspected and condemn nobody.
package enum PublicResolver {
    /// Whether a server's address is one of a public resolver.
    ///
    /// Asked of every packet of HTTPS, so a search in a short sorted list and no hashing.
    package static func hasAddress(_ address: IPAddress) -> Bool {
        var low = 0
        var high = addresses.count
        while low < high {
            let middle = (low + high) / 2
            if addresses[middle] < address { low = middle + 1 } else { high = middle }
        }
        return low < addresses.count && addresses[low] == address
    }

    /// Whether a host name, as octets in any case, is one of a public resolver or lies below it.
    package static func hasName(_ octets: [UInt8]) -> Bool {
        let name = String(decoding: octets, as: UTF8.self).lowercased()
        var rest = name[...]
        while !names.contains(String(rest)) {
            guard let dot = rest.firstIndex(of: ".") else { return false }
            rest = rest[rest.index(after: dot)...]
        }
        return true
    }
}

// MARK: - Names

extension PublicResolver {
    package static let names: Set<String> = [
        // Google, developers.google.com/speed/public-dns
        "dns.google", "dns64.dns.google",
        // Cloudflare, developers.cloudflare.com/1.1.1.1 and /cloudflare-one
        "cloudflare-dns.com", "dns.cloudflare.com", "one.one.one.one", "cloudflare-gateway.com",
        // Quad9, quad9.net/service
        "dns.quad9.net", "dns9.quad9.net", "dns10.quad9.net", "dns11.quad9.net", "dns12.quad9.net",
        // Cisco, support.opendns.com and docs.umbrella.com
        "doh.opendns.com", "doh.familyshield.opendns.com", "doh.sandbox.opendns.com", "dns.opendns.com",
        "doh.umbrella.com", "dns.umbrella.com", "familyshield.opendns.com", "sandbox.opendns.com",
        // AdGuard, adguard-dns.io
        "adguard-dns.com", "dns.adguard.com", "dns-family.adguard.com", "dns-unfiltered.adguard.com",
        // NextDNS, nextdns.io
        "dns.nextdns.io", "dns1.nextdns.io", "dns2.nextdns.io",
        // CleanBrowsing, cleanbrowsing.org/filters
        "doh.cleanbrowsing.org", "adult-filter-dns.cleanbrowsing.org",
        "family-filter-dns.cleanbrowsing.org", "security-filter-dns.cleanbrowsing.org",
        // Control D, controld.com/free-dns
        "dns.controld.com", "freedns.controld.com",
        // Mullvad, mullvad.net/help/dns-over-https-and-dns-over-tls
        "dns.mullvad.net",
        // DNS.SB, dns.sb
        "doh.dns.sb", "doh.sb", "dot.sb",
        // DNS4EU, joindns4.eu, and its predecessor dns0.eu
        "joindns4.eu", "dns0.eu",
        // Wikimedia, meta.wikimedia.org/wiki/Wikimedia_DNS
        "wikimedia-dns.org",
        // Apple's resolver for its systems
        "doh.dns.apple.com",
        // Comcast
        "doh.xfinity.com",
        // Alibaba, alidns.com
        "dns.alidns.com",
        // Tencent, dnspod.cn
        "doh.pub", "dot.pub", "dns.pub",
        // Qihoo 360
        "doh.360.cn", "dot.360.cn",
        // Yandex, dns.yandex.com
        "dns.yandex.net",
        // TWNIC, Quad101
        "dns.twnic.tw",
        // IIJ, public.dns.iij.jp
        "public.dns.iij.jp",
        // CIRA, Canadian Shield
        "canadianshield.cira.ca",
        // SWITCH
        "dns.switch.ch",
        // Digitale Gesellschaft
        "dns.digitale-gesellschaft.ch",
        // CZ.NIC
        "odvr.nic.cz",
        // Restena
        "dnspub.restena.lu",
        // Foundation for Applied Privacy
        "doh.applied-privacy.net", "dot1.applied-privacy.net",
        // UncensoredDNS
        "anycast.uncensoreddns.org", "unicast.uncensoreddns.org", "anycast.censurfridns.dk",
        "unicast.censurfridns.dk",
        // Freifunk München
        "doh.ffmuc.net", "dot.ffmuc.net",
        // LibreDNS
        "doh.libredns.gr", "dot.libredns.gr",
        // dnsforge.de
        "dnsforge.de",
        // BlahDNS
        "blahdns.com",
        // Tiarap
        "doh.tiar.app", "dot.tiar.app",
        // DNS for Family
        "dns-doh.dnsforfamily.com", "dns-dot.dnsforfamily.com",
        // Rethink DNS
        "basic.rethinkdns.com", "sky.rethinkdns.com", "max.rethinkdns.com",
        // Hurricane Electric
        "ordns.he.net",
        // CFIEC
        "dns.cfiec.net",
        // Surfshark
        "dns.surfsharkdns.com",
        // DeCloudUs
        "dns.decloudus.com",
    ]
}

// MARK: - Addresses

extension PublicResolver {
    /// In ascending order.
    package static let addresses: [IPAddress] = (ipv4 + ipv6).sorted()

    private static let ipv4: [IPAddress] = ipv4Bits.map(IPAddress.init(v4:))

    private static let ipv4Bits: [UInt32] = [
        // Google
        v4(8, 8, 8, 8), v4(8, 8, 4, 4),
        // Cloudflare
        v4(1, 1, 1, 1), v4(1, 0, 0, 1), v4(1, 1, 1, 2), v4(1, 0, 0, 2), v4(1, 1, 1, 3), v4(1, 0, 0, 3),
        // Quad9
        v4(9, 9, 9, 9), v4(9, 9, 9, 10), v4(9, 9, 9, 11), v4(149, 112, 112, 112), v4(149, 112, 112, 9),
        v4(149, 112, 112, 10), v4(149, 112, 112, 11),
        // Cisco
        v4(208, 67, 222, 222), v4(208, 67, 220, 220), v4(208, 67, 222, 123), v4(208, 67, 220, 123),
        v4(146, 112, 41, 2), v4(146, 112, 41, 3), v4(208, 67, 222, 2), v4(208, 67, 220, 2),
        // AdGuard
        v4(94, 140, 14, 14), v4(94, 140, 15, 15), v4(94, 140, 14, 15), v4(94, 140, 15, 16),
        v4(94, 140, 14, 140), v4(94, 140, 14, 141),
        // CleanBrowsing
        v4(185, 228, 168, 9), v4(185, 228, 169, 9), v4(185, 228, 168, 10), v4(185, 228, 169, 11),
        v4(185, 228, 168, 168), v4(185, 228, 169, 168),
        // Control D
        v4(76, 76, 2, 0), v4(76, 76, 2, 1), v4(76, 76, 2, 2), v4(76, 76, 2, 3), v4(76, 76, 2, 4),
        v4(76, 76, 2, 5), v4(76, 76, 10, 0), v4(76, 76, 10, 1), v4(76, 76, 10, 2), v4(76, 76, 10, 3),
        v4(76, 76, 10, 4), v4(76, 76, 10, 5),
        // Mullvad
        v4(194, 242, 2, 2), v4(194, 242, 2, 3), v4(194, 242, 2, 4), v4(194, 242, 2, 5), v4(194, 242, 2, 6),
        v4(194, 242, 2, 9),
        // DNS.SB
        v4(185, 222, 222, 222), v4(45, 11, 45, 11),
        // DNS4EU
        v4(86, 54, 11, 1), v4(86, 54, 11, 11), v4(86, 54, 11, 12), v4(86, 54, 11, 13), v4(86, 54, 11, 100),
        // Wikimedia
        v4(185, 71, 138, 138),
        // Alibaba
        v4(223, 5, 5, 5), v4(223, 6, 6, 6),
        // Tencent
        v4(119, 29, 29, 29), v4(1, 12, 12, 12), v4(120, 53, 53, 53),
        // Yandex
        v4(77, 88, 8, 8), v4(77, 88, 8, 1), v4(77, 88, 8, 88), v4(77, 88, 8, 2), v4(77, 88, 8, 7),
        v4(77, 88, 8, 3),
        // TWNIC
        v4(101, 101, 101, 101), v4(101, 102, 103, 104),
        // CIRA
        v4(149, 112, 121, 10), v4(149, 112, 122, 10), v4(149, 112, 121, 20), v4(149, 112, 122, 20),
        v4(149, 112, 121, 30), v4(149, 112, 122, 30),
        // Hurricane Electric
        v4(74, 82, 42, 42),
    ]

    private static let ipv6: [IPAddress] = [
        // Google
        IPAddress(v6High: 0x2001_4860_4860_0000, low: 0x8888),
        IPAddress(v6High: 0x2001_4860_4860_0000, low: 0x8844),
        IPAddress(v6High: 0x2001_4860_4860_0000, low: 0x6464),
        IPAddress(v6High: 0x2001_4860_4860_0000, low: 0x64),
        // Cloudflare
        IPAddress(v6High: 0x2606_4700_4700_0000, low: 0x1111),
        IPAddress(v6High: 0x2606_4700_4700_0000, low: 0x1001),
        IPAddress(v6High: 0x2606_4700_4700_0000, low: 0x1112),
        IPAddress(v6High: 0x2606_4700_4700_0000, low: 0x1002),
        IPAddress(v6High: 0x2606_4700_4700_0000, low: 0x1113),
        IPAddress(v6High: 0x2606_4700_4700_0000, low: 0x1003),
        IPAddress(v6High: 0x2606_4700_4700_0000, low: 0x64),
        IPAddress(v6High: 0x2606_4700_4700_0000, low: 0x6400),
        // Quad9
        IPAddress(v6High: 0x2620_00FE_0000_0000, low: 0xFE),
        IPAddress(v6High: 0x2620_00FE_0000_0000, low: 0x9),
        IPAddress(v6High: 0x2620_00FE_0000_0000, low: 0x10),
        IPAddress(v6High: 0x2620_00FE_0000_0000, low: 0x11),
        IPAddress(v6High: 0x2620_00FE_0000_0000, low: 0xFE_0009),
        IPAddress(v6High: 0x2620_00FE_0000_0000, low: 0xFE_0010),
        IPAddress(v6High: 0x2620_00FE_0000_0000, low: 0xFE_0011),
        // Cisco
        IPAddress(v6High: 0x2620_0119_0035_0000, low: 0x35),
        IPAddress(v6High: 0x2620_0119_0053_0000, low: 0x53),
        IPAddress(v6High: 0x2620_0119_0035_0000, low: 0x123),
        IPAddress(v6High: 0x2620_0119_0053_0000, low: 0x123),
        IPAddress(v6High: 0x2620_0000_0CCC_0000, low: 0x2),
        IPAddress(v6High: 0x2620_0000_0CCD_0000, low: 0x2),
        // AdGuard
        IPAddress(v6High: 0x2A10_50C0_0000_0000, low: 0xAD1_00FF),
        IPAddress(v6High: 0x2A10_50C0_0000_0000, low: 0xAD2_00FF),
        IPAddress(v6High: 0x2A10_50C0_0000_0000, low: 0xBAD1_00FF),
        IPAddress(v6High: 0x2A10_50C0_0000_0000, low: 0xBAD2_00FF),
        IPAddress(v6High: 0x2A10_50C0_0000_0000, low: 0x1_00FF),
        IPAddress(v6High: 0x2A10_50C0_0000_0000, low: 0x2_00FF),
        // CleanBrowsing
        IPAddress(v6High: 0x2A0D_2A00_0001_0000, low: 0),
        IPAddress(v6High: 0x2A0D_2A00_0002_0000, low: 0),
        IPAddress(v6High: 0x2A0D_2A00_0001_0000, low: 0x1),
        IPAddress(v6High: 0x2A0D_2A00_0002_0000, low: 0x1),
        IPAddress(v6High: 0x2A0D_2A00_0001_0000, low: 0x2),
        IPAddress(v6High: 0x2A0D_2A00_0002_0000, low: 0x2),
        // Control D
        IPAddress(v6High: 0x2606_1A40_0000_0000, low: 0),
        IPAddress(v6High: 0x2606_1A40_0001_0000, low: 0),
        // DNS.SB
        IPAddress(v6High: 0x2A09_0000_0000_0000, low: 0),
        IPAddress(v6High: 0x2A11_0000_0000_0000, low: 0),
        // Alibaba
        IPAddress(v6High: 0x2400_3200_0000_0000, low: 0x1),
        IPAddress(v6High: 0x2400_3200_BABA_0000, low: 0x1),
        // Hurricane Electric
        IPAddress(v6High: 0x2001_0470_0020_0000, low: 0x2),
    ]

    /// The 32 bits of an address in dotted decimal.
    private static func v4(_ first: UInt32, _ second: UInt32, _ third: UInt32, _ fourth: UInt32) -> UInt32 {
        first << 24 | second << 16 | third << 8 | fourth
    }
}
