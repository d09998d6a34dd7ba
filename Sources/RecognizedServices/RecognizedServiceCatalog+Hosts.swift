/// Hosts whose names are made by machines: of clouds, of content delivery networks, of advertisements.
extension RecognizedServiceCatalog {
    package static let hosts: [RecognizedService] = [
        RecognizedService(
            "Google safe frame hosts",
            under: ["safeframe.googlesyndication.com"],
            layout: #/[0-9a-f]{32}/#,
            answers: .hosts,
            source: "Google Publisher Tag documentation: a random host for each frame"
        ),
        RecognizedService(
            "Google Video edge hosts",
            under: ["googlevideo.com", "gvt1.com"],
            layout: #/(?:r+[0-9]+(?:---|\.))?sn-[a-z0-9-]{4,40}(?:\.c)?|redirector|manifest|www|edgedl|dl/#,
            answers: .hosts,
            source: "nDPI's list of content delivery hosts"
        ),
        RecognizedService(
            "Google address experiments",
            under: ["ipv6-exp.l.google.com", "metric.gstatic.com"],
            layout:
                #/(?:p[0-9]\.)?[a-z0-9-]{6,63}(?:\.(?:i[0-9]|v4|v6|ds|s1|ipv4|ipv6|[0-9]{6,}|[a-z0-9-]{1,32})){0,4}/#,
            answers: .hosts,
            source: "recorded look-ups of browsers: a random name for each measurement"
        ),
        RecognizedService(
            "AMP cache hosts",
            under: ["ampproject.net", "ampproject.org"],
            layout: #/d-[0-9]{18,22}|[a-z0-9-]{1,63}\.cdn|cdn|www/#,
            answers: .hosts,
            source: "jbaggs/anomalous-dns, domain-whitelist.zeek; amp.dev, AMP cache subdomains"
        ),
        RecognizedService(
            "NTP pool",
            under: ["pool.ntp.org"],
            layout: #/(?:[0-3]\.)?(?:[a-z-]{2,24})|[0-3]/#,
            answers: .hosts,
            source: "ntppool.org: each answer names other hosts of volunteers"
        ),
        RecognizedService(
            "Amazon load balancers and hosts",
            under: ["amazonaws.com"],
            layout:
                #/(?:[a-z0-9_-]{1,63}\.){0,4}(?:[a-z0-9-]{1,63}\.)(?:[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-[0-9]\.)?(?:elb|compute|compute-1|rds|cache|es|s3|execute-api|vpce|appsync-api|appsync-realtime-api|iot|lambda-url|eks|efs)(?:\.[a-z]{2}-[a-z]+-[0-9])?(?:\.vpce)?|(?:[a-z0-9_-]{1,63}\.){0,3}s3[a-z0-9.-]{0,20}|(?:[a-z0-9-]{1,40}\.){0,2}[a-z0-9-]{1,40}/#,
            answers: .hosts,
            source: "AWS General Reference, service endpoints"
        ),
        RecognizedService(
            "Azure and Microsoft edge hosts",
            under: [
                "trafficmanager.net", "azureedge.net", "cloudapp.azure.com", "cloudapp.net",
                "core.windows.net",
                "footprintdns.com", "s-msedge.net", "azurefd.net",
            ],
            layout: #/(?:[a-z0-9_-]{1,40}\.){0,4}[a-z0-9_-]{1,40}/#,
            answers: .hosts,
            source: "Microsoft Learn, Azure DNS zones of services"
        ),
        RecognizedService(
            "Akamai edge hosts",
            under: [
                "akamaiedge.net", "akadns.net", "akamaihd.net", "edgekey.net", "edgesuite.net", "akamai.net",
            ],
            layout:
                #/(?:[a-z0-9_-]{1,40}\.){0,6}(?:[a-z0-9_-]{1,40}|[a-z0-9-]{1,52}-client(?:nsv4|tons)-s)/#,
            answers: .hosts,
            source: "nDPI's list of content delivery hosts; recorded look-ups of mPulse's trials"
        ),
        RecognizedService(
            "Exchange Online mail hosts",
            under: ["mail.protection.outlook.com", "mx.microsoft"],
            layout: #/[a-z0-9-]{1,63}(?:\.[a-z0-9]-v1)?/#,
            answers: .hosts,
            source:
                "Microsoft Learn, external DNS records for Office 365: a customer's domain with dashes for dots"
        ),
        RecognizedService(
            "Google user content hosts",
            under: ["googleusercontent.com"],
            layout: #/[a-z0-9]{20,55}-apidata|lh[0-9]|(?:doc|mail)-[a-z0-9-]{1,50}|[a-z0-9-]{1,50}\.apps/#,
            answers: .hosts,
            source: "Google, sandboxed origins: a host for each document"
        ),
        RecognizedService(
            "Gateways to IPFS",
            under: ["dweb.link", "ipfs.io", "cf-ipfs.com", "w3s.link", "nftstorage.link"],
            layout: #/(?:baf[a-z2-7]{56}|k51[a-z0-9]{59}|[a-z0-9-]{1,63})\.ip[fn]s|www/#,
            answers: .hosts,
            source: "docs.ipfs.tech, subdomain gateway: a content identifier in base32 for each origin"
        ),
        RecognizedService(
            "Real user measurement beacons",
            under: ["akstat.io"],
            layout: #/[0-9a-f]{8}|[0-9a-f]{8}\.[a-z0-9-]{1,20}/#,
            answers: .hosts,
            source: "recorded look-ups: eight hexadecimal digits for a customer's pages"
        ),
        RecognizedService(
            "Steam content servers",
            under: ["steamcontent.com", "steamserver.net"],
            layout: #/[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,24}){0,2}/#,
            answers: .hosts,
            source: "Steamworks documentation, content servers"
        ),
        RecognizedService(
            "Spotify access points",
            under: ["spotify.com"],
            layout: #/(?:[a-z0-9_-]{1,32}\.){0,4}[a-z0-9_-]{1,32}/#,
            answers: .hosts,
            source: "Microsoft Sentinel's exclusions for DNS tunneling"
        ),
    ]
}
