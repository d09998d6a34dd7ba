import DNSWire
import Findings
import NetworkTypes
import PayloadMeasures

/// Reads the files that PacketWhisper writes as Base64 in names of others, one symbol in each.
///
/// The symbol is the place of the name's beginning in one of the lists that the tool comes with; the rest of the name
/// is random. For a list of the sender's own there is no key. Each name counts as one symbol, in the order of time.
///
/// Source: TryCatchHCF/PacketWhisper, cloakify.py (`array64`); ciphers/subdomain_randomizer_scripts, ciphers/repeated_unique_fqdn.
struct PacketWhisperReader: ContentReader {
    let tools: Set<String> = ["PacketWhisper"]

    /// The order of the tool's own symbols.
    private static let symbols = Array(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+=".utf8
    )

    func contents(of recording: ChannelRecording) -> [RecoveredContent] {
        recording.byClient.compactMap { client, exchanges in
            var text: [UInt8] = []
            var places: [FramePlace] = []
            for exchange in RecordedExchange.withoutRepetitions(exchanges) {
                guard let index = Self.index(of: exchange.name.lowercased), index < Self.symbols.count,
                    let place = exchange.first?.place
                else { continue }
                text.append(Self.symbols[index])
                places.append(place)
            }
            guard text.count >= Self.shortest, let octets = SymbolCode.base64.octets(of: text[...]),
                !octets.isEmpty,
                let first = places.min(), let last = places.max()
            else { return nil }
            return RecoveredContent(
                .file,
                .up,
                of: client,
                octets: octets,
                encodings: ["substitution", "base64"],
                confidence: .probable,
                because:
                    "The symbols for which \(text.count) names stand in the lists that PacketWhisper comes with.",
                frames: first...last
            )
        }
    }

    private static let shortest = 16

    private static func index(of name: DomainName) -> Int? {
        for cipher in ciphers where name.isSubdomain(of: cipher.zone) {
            let labels = name.prefix(dropping: cipher.zone.labelCount).labels
            let text = Array(labels.joined(separator: [UInt8(ascii: ".")]))
            let beginning = String(decoding: text.prefix(cipher.length ?? .max), as: UTF8.self)
            if let index = cipher.indices[beginning] { return index }
        }
        return nil
    }

    private struct Cipher {
        let zone: DomainName
        /// Octets of each beginning, or `nil` where names are whole.
        let length: Int?
        let indices: [String: Int]

        init(_ zone: String, _ beginnings: String, isWhole: Bool = false) {
            self.zone = DomainName(presentation: zone) ?? .root
            let list = beginnings.split(separator: " ").map {
                isWhole ? "john." + $0.lowercased() : String($0)
            }
            length = isWhole ? nil : list.first?.utf8.count
            indices = Dictionary(zip(list, list.indices), uniquingKeysWith: { first, _ in first })
        }
    }

    private static let ciphers = [
        Cipher(
            "cloudfront.net",
            "d5ip4p doyyht dzk09z dbetnr dcnjr5 d2frhd dsi522 di76n1 dk58vf dtmvzi dt9as1 d7ofuo do2wa6 dwvxiz "
                + "dsb0ky du3puh d1nf7d dvsg9x dynwyw d01yhn d2m9sk dkx21q dsumck d3h22u dxe9cq dymbcl dnd4y0 dimoa1 "
                + "dh1sej dgkc2p du7ofj d9rdxz dbv4vg dp2hkw d9gj0t dgbleb dxlxtc d7op3t dpa7rn dxxgka dzduuu dqpmnr "
                + "dkxvd0 dwwnmq djzmon do9r0p dp3pgq dh1lhy dkmvc0 dzzyy2 df0g2w d12aan dhbwh1 dl4n5x db2s5q dj4jck "
                + "de0ueq d1w4p4 dvqbot dvsixm dqekha d9a648 dk5jga dal3tt d7b9yx dxiyec deczc2 d4pt4n"
        ),
        Cipher(
            "akstat.io",
            "716l 32el 3937 72tg 90x0 98xv 27m9 86mv 42zj 33h3 053o 47mw 041a 309h 5906 52kp 573m 16ei 11g6 35rb "
                + "99ms 44us 253o 00l0 1049 83w8 589d 60le 809r 24ct 69pn 56cn 84z9 0790 51qp 17ye 88m8 0246 70re 371g "
                + "87n2 96tp 38ih 78vv 2092 74pn 92b7 216z 19cm 1249 14sd 36ey 43k1 464e 28w4 09sd 15wg 85mr 55nh 50ze "
                + "95xg 93us 03wn 26by 66jc 48mi 659x 06oe"
        ),
        Cipher(
            "cdn.optimizely.com",
            "a6723 a7174 a3172 a1432 a6403 a1787 a4465 a3377 a7789 a1983 a0892 a1639 a8435 a5652 a0404 a3476 "
                + "a0077 a8105 a4166 a8024 a7321 a4081 a2774 a5518 a0784 a8273 a1300 a4832 a9804 a3816 a5788 a8835 "
                + "a2090 a7974 a2375 a9609 a7209 a9160 a9302 a4509 a1007 a9473 a1851 a2873 a0575 a6594 a7518 a1122 "
                + "a6174 a2107 a0934 a9540 a9288 a7452 a4325 a3927 a8577 a4991 a2432 a8625 a3239 a1233 a8303 a6271 "
                + "a2215 a9037 a7640 a6093"
        ),
        Cipher(
            "log.optimizely.com",
            "364194 559522 381336 349781 911812 798695 804018 231414 901962 885408 440834 955235 878777 190008 "
                + "784151 334578 296136 400409 736300 961153 030400 697723 749966 681020 270567 994550 831048 785681 "
                + "715642 489337 414480 154381 475926 123582 894815 181777 227135 733957 988922 502897 772884 546290 "
                + "193196 719531 940662 176919 191961 108376 355826 626400 365502 218079 038817 273851 887108 906452 "
                + "957691 647678 169456 157229 419431 390905 042557 889961 916254 367550 223614 725833"
        ),
        Cipher(
            "yoyodyne.com",
            "Rajeesh Ya.Ya Wright Mud.Head Chief.Crier Person Nolan Cooper Coyote Take.Cover Many.Jars Landing "
                + "Fat.Eating Cake Bigboote Starbird Barnett Singleton Parrot Grim Careful.Walker Omar Scott Icicle.Boy "
                + "Thorny.Stick Mask Bin Lamp Solenoid Camp Web Wood Bear Edwards Fledgling Fish OConnor Two.Horns Glow "
                + "Ready.to.Fly Cog Repeat.Dance Milton Nephew Cheese Whorfin Where Littlejohn Jones Deer Berry.Pie "
                + "Scientist Guardian Titrate Kim.Chi Shaw Gomez Turk Normal Polymer Radio Roberts Smallberries Widget "
                + "Joseph Foil Maybe Lee",
            isWhole: true
        ),
    ]
}
