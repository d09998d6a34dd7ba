/// Finds scripts and programs in the texts of answers: as they are, in UTF-16, in Base64 or in hexadecimal.
///
/// Stagers fetch a command line or an executable; nobody publishes one for machines to look up.
package enum ProgramText {
    /// The octets that are looked at; a stager says what it is at its beginning.
    static let judgedOctets = 8_192

    /// Words of scripts that start something, in lower case.
    private static let words = [
        "powershell", "invoke-expression", "frombase64string", "downloadstring", "iex(", "iex (", "#!/bin/",
        "/bin/sh", "cmd.exe", "cmd /c", "wscript.", "certutil ", "bash -i",
        "this program cannot be run in dos mode",
    ].map { Array($0.utf8) }
    /// How executables of Unix begin.
    private static let executable: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]

    /// How many different words of scripts and programs are in texts.
    ///
    /// - Parameter texts: In the order of their appearance, as parts of one or each for itself.
    /// - Returns: 0 for texts that are none.
    /// - Complexity: O(octets), of which ``judgedOctets`` are looked at.
    package static func wordCount(in texts: [[UInt8]]) -> Int {
        let octets = Array(texts.joined().prefix(judgedOctets))
        let symbols = octets.filter { $0 > 0x20 && $0 != UInt8(ascii: "=") }
        let readings = [
            octets, EncodedText.octets(ofBase64: symbols), EncodedText.octets(ofBase16: symbols),
        ]
        return readings.map(wordCount).max() ?? 0
    }

    private static func wordCount(_ octets: [UInt8]) -> Int {
        // Every second octet of UTF-16 is zero in such texts.
        let text = octets.filter { $0 != 0 }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let found = words.count { word in
            guard let first = word.first else { return false }
            return text.indices.contains { text[$0] == first && text[$0...].starts(with: word) }
        }
        return found + (octets.starts(with: executable) ? 1 : 0)
    }
}
