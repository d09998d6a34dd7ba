#!/usr/bin/env bash
# ocsf-json-schema 1.2.0 takes a time in nanoseconds or seconds where OCSF 1.5.0 means milliseconds.
#
# `timestamp_t` is "the number of milliseconds since the Epoch", but the schema made of it knows only that it is a whole
# number. An event of a Detection Finding (class 2004) with nanoseconds is valid, and a lake shows it in the year 55 million.
# A fraction, text, and a `type_uid` that is not class and activity together are refused.
# Seen on 2026-11-30 with jsonschema 4.26.0:
#   milliseconds: valid
#   seconds: valid
#   nanoseconds: valid
#   fraction: refused
#   other type_uid: refused
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install -q --disable-pip-version-check --target "$folder" ocsf-json-schema==1.2.0 jsonschema==4.26.0
PYTHONPATH=$folder python3 - <<'PYTHON' > "$folder/seen"
import jsonschema
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version='1.5.0')).get_class_schema(class_name='detection_finding')
validator = jsonschema.Draft202012Validator(schema)
event = {
    'category_uid': 2, 'class_uid': 2004, 'activity_id': 1, 'type_uid': 200401, 'severity_id': 4,
    'metadata': {'version': '1.5.0', 'product': {'name': 'x', 'vendor_name': 'x'}},
    'finding_info': {'uid': '1', 'title': 'tunnel'},
}
for what, change in [
    ('milliseconds', {'time': 1796025091000}), ('seconds', {'time': 1796025091}),
    ('nanoseconds', {'time': 1796025091000000000}), ('fraction', {'time': 1796025091000.5}),
    ('other type_uid', {'time': 1796025091000, 'type_uid': 200402 * 10}),
]:
    print(f"{what}: {'valid' if validator.is_valid(event | change) else 'refused'}")
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
milliseconds: valid
seconds: valid
nanoseconds: valid
fraction: refused
other type_uid: refused
SEEN
