/// Where those who take over malicious domains let them point.
///
/// An address that is missing goes unnoticed; `--sinkhole` adds more.
enum KnownSinkholes {
    /// Addresses by whose they are.
    static let addresses: KeyValuePairs<String, [String]> = [
        // docs.paloaltonetworks.com, "Enable DNS Security": today's and the former default
        "Palo Alto Networks": ["198.135.184.22", "72.5.65.111"],
        // support.opendns.com, "What are the Cisco Umbrella block page IP addresses?": malware, phishing, bots
        "Cisco Umbrella": ["146.112.61.107", "146.112.61.108"],
        // Names sc-a to sc-d.sinkhole.shadowserver.org, and its statement on 184.105.192.2
        "Shadowserver": ["184.105.192.2", "217.160.6.63", "87.106.250.34", "87.106.34.1", "87.106.86.28"],
        // Names of conficker-sinkhole.org, .net and .com; the working group's report
        "Conficker Working Group": ["38.102.150.29", "38.229.70.125", "136.161.101.53"],
        // The Digital Crimes Unit, as reports on Conficker and Citadel name its sinkholes
        "Microsoft": ["131.253.18.11", "131.253.18.12", "199.2.137.0/24"],
        // sinkhole.ch, as lists of sinkholes name it
        "abuse.ch": ["192.42.116.41", "192.42.119.41"],
    ]

    /// The name that stands in place of an address in the answers of Palo Alto Networks' firewalls, in wire format.
    ///
    /// docs.paloaltonetworks.com, "Enable DNS Security": a CNAME record leads there.
    static let alias: [UInt8] =
        [8] + "sinkhole".utf8 + [16] + "paloaltonetworks".utf8 + [3] + "com".utf8 + [0]
}
