/// Validates documents by the schemas of `Fixtures/reports`.
enum JSONSchema {
    static let isAvailable = (try? Command.script("python3 -c 'import jsonschema.validators'").status) == 0

    /// What is wrong with what a script of bash prints, or with the schema; empty when nothing is.
    static func complaints(about script: String, _ arguments: [String] = [], schema: String) throws -> String
    {
        let check = """
            import json, sys, jsonschema
            schema = json.load(open("Fixtures/reports/" + sys.argv[1] + ".schema.json"))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
            for error in validator.iter_errors(json.load(sys.stdin)):
                print(error.json_path, error.message[:200])
            """
        let pipeline =
            "set -o pipefail; schema=$1 check=$2; shift 2; { \(script); } | python3 -c \"$check\" \"$schema\""
        let result = try Command.script(pipeline, [schema, check] + arguments)
        return result.status == 0
            ? result.output + result.errors : "status \(result.status): \(result.errors)"
    }
}
