import Findings

extension KnownNames {
    /// Pools that mine digital currency, by the names that miners connect to.
    static let miningPools = Table(
        kind: .mining,
        title: "mining pools",
        names: [
            // Monero, what hidden miners mine: xmrig.com/docs; the pools' own pages; Sigma's rule for Monero pools
            "minexmr.com", "supportxmr.com", "moneroocean.stream", "hashvault.pro", "c3pool.com",
            "c3pool.org",
            "xmrpool.eu", "xmrpool.net", "monerohash.com", "xmr.hashcity.org", "p2pool.io", "xmrvsbeast.com",
            "skypool.org", "minergate.com", "crypto-pool.fr", "dwarfpool.com", "monero.herominers.com",
            "xmr.kryptex.network", "auto.c3pool.org", "donate.v2.xmrig.com", "donate.ssl.xmrig.com",
            // Several currencies
            "nanopool.org", "2miners.com", "unmineable.com", "herominers.com", "woolypooly.com",
            "flypool.org",
            "ethermine.org", "zergpool.com", "mining-dutch.nl", "prohashing.com", "zpool.ca", "rplant.xyz",
            "miningpoolhub.com", "suprnova.cc", "hiveon.net",
            // Bitcoin and Litecoin
            "f2pool.com", "antpool.com", "poolin.com", "slushpool.com", "braiins.com", "litecoinpool.org",
            "ckpool.org", "emcd.io", "luxor.tech", "nicehash.com",
            // In browsers
            "coinhive.com", "coin-hive.com", "coinimp.com", "crypto-loot.com", "webmine.cz",
        ]
    )
}
