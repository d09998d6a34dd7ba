import Foundation
import TestSupport

extension OfficeCapture {
    /// A capture of one client: so many queries in each of some hours, all for ten names in one zone.
    static func hourly(_ hours: Range<Int>, queries: Int, zone: String = "example.org") -> Data {
        var capture = OfficeCapture(empty: ())
        let (client, resolver): ([UInt8], [UInt8]) = ([10, 0, 0, 7], [10, 0, 0, 53])
        for hour in hours {
            for query in 0..<queries {
                let name = "www\(query % 10).\(zone)"
                let id = UInt16(query % 60_000)
                // The capture's first moment lies 2,800 seconds before a full hour.
                let time = 2_800_000 + hour * 3_600_000 + query * (3_600_000 / queries)
                let question = MessageBuilder.query(name, type: 1, id: id).octets
                capture.add(
                    time,
                    from: device,
                    ipv4(client, resolver, transport: 17, udp(40_000, 53, question))
                )
                var response = MessageBuilder.response(name, type: 1, id: id)
                response.addRecord(.answer, name, type: 1, data: [192, 0, 2, 1])
                capture.add(
                    time + 5,
                    from: Self.resolver,
                    ipv4(resolver, client, transport: 17, udp(53, 40_000, response.octets))
                )
            }
        }
        return Data(capture.octets)
    }
}

extension TemporaryFolder {
    /// Writes captures of a `day` with 12 queries an hour, of an `ordinary` hour after it with 14, and of a `busy` one
    /// with 480.
    func writeHourlyCaptures() throws {
        for (name, capture) in [
            ("day", OfficeCapture.hourly(0..<24, queries: 12)),
            ("ordinary", OfficeCapture.hourly(30..<31, queries: 14)),
            ("busy", OfficeCapture.hourly(30..<31, queries: 480)),
        ] {
            try capture.write(to: URL(filePath: path(name)))
        }
    }
}
