/// Block and allow lists of addresses and domains, which mail servers ask about every sender.
///
/// A question is an address written backward, four decimal or 32 hexadecimal labels (RFC 5782 §2.1, §2.4), or a
/// domain (§3), and for some a hash; then come the key of a paying subscriber and the name of the list.
extension RecognizedServiceCatalog {
    package static let lists: [RecognizedService] = [
        list(
            "Spamhaus block lists",
            under: ["spamhaus.org", "dq.spamhaus.net", "abuse.ch"],
            source: "spamhaus.org, DNSBL usage and Data Query Service"
        ),
        list("SpamCop block list", under: ["spamcop.net"], source: "spamcop.net, bl.spamcop.net"),
        list(
            "SORBS block lists",
            under: ["sorbs.net"],
            source: "Microsoft Sentinel's exclusions for DNS tunneling"
        ),
        list("SURBL", under: ["surbl.org"], source: "surbl.org, implementation guidelines"),
        list("URIBL", under: ["uribl.com"], source: "uribl.com, usage"),
        list("Barracuda reputation", under: ["barracudacentral.org"], source: "barracudacentral.org/rbl"),
        RecognizedService(
            "Barracuda spam and URL look-ups",
            under: ["barracudabrts.com", "barracudabrts.net"],
            layout: #/(?:[a-z0-9_-]{1,63}\.){1,8}(?:bl|url|fp|dnsbl|[a-z]{1,4}[0-9]?)/#,
            answers: .few,
            source: "Microsoft Sentinel's exclusions for DNS tunneling"
        ),
        list("Composite block list", under: ["abuseat.org"], source: "abuseat.org, cbl.abuseat.org"),
        list("Spam Eating Monkey", under: ["spameatingmonkey.net"], source: "spameatingmonkey.com/services"),
        list("Mailshell lists", under: ["mailshell.net"], source: "nDPI's list of reputation hosts"),
        list("DNSWL allow list", under: ["dnswl.org"], source: "dnswl.org, technical documentation"),
        list("Passive Spam Block List", under: ["surriel.com"], source: "psbl.org, psbl.surriel.com"),
        list("UCEPROTECT", under: ["uceprotect.net"], source: "uceprotect.net, RBL usage"),
        list("Mailspike", under: ["mailspike.net", "mailspike.org"], source: "mailspike.org/usage"),
        list("SenderScore", under: ["senderscore.com"], source: "Validity, score.senderscore.com"),
        list("Hostkarma", under: ["junkemailfilter.com"], source: "junkemailfilter.com, hostkarma"),
        list("GBUdb Truncate", under: ["gbudb.net"], source: "gbudb.com, truncate.gbudb.net"),
        list("0spam", under: ["0spam.org"], source: "0spam.org, usage"),
        list(
            "Backscatterer",
            under: ["backscatterer.org"],
            source: "backscatterer.org, ips.backscatterer.org"
        ),
        list(
            "Invaluement",
            under: ["invaluement.com"],
            source: "invaluement.com, private lists of subscribers"
        ),
        list("MSBL e-mail hashes", under: ["msbl.org"], source: "msbl.org, EBL: SHA-1 of addresses"),
        list("NiX Spam", under: ["manitu.net", "manitu.de"], source: "nixspam.net, ix.dnsbl.manitu.net"),
        list("Abusix Mail Intelligence", under: ["mail.abusix.zone"], source: "docs.abusix.com, DNSBL zones"),
        list("DroneBL", under: ["dronebl.org"], source: "dronebl.org, usage"),
        list("EFnet RBL", under: ["efnetrbl.org"], source: "rbl.efnetrbl.org"),
        list(
            "Tor exit list",
            under: ["dan.me.uk", "torproject.org"],
            source: "dan.me.uk/dnsbl; Tor's DNSEL"
        ),
        list(
            "Project Honey Pot",
            under: ["dnsbl.httpbl.org", "httpbl.org"],
            source: "projecthoneypot.org, http:BL API: key first"
        ),
        list("SpamRATS", under: ["spamrats.com"], source: "spamrats.com/lists"),
        list(
            "ModSecurity look-ups",
            under: ["modsecurity.org"],
            source: "Microsoft Sentinel's exclusions for DNS tunneling"
        ),
    ]

    private static func list(_ name: String, under suffixes: [String], source: String) -> RecognizedService {
        RecognizedService(
            name,
            under: suffixes,
            layout:
                #/(?:(?:[a-z]{12}|[0-9a-z]{26,32})\.)?(?:(?:[0-9]{1,3}\.){4}|(?:[0-9a-f]\.){32}|(?:[a-z0-9_-]{1,30}\.){1,3}[a-z]{2,12}\.|xn--[a-z0-9-]{1,30}\.|[0-9a-z]{32,52}\.)(?:[0-9a-z_-]{2,32}\.){0,3}[0-9a-z_-]{0,20}/#,
            answers: .listCodes,
            source: source
        )
    }
}
