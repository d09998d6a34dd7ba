/// The entry of a user's list that names the subject of a finding.
package struct ListEntry: Hashable, Sendable {
    /// The user's name for the list, or else the file's name.
    package let name: String
    /// From 1.
    package let line: Int
    /// The list's own word for it, in printable ASCII, or `nil` when it gives none.
    package let category: String?
    /// The badness that the list states, 0…100, or `nil`.
    package let score: Double?

    package init(name: String, line: Int, category: String?, score: Double?) {
        self.name = name
        self.line = line
        self.category = category
        self.score = score
    }

    /// The category in the words of reports: by the list's own word, or else by the list's name.
    package var listCategory: ListCategory? {
        category.flatMap(ListCategory.init(word:)) ?? ListCategory(word: name)
    }
}

extension ListCategory {
    /// Words that lists use, by the category that they belong to; a word may be a part of a list's text.
    private static let words: KeyValuePairs<ListCategory, [String]> = [
        .phishing: ["phish"],
        .driveBy: ["driveby", "drive-by", "drive_by", "exploit kit", "exploit_kit", "payload_delivery"],
        .dropPoint: ["drop point", "drop_point", "droppoint", "dropzone", "drop zone", "exfil"],
        .mining: ["mining", "miner", "crypto"],
        .sinkhole: ["sinkhole"],
        .commandAndControl: ["c2", "c&c", "cnc", "command", "botnet", "beacon"],
        .abused: ["abuse", "dynamic", "dyndns", "ddns", "free sub", "parked"],
        .suspicious: ["suspicious", "newly", "young", "rare", "grey", "gray", "pup", "adware", "spam"],
        .malicious: ["malware", "malicious", "ransom", "trojan", "stealer", "rat", "loader", "bad"],
    ]

    /// The category that a word of a list stands for, or `nil` when it says something else.
    package init?(word: String) {
        let word = word.lowercased()
        if word == ListCategory.dropPoint.rawValue {
            self = .dropPoint
            return
        }
        let known = Self.words.first { $0.value.contains { Self.holds(word, $0) } }
        guard let known else { return nil }
        self = known.key
    }

    /// Whether a text holds a word; short ones have to stand alone, because others hold them by chance.
    private static func holds(_ text: String, _ word: String) -> Bool {
        guard word.count <= 3 else { return text.contains(word) }
        return text.split { !$0.isLetter && !$0.isNumber && $0 != "&" }.contains { $0 == word }
    }
}
