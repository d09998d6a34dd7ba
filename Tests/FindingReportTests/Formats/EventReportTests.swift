import FindingReport
import Findings
import Foundation
import TestSupport
import Testing

/// ECS and OCSF: one object a line, for indexes and lakes.
@Suite struct EventReportTests {
    @Test(
        .enabled(
            if: Consumer.has("ocsf_json_schema", "jsonschema"),
            "python3 has no module ocsf_json_schema"
        ),
        arguments: SampleReport.allCases
    )
    func `OCSF satisfies the schema of its class`(sample: SampleReport) throws {
        let script = """
            import json, sys, jsonschema
            from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
            schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version='1.5.0')).get_class_schema(class_name='detection_finding')
            errors = []
            for line in sys.stdin:
                event = json.loads(line)
                errors += [f'{list(e.absolute_path)}: {e.message[:200]}' for e in jsonschema.Draft202012Validator(schema).iter_errors(event)]
                # What the schema says in words only: milliseconds, and the identifier of class and activity together.
                if not 10**12 < event['time'] < 10**13: errors.append(f"time {event['time']}")
                if event['type_uid'] != event['class_uid'] * 100 + event['activity_id']: errors.append('type_uid')
            print(json.dumps(errors))
            """
        let lines = OCSFReport(ShownReport(sample.report, minimumSeverity: .info, version: "0.0.0")).lines
        #expect(try Consumer.strings(script, input: lines) == [])
    }

    /// An index takes its mapping from the first document; a later one of another type is refused.
    @Test func `ECS lines have equal keys with values of equal type`() throws {
        let script = """
            import json, sys
            def shape(value, path=''):
                if isinstance(value, dict):
                    for key in value: yield from shape(value[key], f'{path}.{key}')
                elif isinstance(value, list):
                    yield (path, 'list')
                    for element in value: yield (path + '[]', type(element).__name__)
                else: yield (path, type(value).__name__)
            types = {}
            for line in sys.stdin:
                for path, name in shape(json.loads(line)): types.setdefault(path, set()).add(name)
            print(json.dumps([f'{path} {sorted(names)}' for path, names in types.items() if len(names) > 1 or 'NoneType' in names]))
            """
        let text = [SampleReport.tunnel, .hostile, .listed, .names].map {
            ECSReport(ShownReport($0.report, minimumSeverity: .info, version: "0.0.0")).lines
        }.joined()
        #expect(try Consumer.strings(script, input: text) == [])
    }

    /// Elastic Common Schema 8.17, field reference: the fields used and what they may hold.
    @Test func `ECS fields hold what the schema allows`() throws {
        let script = """
            import json, sys, ipaddress
            from datetime import datetime
            errors = []
            for line in sys.stdin:
                alert = json.loads(line)
                event = alert['event']
                if event['kind'] not in ('alert', 'event', 'metric', 'state', 'signal'): errors.append(event['kind'])
                if not set(event['category']) <= {'intrusion_detection', 'network', 'threat', 'malware'}: errors.append('category')
                if not set(event['type']) <= {'info', 'allowed', 'denied', 'indicator', 'protocol', 'connection'}: errors.append('type')
                first, last = (datetime.fromisoformat(event[key][:26]) for key in ('start', 'end'))
                if abs((last - first).total_seconds() - event['duration'] / 1e9) > 1e-3: errors.append('duration')
                for address in alert['source']['ip'] + alert['destination']['ip'] + alert['related']['ip']: ipaddress.ip_address(address)
            print(json.dumps(errors))
            """
        let text = [SampleReport.tunnel, .hostile, .listed, .names].map {
            ECSReport(ShownReport($0.report, minimumSeverity: .info, version: "0.0.0")).lines
        }.joined()
        #expect(try Consumer.strings(script, input: text) == [])
    }

    @Test(arguments: ["ecs", "ocsf"])
    func `reads back every name`(format: String) throws {
        let report = SampleReport.names.report
        let lines =
            format == "ecs"
            ? ECSReport(ShownReport(report, minimumSeverity: .info, version: "0.0.0")).lines
            : OCSFReport(ShownReport(report, minimumSeverity: .info, version: "0.0.0")).lines
        let key = format == "ecs" ? "['dns']['question']['name'][0]" : "['evidences'][0]['query']['hostname']"
        let names = try Consumer.strings(
            "import json, sys\nprint(json.dumps([json.loads(line)\(key) for line in sys.stdin]))",
            input: lines
        )
        #expect(names == SampleReport.hostileNames)
    }
}
