/// Tells TXT records that the world publishes for a known purpose from those that may carry anything.
///
/// The whole text must be of the form, so that nothing hides behind a beginning such as `v=spf1`. Sources: RFC 7208
/// §12 (SPF), RFC 6652 §3 (its reports), RFC 6376 §3.6.1 (DKIM), RFC 7489 §6.3 (DMARC), RFC 8461 §3.1 (MTA-STS),
/// RFC 8460 §3 (TLSRPT), the BIMI draft §4, RFC 6763 §6.7 (DNS-SD), the DNSCrypt protocol, "Certificates", and
/// the domain verification strings that providers document, libp2p's specification of `dnsaddr`, and AT Protocol's
/// of handles.
///
/// Regular expressions are not sendable and take long to make, so a scan makes its own and keeps them.
package struct TextRecordPurposes {
    /// The forms of texts by their beginnings.
    ///
    /// No syntax repeats a group that can match nothing or overlaps with what follows, so hostile text takes no
    /// longer than any other.
    private let forms: [Form] = [
        Form(
            "v=spf1",
            #/v=spf1(?: +[+?~-]?(?:all|(?:include|exists|redirect|ptr|a|mx|exp|ra|rp|rr)(?:[:=](?:[a-z0-9_%{}+-]{1,40}\.)*[a-z0-9_%{}+-]{1,40}\.?)?(?:\/[0-9]{1,3}){0,2}|ip4:[0-9.]{7,15}(?:\/[0-9]{1,2})?|ip6:[0-9a-f:.]{2,45}(?:\/[0-9]{1,3})?))* */#
        ),
        Form(
            "spf2.0/",
            #/spf2\.0\/(?:pra|mfrom)(?:,(?:pra|mfrom))?(?: +[+?~-]?[a-z0-9]{1,8}(?:[:=\/][a-z0-9._%{}:\/-]{1,80})?)* */#
        ),
        Form("v=dkim1", ignoresSpaces: true, Self.keyTags),
        Form("k=rsa", ignoresSpaces: true, Self.keyTags),
        Form("k=ed25519", ignoresSpaces: true, Self.keyTags),
        Form("p=mi", ignoresSpaces: true, Self.keyTags),
        Form(
            "v=dmarc1",
            ignoresSpaces: true,
            #/v=dmarc1(?:;(?:p|sp|np|adkim|aspf|pct|fo|rf|ri|psd|t|rua|ruf)=[a-z0-9:!@._+,-]{1,200})*;?/#
        ),
        Form("v=stsv1", ignoresSpaces: true, #/v=stsv1;id=[a-z0-9]{1,32};?/#),
        Form(
            "v=tlsrptv1",
            ignoresSpaces: true,
            #/v=tlsrptv1;rua=(?:mailto:|https:\/\/)[a-z0-9@.:\/_?&=,+-]{1,200};?/#
        ),
        Form(
            "v=bimi1",
            ignoresSpaces: true,
            #/v=bimi1(?:;(?:l|a|avp|s)=(?:https:\/\/[a-z0-9.\/_-]{1,150}|[a-z]{0,8}))*;?/#
        ),
        Form("txtvers=", #/txtvers=[0-9]{1,3}[\x20-\x7e]{0,160}/#),
        Form("ms=", #/ms=(?:ms)?[0-9a-f]{6,40}/#),
        Form("docusign=", #/docusign=[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/#),
        Form("amazonses:", #/amazonses:[a-z0-9+\/]{43}=/#),
        Form("v=verifydomain", #/v=verifydomain ms=[0-9a-f]{6,40}/#),
        Form("dnsaddr=", #/dnsaddr=(?:\/[a-z0-9-]{2,20}(?:\/[a-z0-9.:-]{1,80})?){1,8}/#),
        Form("dnslink=", #/dnslink=\/ip[fn]s\/[a-z0-9.-]{20,80}/#),
        Form(
            "heritage=",
            #/"?heritage=external-dns(?:,external-dns\/[a-z-]{1,24}=[a-z0-9\/._-]{0,120}){1,4}"?/#
        ),
        Form("did=did:", #/did=did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{4,80})/#),
        Form("d365mktkey=", #/d365mktkey=[a-z0-9]{10,50}/#),
    ]
    /// Of a provider's own name before the word; a token is one word.
    private let verification =
        #/[a-z0-9_.-]{2,40}-verification=[a-z0-9+\/=_-]{4,100}/#
    private static var keyTags: Regex<Substring> {
        #/(?:[vhkstg]=[a-z0-9*:]{1,24};)*p=[a-z0-9+\/]{0,800}={0,2}(?:;[hkst]=[a-z0-9*:]{0,24})*;?/#
    }
    /// How a DNSCrypt certificate begins; it has 124 octets.
    private static let certificate = Array("DNSC".utf8)
    private static let certificateLength = 124

    private struct Form {
        /// In lower case.
        let beginning: [UInt8]
        /// Whether spaces mean nothing, as between tags, their names and values.
        let ignoresSpaces: Bool
        let syntax: Regex<Substring>

        init(
            _ beginning: String,
            ignoresSpaces: Bool = false,
            isKey: Bool = false,
            _ syntax: Regex<Substring>
        ) {
            self.beginning = Array(beginning.utf8)
            self.ignoresSpaces = ignoresSpaces
            self.syntax = syntax
        }
    }

    package init() {}

    /// Whether the text is of a kind that is published for everybody to read.
    ///
    /// - Parameters:
    ///   - text: The character strings of one record, joined.
    ///   - isComplete: Whether nothing of it was cut off; else its last word or tag is not looked at.
    /// - Returns: `false` for text that could be anything.
    package func isKnown(_ text: some Collection<UInt8>, isComplete: Bool = true) -> Bool {
        let lowercased = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if lowercased.count <= Self.certificateLength, text.starts(with: Self.certificate) {
            return lowercased.count == Self.certificateLength || !isComplete
        }
        let form = forms.first { lowercased.starts(with: $0.beginning) }
        guard form != nil || lowercased.prefix(64).contains(UInt8(ascii: "=")) else { return false }
        let regex = form?.syntax ?? verification
        let ignoresSpaces = form?.ignoresSpaces == true
        let whole = String(
            decoding: ignoresSpaces ? lowercased.filter { $0 != 0x20 } : lowercased,
            as: UTF8.self
        )
        if whole.wholeMatch(of: regex) != nil { return true }
        guard !isComplete, let end = whole.lastIndex(where: { $0 == " " || $0 == ";" }) else { return false }
        return whole[..<end].wholeMatch(of: regex) != nil
    }
}
