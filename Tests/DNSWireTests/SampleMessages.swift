import TestSupport

/// Sound messages of every shape, for tests that take them apart.
enum SampleMessages {
    static let all: [[UInt8]] = [query, addresses, chain, negative, text, mail, service, multicast, signed]

    static let query: [UInt8] = {
        var builder = MessageBuilder.query("wWw.eXample.com", type: 28)
        builder.addOPT(options: [(code: 10, data: Array(1...8)), (code: 12, data: [0, 0, 0])])
        return builder.octets
    }()

    static let addresses: [UInt8] = {
        var builder = MessageBuilder.response("www.example.com", type: 1)
        for last in 1...3 as ClosedRange<UInt8> {
            builder.addRecord(.answer, "www.example.com", type: 1, data: [192, 0, 2, last])
        }
        builder.addOPT(flags: 0x8000)
        return builder.octets
    }()

    /// A chain of aliases whose names end in pointers to pointers.
    static let chain: [UInt8] = {
        var builder = MessageBuilder.response("a.example.com", type: 28)
        let first = builder.position + 2 + 10
        builder.addRecord(.answer, "a.example.com", type: 5, data: [1, 0x62] + MessageBuilder.pointer(14))
        let alias = [1, 0x63] + MessageBuilder.pointer(first)
        builder.addRaw(.answer, MessageBuilder.pointer(first) + [0, 5, 0, 1, 0, 0, 0, 9, 0, 4] + alias)
        builder.addRecord(.answer, "c.b.example.com", type: 28, data: Array(0...15))
        return builder.octets
    }()

    static let negative: [UInt8] = {
        var builder = MessageBuilder.response("nowhere.example.com", type: 16, responseCode: 3)
        let zone = MessageBuilder.pointer(20)
        builder.addRecord(
            .authority,
            "example.com",
            type: 6,
            data: [2, 0x6E, 0x73] + zone + [4] + "root".utf8 + zone + Array(1...20)
        )
        return builder.octets
    }()

    static let text: [UInt8] = {
        var builder = MessageBuilder.response("t.example.com", type: 16)
        builder.addRecord(
            .answer,
            "t.example.com",
            type: 16,
            data: MessageBuilder.characterString("v=spf1 -all") + [0] + MessageBuilder.characterString("more")
        )
        builder.addRecord(.answer, "t.example.com", type: 10, data: [0xC0, 0x0C, 0xFF])
        builder.addRecord(.answer, "t.example.com", type: 65399, data: Array(repeating: 0xC0, count: 40))
        return builder.octets
    }()

    static let mail: [UInt8] = {
        var builder = MessageBuilder.response("example.com", type: 15)
        builder.addRecord(
            .answer,
            "example.com",
            type: 15,
            data: [0, 10, 2, 0x6D, 0x78] + MessageBuilder.pointer(12)
        )
        builder.addRecord(
            .authority,
            "example.com",
            type: 2,
            data: [2, 0x6E, 0x73] + MessageBuilder.pointer(12)
        )
        builder.addRecord(.additional, "mx.example.com", type: 1, data: [192, 0, 2, 25])
        return builder.octets
    }()

    static let service: [UInt8] = {
        var builder = MessageBuilder.response("_s._tcp.example.com", type: 33)
        builder.addRecord(
            .answer,
            "_s._tcp.example.com",
            type: 33,
            data: [0, 1, 0, 2, 1, 0xBB] + MessageBuilder.name("h.example.com")
        )
        builder.addRecord(
            .additional,
            "h.example.com",
            type: 65,
            data: [0, 1, 0, 0, 1, 0, 3, 2, 0x68, 0x32, 0, 4, 0, 4, 192, 0, 2, 1]
        )
        builder.addRecord(
            .additional,
            "example.com",
            type: 35,
            data: [0, 1, 0, 2, 1, 0x73, 0, 0] + MessageBuilder.pointer(20)
        )
        return builder.octets
    }()

    static let multicast: [UInt8] = {
        var builder = MessageBuilder(flags: 0x8400)
        builder.addRecord(
            .answer,
            "_http._tcp.local",
            type: 12,
            data: MessageBuilder.name("a b._http._tcp.local")
        )
        builder.addRecord(.additional, "h.local", type: 28, class: 0x8001, data: Array(0...15))
        return builder.octets
    }()

    static let signed: [UInt8] = {
        var builder = MessageBuilder.response("example.com", type: 48)
        builder.addRecord(.answer, "example.com", type: 48, data: [1, 1, 3, 13] + Array(0...31))
        builder.addRecord(
            .answer,
            "example.com",
            type: 46,
            data: [0, 48, 13, 2] + Array(0...13) + MessageBuilder.name("example.com") + Array(0...31)
        )
        builder.addRecord(
            .authority,
            "example.com",
            type: 47,
            data: MessageBuilder.name("a.example.com") + [0, 1, 0x40]
        )
        builder.addRecord(.authority, "example.com", type: 50, data: [1, 0, 0, 0, 0, 1, 9, 0, 1, 0x40])
        builder.addRecord(
            .additional,
            "key.example",
            type: 250,
            class: 255,
            timeToLive: 0,
            data: MessageBuilder.name("hmac-sha256") + Array(repeating: 0, count: 16)
        )
        return builder.octets
    }()
}
