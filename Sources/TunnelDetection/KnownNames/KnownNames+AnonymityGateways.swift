import Findings

extension KnownNames {
    /// Names inside Tor and I2P, which no resolver knows, and the gateways that open them to everybody.
    static let anonymityGateways = Table(
        kind: .anonymityNetwork,
        title: "anonymity networks",
        names: [
            // RFC 7686; geti2p.net, "Naming and Addressbook"
            "onion", "i2p",
            // Gateways of the kind of Tor2web (tor2web.org), as lists of Sigma and Emerging Threats name them
            "onion.to", "onion.city", "onion.cab", "onion.direct", "onion.link", "onion.ly", "onion.pet",
            "onion.ws", "onion.sh", "onion.rip", "onion.foundation", "onion.moe", "onion.re", "onion.guide",
            "onion.glass", "onion.nu", "onion.lt", "onion.gq", "onion.dog", "onion.casa", "onion.plus",
            "tor2web.org", "tor2web.com", "tor2web.fi", "tor2web.io", "tor2web.su", "tor2web.blutmagie.de",
            "torstorm.org", "torgateway.com", "darknet.to", "hiddenservice.net", "torchan.org", "t2w.pw",
            // Where routers of I2P get their first peers, geti2p.net, "Reseed Hosts"
            "reseed.i2p-projekt.de", "reseed.i2pgit.org", "reseed.diva.exchange", "reseed.memcpy.io",
        ]
    )
}
