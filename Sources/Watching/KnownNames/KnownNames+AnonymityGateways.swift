import Findings

extension KnownNames {
    /// Names inside Tor and I2P, which no resolver knows, and the gateways that open them to everybody.
    static let anonymityGateways = Table(
        kind: .anonymityNetwork,
        title: "anonymity networks",
        names: [
            // RFC 7686; geti2p.net, "Naming and Addressbook"
            "onion", "i2p",
            // Gateways of the kind of Tor2web: SigmaHQ/sigma win_dns_client_tor_onion.yml, as modified 2025-09-12
            "hiddenservice.net", "onion.ca", "onion.cab", "onion.casa", "onion.city", "onion.direct",
            "onion.dog", "onion.glass", "onion.gq", "onion.guide", "onion.in.net", "onion.ink", "onion.it",
            "onion.link", "onion.lt", "onion.lu", "onion.ly", "onion.mn", "onion.network", "onion.nu",
            "onion.pet", "onion.plus", "onion.pt", "onion.pw", "onion.rip", "onion.sh", "onion.si",
            "onion.to",
            "onion.top", "onion.ws", "tor-gateways.de", "t2w.pw", "tor2web.ae.org", "tor2web.blutmagie.de",
            "tor2web.com", "tor2web.fi", "tor2web.io", "tor2web.org", "tor2web.xyz", "torlink.co",
            // Those that miners fetch their programs through: two analyses of such malware (read 2026-11-25)
            "tor2web.su", "d2web.org", "civiclink.network", "4tor.ml",
            // cryptostorm's, by its own README, and discontinued (read 2026-11-25)
            "torstorm.org",
            // Hosts from which routers of I2P get their first peers: i2p/i2p.i2p Reseeder.java (read 2026-11-25), those
            // that it has taken out again last
            "coconut.incognet.io", "i2p.diyarciftci.xyz", "i2p.novg.net", "i2pseed.creativecowpat.net",
            "reseed2.i2p.net", "reseed.diva.exchange", "reseed-fr.i2pd.xyz", "reseed.i2pgit.org",
            "reseed.onion.im", "reseed-pl.i2pd.xyz", "reseed.stormycloud.org", "reseed.sahil.world",
            "www2.mk16.de", "i2p.ghativega.in", "banana.incognet.io", "reseed.memcpy.io",
            "reseed.i2p-projekt.de",
        ]
    )
}
