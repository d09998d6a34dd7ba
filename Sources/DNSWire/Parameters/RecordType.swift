/// The type of a resource record, or of the records that a question asks for.
///
/// Open: any 16-bit number is a type. Those in the IANA registry have a name here.
///
/// Source: RFC 1035 §3.2.2, RFC 6895 §3.1; IANA "Domain Name System (DNS) Parameters", Resource Record TYPEs.
@usableFromInline
package struct RecordType: RawRepresentable, Hashable, Sendable {
    @usableFromInline
    package let rawValue: UInt16

    @usableFromInline
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    // Without it each comparison in another room is a call through two tables.
    @inlinable
    package static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }

    /// Whether the number is set aside for use without registration, 65280…65534.
    ///
    /// Source: RFC 6895 §3.1.
    package var isPrivateUse: Bool { (65280...65534).contains(rawValue) }
}

// MARK: - Registered types

extension RecordType {
    package static let a = RecordType(rawValue: 1)
    package static let ns = RecordType(rawValue: 2)
    package static let md = RecordType(rawValue: 3)
    package static let mf = RecordType(rawValue: 4)
    package static let cname = RecordType(rawValue: 5)
    package static let soa = RecordType(rawValue: 6)
    package static let mb = RecordType(rawValue: 7)
    package static let mg = RecordType(rawValue: 8)
    package static let mr = RecordType(rawValue: 9)
    package static let null = RecordType(rawValue: 10)
    package static let wks = RecordType(rawValue: 11)
    package static let ptr = RecordType(rawValue: 12)
    package static let hinfo = RecordType(rawValue: 13)
    package static let minfo = RecordType(rawValue: 14)
    package static let mx = RecordType(rawValue: 15)
    package static let txt = RecordType(rawValue: 16)
    package static let rp = RecordType(rawValue: 17)
    package static let afsdb = RecordType(rawValue: 18)
    package static let x25 = RecordType(rawValue: 19)
    package static let isdn = RecordType(rawValue: 20)
    package static let rt = RecordType(rawValue: 21)
    package static let nsap = RecordType(rawValue: 22)
    package static let nsapPTR = RecordType(rawValue: 23)
    package static let sig = RecordType(rawValue: 24)
    package static let key = RecordType(rawValue: 25)
    package static let px = RecordType(rawValue: 26)
    package static let gpos = RecordType(rawValue: 27)
    package static let aaaa = RecordType(rawValue: 28)
    package static let loc = RecordType(rawValue: 29)
    package static let nxt = RecordType(rawValue: 30)
    package static let eid = RecordType(rawValue: 31)
    package static let nimloc = RecordType(rawValue: 32)
    package static let srv = RecordType(rawValue: 33)
    package static let atma = RecordType(rawValue: 34)
    package static let naptr = RecordType(rawValue: 35)
    package static let kx = RecordType(rawValue: 36)
    package static let cert = RecordType(rawValue: 37)
    package static let a6 = RecordType(rawValue: 38)
    package static let dname = RecordType(rawValue: 39)
    package static let sink = RecordType(rawValue: 40)
    package static let opt = RecordType(rawValue: 41)
    package static let apl = RecordType(rawValue: 42)
    package static let ds = RecordType(rawValue: 43)
    package static let sshfp = RecordType(rawValue: 44)
    package static let ipsecKey = RecordType(rawValue: 45)
    package static let rrsig = RecordType(rawValue: 46)
    package static let nsec = RecordType(rawValue: 47)
    package static let dnskey = RecordType(rawValue: 48)
    package static let dhcid = RecordType(rawValue: 49)
    package static let nsec3 = RecordType(rawValue: 50)
    package static let nsec3param = RecordType(rawValue: 51)
    package static let tlsa = RecordType(rawValue: 52)
    package static let smimea = RecordType(rawValue: 53)
    package static let hip = RecordType(rawValue: 55)
    package static let ninfo = RecordType(rawValue: 56)
    package static let rkey = RecordType(rawValue: 57)
    package static let talink = RecordType(rawValue: 58)
    package static let cds = RecordType(rawValue: 59)
    package static let cdnskey = RecordType(rawValue: 60)
    package static let openpgpKey = RecordType(rawValue: 61)
    package static let csync = RecordType(rawValue: 62)
    package static let zonemd = RecordType(rawValue: 63)
    package static let svcb = RecordType(rawValue: 64)
    package static let https = RecordType(rawValue: 65)
    package static let dsync = RecordType(rawValue: 66)
    package static let hhit = RecordType(rawValue: 67)
    package static let brid = RecordType(rawValue: 68)
    package static let spf = RecordType(rawValue: 99)
    package static let uinfo = RecordType(rawValue: 100)
    package static let uid = RecordType(rawValue: 101)
    package static let gid = RecordType(rawValue: 102)
    package static let unspec = RecordType(rawValue: 103)
    package static let nid = RecordType(rawValue: 104)
    package static let l32 = RecordType(rawValue: 105)
    package static let l64 = RecordType(rawValue: 106)
    package static let lp = RecordType(rawValue: 107)
    package static let eui48 = RecordType(rawValue: 108)
    package static let eui64 = RecordType(rawValue: 109)
    package static let nxname = RecordType(rawValue: 128)
    package static let tkey = RecordType(rawValue: 249)
    package static let tsig = RecordType(rawValue: 250)
    package static let ixfr = RecordType(rawValue: 251)
    package static let axfr = RecordType(rawValue: 252)
    package static let mailb = RecordType(rawValue: 253)
    package static let maila = RecordType(rawValue: 254)
    package static let any = RecordType(rawValue: 255)
    package static let uri = RecordType(rawValue: 256)
    package static let caa = RecordType(rawValue: 257)
    package static let avc = RecordType(rawValue: 258)
    package static let doa = RecordType(rawValue: 259)
    package static let amtrelay = RecordType(rawValue: 260)
    package static let resinfo = RecordType(rawValue: 261)
    package static let wallet = RecordType(rawValue: 262)
    package static let cla = RecordType(rawValue: 263)
    package static let ipn = RecordType(rawValue: 264)
    package static let ta = RecordType(rawValue: 32768)
    package static let dlv = RecordType(rawValue: 32769)
}

// MARK: - Order

extension RecordType: Comparable {
    /// By number.
    @usableFromInline
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

// MARK: - Text

extension RecordType: CustomStringConvertible {
    /// The registered mnemonic, or `TYPE` and the number.
    ///
    /// Source: RFC 3597 §5.
    @usableFromInline
    package var description: String { mnemonic ?? "TYPE\(rawValue)" }

    private var mnemonic: String? {
        switch self {
        case .a: "A"
        case .ns: "NS"
        case .md: "MD"
        case .mf: "MF"
        case .cname: "CNAME"
        case .soa: "SOA"
        case .mb: "MB"
        case .mg: "MG"
        case .mr: "MR"
        case .null: "NULL"
        case .wks: "WKS"
        case .ptr: "PTR"
        case .hinfo: "HINFO"
        case .minfo: "MINFO"
        case .mx: "MX"
        case .txt: "TXT"
        case .rp: "RP"
        case .afsdb: "AFSDB"
        case .x25: "X25"
        case .isdn: "ISDN"
        case .rt: "RT"
        case .nsap: "NSAP"
        case .nsapPTR: "NSAP-PTR"
        case .sig: "SIG"
        case .key: "KEY"
        case .px: "PX"
        case .gpos: "GPOS"
        case .aaaa: "AAAA"
        case .loc: "LOC"
        case .nxt: "NXT"
        case .eid: "EID"
        case .nimloc: "NIMLOC"
        case .srv: "SRV"
        case .atma: "ATMA"
        case .naptr: "NAPTR"
        case .kx: "KX"
        case .cert: "CERT"
        case .a6: "A6"
        case .dname: "DNAME"
        case .sink: "SINK"
        case .opt: "OPT"
        case .apl: "APL"
        case .ds: "DS"
        case .sshfp: "SSHFP"
        case .ipsecKey: "IPSECKEY"
        case .rrsig: "RRSIG"
        case .nsec: "NSEC"
        case .dnskey: "DNSKEY"
        case .dhcid: "DHCID"
        case .nsec3: "NSEC3"
        case .nsec3param: "NSEC3PARAM"
        case .tlsa: "TLSA"
        case .smimea: "SMIMEA"
        case .hip: "HIP"
        case .ninfo: "NINFO"
        case .rkey: "RKEY"
        case .talink: "TALINK"
        case .cds: "CDS"
        case .cdnskey: "CDNSKEY"
        case .openpgpKey: "OPENPGPKEY"
        case .csync: "CSYNC"
        case .zonemd: "ZONEMD"
        case .svcb: "SVCB"
        case .https: "HTTPS"
        case .dsync: "DSYNC"
        case .hhit: "HHIT"
        case .brid: "BRID"
        case .spf: "SPF"
        case .uinfo: "UINFO"
        case .uid: "UID"
        case .gid: "GID"
        case .unspec: "UNSPEC"
        case .nid: "NID"
        case .l32: "L32"
        case .l64: "L64"
        case .lp: "LP"
        case .eui48: "EUI48"
        case .eui64: "EUI64"
        case .nxname: "NXNAME"
        case .tkey: "TKEY"
        case .tsig: "TSIG"
        case .ixfr: "IXFR"
        case .axfr: "AXFR"
        case .mailb: "MAILB"
        case .maila: "MAILA"
        case .any: "ANY"
        case .uri: "URI"
        case .caa: "CAA"
        case .avc: "AVC"
        case .doa: "DOA"
        case .amtrelay: "AMTRELAY"
        case .resinfo: "RESINFO"
        case .wallet: "WALLET"
        case .cla: "CLA"
        case .ipn: "IPN"
        case .ta: "TA"
        case .dlv: "DLV"
        default: nil
        }
    }
}
