package import Findings
import NetworkTypes

/// An explanation of one zone for programs, schema `dnsscan.explanation/1`.
package struct ExplanationJSON {
    private let explanation: Explanation

    package init(_ explanation: Explanation) {
        self.explanation = explanation
    }

    /// One indented object with a final newline.
    package var document: String {
        var json = JSONWriter(isIndented: true)
        json.object { json in
            json.member("schema", "dnsscan.explanation/1")
            json.member("asked", explanation.asked)
            json.member("zone", explanation.zone)
            json.member("registered_domain", explanation.registeredDomain)
            json.member("cuts", objects: explanation.cuts) { json, cut in
                json.member("zone", cut.zone)
                json.member("names", cut.names)
            }
            json.member("judged_client", explanation.judgedClient?.description)
            json.member("unjudged", explanation.unjudged)
            json.member("score", explanation.score)
            json.member("severity", explanation.severity?.rawValue)
            json.member("finding", explanation.finding?.id)
            json.member("queries", explanation.queries)
            json.member("responses", explanation.responses)
            json.member("query_types") { json in
                for count in explanation.queryTypes { json.member(count.type, count.count) }
            }
            json.member("clients", objects: explanation.clients, Self.count)
            json.member("servers", objects: explanation.servers, Self.count)
            json.member("conditions", objects: explanation.conditions) { json, condition in
                json.member("direction", condition.direction)
                json.member("feature", condition.name)
                json.member("value", condition.value)
                json.member("unit", condition.unit)
                json.member("threshold", condition.threshold)
                json.member("reached", condition.isMet)
            }
            json.member("detectors", objects: explanation.detectors) { json, opinion in
                json.member("kind", opinion.kind.rawValue)
                json.member("applies", opinion.concerns)
                json.member("points", opinion.points)
            }
            json.member("rules", objects: explanation.rules, Self.rule)
            json.member("signatures", objects: explanation.signatures) { json, outcome in
                json.member("tool", outcome.tool)
                json.member("confidence", outcome.match?.confidence.rawValue)
                json.member("because", outcome.match?.because)
            }
            json.member("services", objects: explanation.services) { json, service in
                json.member("name", service.name)
                json.member("fitting_names_ratio", service.fittingNames)
                json.member("answers_fit", service.answersFit)
                json.member("ordinary_resolver", service.resolverIsOrdinary)
                json.member("recognized", service.isRecognized)
            }
            json.member("features") { json in
                for feature in explanation.features { json.member(feature.name, feature.value) }
            }
            json.member("samples", objects: explanation.samples) { json, sample in
                json.member("frame", sample.frame)
                json.member("input", sample.input)
                json.member("time", sample.time.rfc3339(fractionDigits: 9))
                json.member("client", sample.client.description)
                json.member("qname", sample.queryName)
                json.member("qtype", sample.queryType)
                json.member("rcode", sample.responseCode)
            }
        }
        return json.text + "\n"
    }

    private static func rule(_ json: inout JSONWriter, _ rule: Explanation.RuleOutcome) {
        json.member("feature", rule.feature)
        json.member("value", rule.value ?? .nan)
        json.member("unit", rule.unit)
        json.member("counts", rule.counts)
        json.member("counts_downward", rule.countsDownward)
        json.member("thresholds", objects: rule.steps) { json, step in
            json.member("threshold", step.threshold)
            json.member("points", step.points)
        }
        json.member("points", rule.points)
        json.member("detectors", rule.detectors.map(\.rawValue))
        json.member("statement", rule.statement)
    }

    private static func count(_ json: inout JSONWriter, _ count: AddressCount) {
        json.member("address", count.address.description)
        json.member("messages", count.count)
    }
}
