import Channels
import DNSWire
import Findings
import OrdinaryTraffic
import TestSupport
import Testing
import TunnelDetection

/// Texts of EIP-1459's own example, section "Record Structure".
@Suite struct NodeTreeLawTests {
    private static let texts = [
        (
            "C7HRFPF3BLGF3YR4DY5KX3SMBE",
            "enrtree://AM5FCQLWIZX2QFPNJAP7VUERCCRNGRHWZG3YYHIUV7BVDQ5FDPRT2@morenodes.example.org"
        ),
        (
            "JWXYDBPXYWG6FX3GMDIBFA6CJ4",
            "enrtree-branch:2XS2367YHAXJFGLZHVAWLQD4ZY,H4FHT4B454P6UXFD7JCYQ5PWDY,MHTDO6TMUBRIA2XWG5LUDACK24"
        ),
        (
            "2XS2367YHAXJFGLZHVAWLQD4ZY",
            "enr:-HW4QOFzoVLaFJnNhbgMoDXPnOvcdVuj7pDpqRvh6BRDO68aVi5ZcjB3vzQRZH2IcLBGHzo8uUN3snqmgTiE56CH3AMBgmlkgnY0iXNlY3AyNTZrMaECC2_24YYkYHEgdzxlSNKQEnHhuNAbNlMlWJxrJxbAFvA"
        ),
        (
            "H4FHT4B454P6UXFD7JCYQ5PWDY",
            "enr:-HW4QAggRauloj2SDLtIHN1XBkvhFZ1vtf1raYQp9TBW2RD5EEawDzbtSmlXUfnaHcvwOizhVYLtr7e6vw7NAf6mTuoCgmlkgnY0iXNlY3AyNTZrMaECjrXI8TLNXU0f8cthpAMxEshUyQlK-AM0PW2wfrnacNI"
        ),
    ]

    private static func traffic(spoiling spoiled: Int?) -> Traffic {
        var traffic = Traffic()
        for (index, (name, text)) in texts.enumerated() {
            var octets = Array(text.utf8)
            if index == spoiled { octets[octets.count - 1] ^= 1 }
            traffic.exchange(
                at: Double(index),
                "\(name).nodes.example.org",
                type: .txt,
                answers: [.text(octets, timeToLive: 86_900)]
            )
        }
        return traffic
    }

    @Test func `texts prove themselves by the digest that names them`() throws {
        let channel = try #require(
            Self.traffic(spoiling: nil).channel("example.org", cut: "nodes.example.org")
        )
        let explained = try #require(channel.explained)
        #expect(explained.names.count == 4 && explained.answers.count == 4)
        #expect(channel.features.distinctNames == 0 && channel.features.distinctPayloadAnswers == 0)
    }

    @Test(arguments: 0..<4)
    func `a text with another octet is not explained`(spoiled: Int) throws {
        let channel = try #require(
            Self.traffic(spoiling: spoiled).channel("example.org", cut: "nodes.example.org")
        )
        #expect(channel.explained?.names.count == 3)
    }

    /// The tree alone explains texts that are longer than what is kept, and those of test networks: up to a hundred.
    @Test(arguments: [(40, true), (400, false)], [true, false])
    func `a tree whose texts do not prove themselves is small`(
        tree: (nodes: Int, isQuiet: Bool),
        hasRoot: Bool
    ) {
        let nodes = tree.nodes
        var generator = SeededGenerator(seed: 5)
        func label() -> String {
            String(decoding: TextEncoding.base32.encode(generator.octets(16)).prefix(26), as: UTF8.self)
        }
        var traffic = Traffic()
        let zone = "nodes.example.org"
        let branches = (0..<(nodes + 8) / 9).map { _ in label() }
        var time = 0.0
        func answer(_ name: String, _ text: String) {
            time += 1.7
            traffic.exchange(at: time, name, type: .txt, answers: [.text(text.utf8, timeToLive: 3_600)])
        }
        let top = label()
        if hasRoot {
            answer(
                zone,
                "enrtree-root:v1 e=\(top) l=\(label()) seq=5 sig=\(String(repeating: "A", count: 86))"
            )
        }
        let middle = stride(from: 0, to: branches.count, by: 9).map { start in
            (label: label(), branches: branches[start..<min(start + 9, branches.count)])
        }
        answer("\(top).\(zone)", "enrtree-branch:" + middle.map(\.label).joined(separator: ","))
        for (label, branches) in middle {
            answer("\(label).\(zone)", "enrtree-branch:" + branches.joined(separator: ","))
        }
        for branch in branches {
            let leaves = (0..<9).map { _ in label() }
            answer("\(branch).\(zone)", "enrtree-branch:" + leaves.joined(separator: ","))
            for leaf in leaves {
                let text = String(decoding: TextEncoding.base64.encode(generator.octets(130)), as: UTF8.self)
                answer("\(leaf).\(zone)", "enr:-\(text)")
            }
        }
        let isFound = traffic.findings.contains { $0.severity >= .medium }
        #expect(isFound == !(tree.isQuiet && hasRoot))
    }
}
