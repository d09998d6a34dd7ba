/// Questions of machines about the network that they are in: directories, search suffixes, their own cluster.
extension RecognizedServiceCatalog {
    package static let networks: [RecognizedService] = [
        RecognizedService(
            "Seeds of Bitcoin nodes",
            under: [
                "seed.bitcoin.sipa.be", "dnsseed.bluematt.me", "seed.bitcoinstats.com",
                "seed.bitcoin.jonasschnelli.ch",
                "seed.btc.petertodd.net", "seed.bitcoin.sprovoost.nl", "dnsseed.emzy.de",
                "seed.bitcoin.wiz.biz",
                "seed.mainnet.achownodes.xyz", "dnsseed.bitcoin.dashjr-list-of-p2p-nodes.us",
            ],
            layout: #/(?:x[0-9a-f]{1,5})?\.?/#,
            answers: .hosts,
            source: "bitcoin/bitcoin, src/kernel/chainparams.cpp: vSeeds, x and the services wanted"
        ),
        RecognizedService(
            "Kubernetes names and search suffixes",
            under: ["cluster.local", "compute.internal", "ec2.internal", "svc.local"],
            layout: #/(?:[a-z0-9_-]{1,40}\.){0,12}[a-z0-9_-]{1,40}/#,
            answers: .noneOrHosts,
            source: "kubernetes.io, DNS for Services and Pods: ndots 5 puts each suffix behind each name"
        ),
        RecognizedService(
            "Names of a private network",
            under: [
                "local", "lan", "internal", "corp", "home", "intranet", "private", "localdomain", "home.arpa",
                "domain", "ad", "workgroup", "consul",
            ],
            // The last two labels may be the network's own. Behind a search suffix any name can stand; host
            // names of directories have 15 characters at most, and identifiers are GUIDs, as those of browsers are
            // that hide their addresses.
            layout:
                #/(?:(?:_[a-z0-9-]{1,32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[a-z0-9][a-z0-9_-]{0,23})\.){0,10}(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[a-z0-9][a-z0-9_-]{0,23})/#,
            answers: .noneOrHosts,
            source:
                "RFC 6762 appendix G and RFC 8375: private top-level names; MS-ADTS §6.3.2: locator records; "
                + "draft-ietf-rtcweb-mdns-ice-candidates §3.1; Chromium's "
                + "three probes for hijacked errors"
        ),
    ]
}
