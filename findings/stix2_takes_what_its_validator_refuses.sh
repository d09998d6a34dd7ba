#!/usr/bin/env bash
# OASIS's two Python readers of STIX disagree on an indicator: stix2 3.0.2 takes what stix2-validator 3.3.2 refuses.
#
# An id of UUID version 7 or 8 (RFC 9562) is read by stix2 and none for the validator, whose schema has versions 1 to 5.
# `created` without decimals is read by stix2, which writes it back with three; the validator wants exactly three
# (STIX 2.1 §3.2). A producer that tests with stix2 alone writes bundles that a strict gateway turns away. The other way
# round, a bundle without objects is valid for the validator, and stix2 raises an error unless it is told the version.
# Seen on 2026-11-30:
#   version 5, milliseconds: stix2 takes it, validator takes it
#   version 5, seconds: stix2 takes it, validator refuses it
#   version 7, milliseconds: stix2 takes it, validator refuses it
#   version 8, milliseconds: stix2 takes it, validator refuses it
#   bundle without objects: stix2 refuses it, validator takes it
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install -q --disable-pip-version-check --target "$folder" stix2==3.0.2 stix2-validator==3.3.2
PYTHONPATH=$folder python3 - <<'PYTHON' > "$folder/seen"
import json
import stix2, stix2validator

def says(take):
    try:
        return 'takes' if take() else 'refuses'
    except Exception:
        return 'refuses'

for version, decimals in [(5, '.000'), (5, ''), (7, '.000'), (8, '.000')]:
    time = f'2026-11-23T00:00:00{decimals}Z'
    indicator = json.dumps({
        'type': 'indicator', 'spec_version': '2.1', 'id': f'indicator--5073f43e-1ccc-{version}753-92e7-2226ef2ebd19',
        'created': time, 'modified': time, 'valid_from': '2026-11-23T00:00:00.000Z', 'name': 'a zone',
        'indicator_types': ['malicious-activity'], 'pattern_type': 'stix', 'pattern': "[domain-name:value = 't.example.net']",
    })
    options = stix2validator.ValidationOptions(version='2.1')
    reader = says(lambda: stix2.parse(indicator))
    validator = says(lambda: stix2validator.validate_string(indicator, options).is_valid)
    precision = 'milliseconds' if decimals else 'seconds'
    print(f'version {version}, {precision}: stix2 {reader} it, validator {validator} it')
bundle = json.dumps({'type': 'bundle', 'id': 'bundle--5073f43e-1ccc-5753-92e7-2226ef2ebd19'})
reader = says(lambda: stix2.parse(bundle))
validator = says(lambda: stix2validator.validate_string(bundle, options).is_valid)
print(f'bundle without objects: stix2 {reader} it, validator {validator} it')
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
version 5, milliseconds: stix2 takes it, validator takes it
version 5, seconds: stix2 takes it, validator refuses it
version 7, milliseconds: stix2 takes it, validator refuses it
version 8, milliseconds: stix2 takes it, validator refuses it
bundle without objects: stix2 refuses it, validator takes it
SEEN
