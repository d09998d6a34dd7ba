import Findings

extension KnownNames {
    /// Pools that mine digital currency, by the names that miners connect to.
    ///
    /// Names of pools that wallets ask for as well are left out: `litecoinpool.org` and `xmrvsbeast.com` serve nodes, and of
    /// `hashvault.pro` the pools alone stand here.
    static let miningPools = Table(
        kind: .mining,
        title: "mining pools",
        names: [
            // Monero: SigmaHQ/sigma net_dns_pua_cryptocoin_mining_xmr.yml (2021-10-24, after Nextron's list)
            "minexmr.com", "supportxmr.com", "c3pool.com", "nanopool.org", "2miners.com", "xmr.hashcity.org",
            "f2pool.com", "xmrpool.eu", "pool.hashvault.pro", "monero.hashvault.pro",
            // SigmaHQ/sigma zeek_dns_mining_pools.yml (modified 2022-07-07, after Azure Sentinel's imDNS_Miners), those
            // that other lists have too or that are pools by their own pages
            "monerohash.com", "minergate.com", "xmrpool.net", "crypto-pool.fr", "dwarfpool.com",
            "herominers.com", "miner.rocks", "gntl.co.uk", "semipool.com", "cryptoknight.cc", "fairhash.org",
            "baikalmine.com", "coinfoundry.org", "xmr.pt",
            // In published analyses of hidden miners and in the configurations of XMRig (read 2026-11-25)
            "moneroocean.stream", "c3pool.org", "skypool.org", "kryptex.network", "p2pool.io",
            "unmineable.com", "donate.v2.xmrig.com", "donate.ssl.xmrig.com",
            // READMEs of NBMiner and of neth-proxy, and two lists each of tools that tell miners (read 2026-11-25)
            "ethermine.org", "miningpoolhub.com", "nicehash.com", "ezil.me", "hiveon.net", "zergpool.com",
            "zpool.ca", "suprnova.cc", "prohashing.com", "mining-dutch.nl", "rplant.xyz", "woolypooly.com",
            // Bitcoin: the pools of mempool.space, and two lists of tools that tell miners (read 2026-11-25)
            "antpool.com", "poolin.com", "slushpool.com", "emcd.io",
            // In browsers: several lists each of extensions that block them (read 2026-11-25)
            "coinhive.com", "coin-hive.com", "authedmine.com", "coinimp.com", "crypto-loot.com",
            "jsecoin.com",
            "webminepool.com", "webmine.cz", "minero.cc", "mineralt.io",
        ]
    )
}
