/// The addresses to which the parties that take over malicious domains let these point.
///
/// An address that is missing goes unnoticed; `--sinkhole` adds more. Addresses that a cloud rents to anybody stand here only
/// where a name in the reverse zone said whose sinkhole it is.
///
/// Source, where none is named: brakmic/Sinkholes (its refresh of 2026, after Lesley Carhart's consolidated list and
/// grettir/malware-sinkholes), which gives the name or report for each; read 2026-11-25.
package enum KnownSinkholes {
    /// Addresses by whose they are.
    package static let addresses: KeyValuePairs<String, [String]> = [
        // docs.paloaltonetworks.com, "Enable DNS Security": today's and the former default; today's also in recordings of
        // firewalls' own output in public repositories (read 2026-11-25)
        "Palo Alto Networks": ["198.135.184.22", "72.5.65.111"],
        // support.opendns.com 227986927, "What are the Cisco Umbrella block page IP addresses?": botnets, malware,
        // phishing, command and control; not its pages for content that somebody does not want
        "Cisco Umbrella": ["146.112.61.105", "146.112.61.107", "146.112.61.108", "146.112.61.110"],
        // sinkhole.shadowserver.org
        "Shadowserver": [
            "5.79.71.205", "5.79.71.225", "50.21.181.152", "74.208.15.97", "74.208.15.160", "74.208.64.145",
            "74.208.64.191", "74.208.153.9", "74.208.164.166", "85.17.31.82", "85.17.31.122", "87.106.20.192",
            "87.106.24.200", "87.106.26.9", "87.106.34.1", "87.106.86.28", "87.106.149.145", "87.106.149.153",
            "87.106.250.34", "87.106.253.18", "178.162.203.202", "178.162.203.211", "178.162.203.226",
            "178.162.217.107", "184.105.192.2", "212.227.55.84", "213.165.83.176", "216.218.135.114",
            "216.218.185.162", "217.160.6.63",
        ],
        // conficker-sinkhole.net and .com; the working group's report
        "Conficker Working Group": ["38.102.150.29", "38.229.70.125", "136.161.101.53"],
        // Emerging Threats 2016101; emerging-sigs, June 2013, "022148"
        "Microsoft": ["131.253.18.11", "131.253.18.12", "199.2.137.0/24", "204.95.99.59", "207.46.90.0/24"],
        // this-domain-is-sinkholed-by.abuse.ch
        "abuse.ch": ["104.155.11.149"],
        // sinkhole.ch and sl-reverse.com
        "Spamhaus": ["46.148.120.173", "87.255.51.229", "192.42.116.41", "192.42.119.41"],
        // sinkhole.cert.pl
        "CERT Polska": ["148.81.111.64/26"],
        // anubisnetworks.com; Proofpoint, rule update of 2015-08-14
        "AnubisNetworks": ["195.22.26.192/26", "195.22.28.192/27"],
        // sinkhole.kaspersky.com
        "Kaspersky": ["93.159.228.22", "95.211.172.143"],
        // sinkhole-iad1-1.cwg.fsi.io
        "Farsight Security": ["104.244.14.252/31"],
        // sinkhole.sidnlabs.nl
        "SIDN Labs": ["176.58.104.168"],
        // sinkhole.hyas.com
        "HYAS": ["192.169.69.25"],
        // sinkhole.fitsec.com
        "Fitsec": ["193.166.255.170", "193.166.255.171"],
        // sinkhole.tech
        "sinkhole.tech": [
            "79.137.66.14", "95.211.174.92", "144.217.74.156", "144.217.254.3", "217.182.172.139",
        ],
    ]

    /// The name that stands in place of an address in the answers of Palo Alto Networks' firewalls, in wire format.
    ///
    /// docs.paloaltonetworks.com, "Enable DNS Security": a CNAME record leads there.
    package static let alias: [UInt8] =
        [8] + "sinkhole".utf8 + [16] + "paloaltonetworks".utf8 + [3] + "com".utf8 + [0]
}
