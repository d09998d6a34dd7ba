/// Names below which many parties have theirs although the public suffix list does not say so.
///
/// A list that names one of them hardly means all that lies below it.
enum SharedParents {
    private static let names = [
        // Content networks: their documentation of the names that customers point to
        "akamaiedge.net", "akamai.net", "akamaized.net", "edgekey.net", "edgesuite.net", "fastly.net",
        "cloudflare.net", "cdn77.org", "azureedge.net", "azurefd.net", "llnwd.net", "hwcdn.net",
        // Clouds
        "amazonaws.com", "googleapis.com", "googleusercontent.com", "windows.net", "azure.com", "1e100.net",
        "trafficmanager.net", "digitaloceanspaces.com", "oraclecloud.com", "aliyuncs.com", "myqcloud.com",
        // Where files are shared
        "sharepoint.com", "dropboxusercontent.com", "githubusercontent.com", "google.com", "live.com",
    ]

    /// The names as ``ListName/hash`` has them.
    static let hashes: Set<UInt64> = Set(
        names.compactMap { name in
            let text = Array(name.utf8)
            return ListName(in: text.span, at: 0..<text.count)?.hash
        }
    )
}
