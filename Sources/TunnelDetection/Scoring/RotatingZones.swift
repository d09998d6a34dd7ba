import Channels
import DNSWire
import Findings
import NetworkTypes
import ZoneProfiles

/// Brings together zones that one client uses in turn, as tools do that rotate their domains.
///
/// The zones of a rotation have one layout: names as long, of the same alphabet, asked for with the same
/// types. None repeats a subdomain of another, which tells a rotation from one question put to several lists.
enum RotatingZones {
    /// How far the mean lengths of subdomains may lie apart, as a factor.
    private static let lengthRatio = 1.35
    /// A zone of a rotation has at least so many names.
    private static let minimumNames = 5

    /// The assessments in groups of one channel each, the highest score first in a group.
    static func merged(_ assessments: [Assessment]) -> [[Assessment]] {
        var groups: [[Assessment]] = []
        for assessment in assessments.sorted(by: precedes) {
            let index = groups.firstIndex { group in group[0].isRotation(with: assessment) }
            if let index { groups[index].append(assessment) } else { groups.append([assessment]) }
        }
        return groups
    }

    private static func precedes(_ left: Assessment, _ right: Assessment) -> Bool {
        (right.score, left.channel.zone) < (left.score, right.channel.zone)
    }

    /// Whether names are questions about addresses or domains, or answers are codes: services are asked alike.
    private static func isLookup(_ features: ChannelFeatures) -> Bool {
        features.reverseAddressRatio + features.embeddedDomainRatio + features.loopbackAnswerRatio > 0.5
    }

    /// Whether browsers look for hosts there: a page may load hosts of two services that name them alike.
    private static func isOfPages(_ features: ChannelFeatures) -> Bool {
        Calibration.browserQueries.measured(features.httpsQueryRatio).evidence != nil
    }

    /// Whether two channels look like one that changes its zone.
    fileprivate static func isOneLayout(_ left: Channel, _ right: Channel) -> Bool {
        let (one, other) = (left.features, right.features)
        guard
            min(left.names.count, right.names.count) >= minimumNames,
            Set(left.names.map(\.first.client)) == Set(right.names.map(\.first.client)),
            left.scope.clients.count == 1,
            // Two services whose names are of one length each need not have the same length.
            left.scope.layout == right.scope.layout,
            one.alphabet == other.alphabet, !isLookup(one), !isLookup(other), !isOfPages(one),
            !isOfPages(other),
            one.meanSubdomainOctets <= lengthRatio * other.meanSubdomainOctets,
            other.meanSubdomainOctets <= lengthRatio * one.meanSubdomainOctets,
            left.scope.queryTypes.sorted.map(\.kind).first
                == right.scope.queryTypes.sorted.map(\.kind).first
        else { return false }
        return Set(left.subdomains.map(\.lowercased)).isDisjoint(with: right.subdomains.map(\.lowercased))
    }
}

extension Assessment {
    /// The kinds that may differ between zones of one rotation.
    ///
    /// Answers show the direction of data, and one zone of a rotation may have too few answers to tell it.
    private static let kindsOfData: Set<FindingKind> = [.tunnel, .exfiltration]

    fileprivate func isRotation(with other: Assessment) -> Bool {
        (kind == other.kind || Self.kindsOfData.isSuperset(of: [kind, other.kind]))
            && tool?.name == other.tool?.name
            && min(score, other.score) >= Calibration.rotationScore
            && RotatingZones.isOneLayout(channel, other.channel)
    }
}
