"""Spark's types from a JSON Schema, so that the columns of findings are written down once, in dnsscan."""

import json
from typing import Any

from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DoubleType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
)

_SCALARS: dict[str, type[DataType]] = {
    "boolean": BooleanType,
    "integer": LongType,
    "number": DoubleType,
    "string": StringType,
}


def finding_type(report_schema: dict[str, Any]) -> StructType:
    """The type of a finding in the JSON Schema that ``dnsscan schema report`` prints.

    Times stay the report's text (RFC 3339): Spark's timestamps end at microseconds, captures do not.
    Raises ValueError where the schema uses a form that has no type here; the message has the form.
    """
    definitions = report_schema["$defs"]
    type_, _ = _spark_type(definitions["finding"], definitions)
    assert isinstance(type_, StructType)
    return type_


def _spark_type(schema: dict[str, Any], definitions: dict[str, Any]) -> tuple[DataType, bool]:
    """The type of a value, and whether it may be null."""
    if "$ref" in schema:
        return _spark_type(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    # Where there is a type as well, `anyOf` only narrows it, as for addresses.
    if "type" not in schema and "anyOf" in schema:
        choices = [choice for choice in schema["anyOf"] if choice != {"type": "null"}]
        nullable = len(choices) < len(schema["anyOf"])
        return _only([_spark_type(choice, definitions) for choice in choices], schema, nullable)
    if "type" not in schema and ("enum" in schema or "const" in schema):
        values = schema.get("enum", [schema.get("const")])
        types = [(_SCALARS[_name(value)](), False) for value in values if value is not None]
        return _only(types, schema, None in values)
    names = schema.get("type")
    names = names if isinstance(names, list) else [names]
    return _only(
        [(_typed(name, schema, definitions), False) for name in names if name != "null"], schema, "null" in names
    )


def _only(choices: list[tuple[DataType, bool]], schema: dict[str, Any], nullable: bool) -> tuple[DataType, bool]:
    """The one type that all choices have, since a column has one."""
    types = [type_ for type_, _ in choices]
    if not types or any(type_ != types[0] for type_ in types):
        raise ValueError(f"a column has one type, and this has not: {json.dumps(schema)[:200]}")
    return types[0], nullable or any(null for _, null in choices)


def _typed(name: str | None, schema: dict[str, Any], definitions: dict[str, Any]) -> DataType:
    if name in _SCALARS:
        return _SCALARS[name]()
    if name == "array":
        item, nullable = _spark_type(schema["items"], definitions)
        return ArrayType(item, containsNull=nullable)
    if name == "object" and "properties" in schema:
        fields = []
        for key, value in schema["properties"].items():
            type_, nullable = _spark_type(value, definitions)
            fields.append(StructField(key, type_, nullable or key not in schema.get("required", [])))
        return StructType(fields)
    if name == "object" and isinstance(schema.get("additionalProperties"), dict):
        value_type, nullable = _spark_type(schema["additionalProperties"], definitions)
        return MapType(StringType(), value_type, valueContainsNull=nullable)
    raise ValueError(f"no Spark type for {json.dumps(schema)[:200]}")


def _name(value: object) -> str:
    """JSON Schema's name for the type of a scalar."""
    return {bool: "boolean", int: "integer", float: "number", str: "string"}[type(value)]
