"""What the Hub and Python read in a card, as values that can be compared."""

import datetime
import json
import math

import yaml
from huggingface_hub.repocard import REGEX_YAML_BLOCK


def python_value(text: str) -> tuple[bool, object]:
    """Whether huggingface_hub finds a block, and what PyYAML reads in it."""
    found = REGEX_YAML_BLOCK.search(text)
    if not found:
        return False, None
    try:
        return True, as_json(yaml.safe_load(found.group(2)))
    except Exception:  # noqa: BLE001: PyYAML has no type of its own for what a tag cannot make of a text
        return True, None


def as_json(value: object) -> object:
    """A value of PyYAML in the words of JavaScript."""
    if isinstance(value, datetime.datetime):
        value = value.astimezone(datetime.timezone.utc) if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
    if isinstance(value, datetime.date):
        return value.isoformat() + "T00:00:00.000Z"
    if isinstance(value, dict):
        return {key_text(key): as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, (bytes, set)):
        return f"{type(value).__name__} {value}"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "number " + {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, int) and not isinstance(value, bool):
        return int(float(value)) if abs(value) >= 2**53 else value
    return value


def key_text(key: object) -> str:
    # A key that is null or a truth value to Python is none of JavaScript's texts.
    return f"{key} of Python" if key is None or isinstance(key, bool) else str(as_json(key))


def essence(value: object) -> object:
    """A value without what the parsers read differently at the end of a block, and nobody can see."""
    if isinstance(value, dict):
        return {key: essence(item) for key, item in value.items()}
    if isinstance(value, list):
        return [essence(item) for item in value]
    return value.rstrip("\n") if isinstance(value, str) else value


def unlike(one: object, other: object) -> bool:
    return json.dumps(essence(one), sort_keys=True) != json.dumps(essence(other), sort_keys=True)
