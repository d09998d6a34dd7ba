import DNSWire
package import Findings

/// Recognizes iodine by its handshake, its codec tests, or the steps of its transaction ids.
///
/// - Version request: the first label is `v` and the Base32 of protocol version 0x00000502 in iodine's own
///   alphabet, `aaaaka`, of which chance makes one in 36⁶ labels that begin with `v`.
/// - Codec test: the fixed strings that probe which octets survive; 26 of 26 letter pairs, or a sentence.
/// - Transaction ids: each is the one before plus 7727. Seen beside the client; a resolver rewrites ids. In a
///   sample of names the step is a small multiple of 7727, and chance makes one in 1,024 a multiple up to 64.
///
/// Source: yarrick/iodine, src/client.c (`send_query`, `handshake_version`, `handshake_upenc_autodetect`),
/// doc/proto_00000502.txt.
package struct IodineSignature: ToolSignature {
    package let tool = "iodine"
    package let kind = FindingKind.tunnel
    private static let idStep: UInt16 = 7727
    private static let minimumSteps = 4

    package init() {}

    package func match(_ channel: Channel) -> SignatureMatch? {
        handshake(channel) ?? codecTest(channel) ?? idSteps(channel)
    }

    private func handshake(_ channel: Channel) -> SignatureMatch? {
        let request = channel.exchanges.first { exchange in
            let label = Array(
                channel.subdomain(of: exchange.name).lowercased.labels.first { _ in true } ?? []
            )
            return label.count >= 8 && label.starts(with: "vaaaaka".utf8)
                && (UInt8(ascii: "q")...UInt8(ascii: "x")).contains(label[7])
        }
        guard let request else { return nil }
        let answer = request.response?.answers.first
        let isAccepted = answer.map { String(decoding: $0.octets, as: UTF8.self).contains("VACK") } == true
        return recognized(
            feature: "iodine_version_requests",
            value: 1,
            unit: "queries",
            because: "Frame \(request.first.frame) asks for protocol version 0x00000502 (label vaaaaka…)"
                + (isAccepted ? ", and the server accepts it (VACK)." : ".")
        )
    }

    private func codecTest(_ channel: Channel) -> SignatureMatch? {
        let probes = ["aabbccddeeffgghhiijjkkllmmnnooppqqrrssttuuvvwwxxyyzz", "aaahhh-drink-mal-ein-j"].map {
            Array($0.utf8)
        }
        let probe = channel.exchanges.first { exchange in
            guard exchange.name.octets.count > probes[1].count else { return false }
            let octets = channel.subdomain(of: exchange.name).lowercased.labels.flatMap { $0 }
            return probes.contains { Self.contains(octets, $0) }
        }
        guard let probe else { return nil }
        return recognized(
            feature: "iodine_codec_tests",
            value: 1,
            unit: "queries",
            because: "Frame \(probe.first.frame) tests which octets survive with iodine's fixed probe string."
        )
    }

    private static func contains(_ octets: [UInt8], _ part: [UInt8]) -> Bool {
        octets.indices.dropLast(part.count - 1).contains { octets[$0...].starts(with: part) }
    }

    private func idSteps(_ channel: Channel) -> SignatureMatch? {
        guard let first = channel.names.first else { return nil }
        let names = channel.names.filter { $0.queries > 0 && $0.first.client == first.first.client }
        // 7727 is odd, so it has an inverse: how many queries lie between two ids.
        let largestStep = channel.namesPerSample > 1 ? UInt16(64) : 8
        let steps = zip(names, names.dropFirst()).count { early, late in
            let difference = late.first.id &- early.first.id
            return (1...largestStep).contains(difference &* Self.inverseOfIDStep)
        }
        let pairs = names.count - 1
        guard steps >= Self.minimumSteps, 10 * steps >= 8 * pairs else { return nil }
        return recognized(
            feature: "iodine_id_steps",
            value: steps,
            threshold: Self.minimumSteps,
            unit: "queries",
            because: "\(steps) of \(pairs) successive transaction ids differ by a small multiple of 7727."
        )
    }

    /// The number that 7727 times it is 1 modulo 65,536.
    private static let inverseOfIDStep: UInt16 = {
        // Newton's iteration doubles the correct low bits; an odd number is its own inverse modulo 8.
        var inverse = idStep
        for _ in 0..<3 { inverse = inverse &* (2 &- idStep &* inverse) }
        return inverse
    }()
}
