import DNSWire
import ZoneProfiles

/// The services of a site, by the names that people gave to machines, with what each machine says of itself.
///
/// A client asks a service's name for its instances, and of these it asks for the host and the traits. A site has some
/// hundred at most, and an instance has one host and one list of traits, or two where somebody changes it. Payload in
/// place of them is names that no service lists, ever new instances, or ever new traits of one.
struct ServiceInstanceLaw: ContentLaw {
    let name = "Instances of services"
    let source = "RFC 6763 §4.1 and §6; RFC 6335 §5.1"

    /// Of one zone.
    private static let instances = 128.0
    /// Of each type: the present record and the one before it.
    private static let recordsOfInstance = 2
    private static let protocols = ["_tcp", "_udp"]

    func explained(in traffic: NamedAnswers) -> ExplainedContent? {
        guard traffic.answers.contains(where: { $0.type == .ptr }) else { return nil }
        var instances: Set<DomainName> = []
        let lists = traffic.answers.indices.filter { place in
            guard let instance = Self.instance(in: traffic.answers[place]) else { return false }
            instances.insert(instance.lowercased)
            return true
        }
        let names = traffic.names.indices.filter { place in
            let name = traffic.names[place].name.lowercased
            return traffic.names[place].first.type == .ptr && Self.service(in: name) == name
                || instances.contains(name)
        }
        let descriptions = traffic.answers.indices.filter { place in
            let answer = traffic.answers[place]
            return [.srv, .txt].contains(answer.type)
                && traffic.place(ofNameOf: answer).map {
                    instances.contains(traffic.names[$0].name.lowercased)
                } == true
        }
        let ofInstance = Dictionary(grouping: descriptions) {
            [traffic.answers[$0].queryName, UInt64(traffic.answers[$0].type.rawValue)]
        }
        guard !lists.isEmpty, Double(lists.count) * traffic.answersPerSample <= Self.instances,
            ofInstance.values.allSatisfy({ $0.count <= Self.recordsOfInstance })
        else { return nil }
        var explained = ExplainedContent()
        explained.names = Set(names)
        explained.answers = Set(lists + descriptions)
        return explained
    }

    /// The instance that a record names: one label before a service.
    private static func instance(in answer: AnswerRecord) -> DomainName? {
        guard answer.type == .ptr, let name = DomainName(rdata: answer.octets[...]),
            let service = service(in: name), service.labelCount + 1 == name.labelCount
        else { return nil }
        return name
    }

    /// The name of a service, which has a letter (RFC 6335 §5.1), its protocol and the domain of both: the end of a name.
    private static func service(in name: DomainName) -> DomainName? {
        let labels = Array(name.lowercased.labels)
        let place = labels.indices.dropLast().first { place in
            labels[place].first == UInt8(ascii: "_") && labels[place].contains { (0x61...0x7A).contains($0) }
                && protocols.contains { labels[place + 1].elementsEqual($0.utf8) }
        }
        return place.map { name.lowercased.suffix(labelCount: labels.count - $0) }
    }
}
