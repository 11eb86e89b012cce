"""What cardlint says about a card: the objects of `cardlint explain json`, as immutable values."""

from __future__ import annotations

import dataclasses
from typing import Any, Dict, Literal, Mapping, Optional, Sequence, Tuple, Type, TypeVar

__all__ = [
    "AppliedFix", "Card", "CardlintError", "Diagnostic", "Edit", "Fix", "Fixed", "GateField", "GateForm", "Position", "Related",
    "Report", "RepoType", "SelectOption", "Severity",
]  # fmt: skip

RepoType = Literal["dataset", "model", "space"]

Severity = Literal["error", "warning", "info"]


class CardlintError(RuntimeError):
    """cardlint could not do its work: a string that is not a card, an unknown rule, an invalid configuration."""


@dataclasses.dataclass(frozen=True)
class Card:
    """A card to check, with what is known of its repo."""

    text: str
    path: str = "README.md"
    repo_type: Optional[RepoType] = None
    """None: the linter's, else as the card itself says."""
    files: Optional[Sequence[str]] = None
    """The paths of the repo's files, for rules such as `data-files-no-match`; None if they are unknown."""


@dataclasses.dataclass(frozen=True)
class Position:
    """A place in a card."""

    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    offset: int
    """From 0, in bytes of the UTF-8 text."""


@dataclasses.dataclass(frozen=True)
class Edit:
    """The characters from `start` up to `end` become `text`."""

    start: Position
    end: Position
    text: str


@dataclasses.dataclass(frozen=True)
class Fix:
    """A way to fix a diagnostic."""

    title: str
    safe: bool
    """Whether it certainly keeps what the author meant."""
    edits: Tuple[Edit, ...]


@dataclasses.dataclass(frozen=True)
class Related:
    """Another place that belongs to a diagnostic."""

    message: str
    start: Position
    end: Position


@dataclasses.dataclass(frozen=True)
class Diagnostic:
    """One problem of a card. As a string, `README.md:2:10: error[unknown-license] …`."""

    path: str
    rule: str
    severity: Severity
    message: str
    help: Optional[str]
    start: Position
    end: Position
    predicts: Tuple[str, ...]
    """Who is affected: `hub`, `huggingface_hub`, `datasets`, `reader`."""
    likely: bool
    """Whether the prediction is derived, not observed."""
    hub: Optional[str]
    """What the Hub answers, verbatim; None if it accepts the card silently."""
    related: Tuple[Related, ...]
    fix: Optional[Fix]

    def __str__(self) -> str:
        start = self.start
        return f"{self.path}:{start.line}:{start.column}: {self.severity}[{self.rule}] {self.message}"


@dataclasses.dataclass(frozen=True)
class Report:
    """What is wrong with one card."""

    path: str
    status: int
    """The exit status of `cardlint check` for this card: 0, 1 if it has errors, 2 if `error` is set."""
    diagnostics: Tuple[Diagnostic, ...]
    """Sorted by position; the first 1,000."""
    errors: int
    warnings: int
    infos: int
    omitted: int
    """How many of those counts are not in `diagnostics`."""
    error: Optional[str] = None
    """Why the card could not be checked, if it could not."""

    @property
    def ok(self) -> bool:
        """Whether the card was checked and has no errors."""
        return self.status == 0


@dataclasses.dataclass(frozen=True)
class AppliedFix:
    """A fix that was applied."""

    rule: str
    title: str


@dataclasses.dataclass(frozen=True)
class Fixed:
    """A card after its fixes."""

    text: str
    """Unchanged if nothing was fixed."""
    fixes: Tuple[AppliedFix, ...]
    report: Report
    """What is still wrong."""


@dataclasses.dataclass(frozen=True)
class SelectOption:
    """One option of a `select`."""

    label: str
    """What the reader sees."""
    value: str
    """What is stored."""


@dataclasses.dataclass(frozen=True)
class GateField:
    """One question of a gate form."""

    label: str
    type: str
    """`text`, `checkbox`, `date_picker`, `country`, `ip_location`, `select`, or what else the card says."""
    options: Tuple[SelectOption, ...] = ()


@dataclasses.dataclass(frozen=True)
class GateForm:
    """What a reader fills in before the Hub shows the files of a gated repo: the `extra_gated_*` keys of a card."""

    heading: Optional[str] = None
    description: Optional[str] = None
    prompt: Optional[str] = None
    fields: Tuple[GateField, ...] = ()
    button_content: Optional[str] = None
    eu_disallowed: bool = False


_T = TypeVar("_T")


def _new(kind: Type[_T], fields: Dict[str, Any]) -> _T:
    # The constructor of a frozen dataclass takes several times as long, and there may be millions of these.
    made = object.__new__(kind)
    made.__dict__.update(fields)
    return made


def _with_range(kind: Type[_T], value: Dict[str, Any]) -> _T:
    value["start"] = _new(Position, value["start"])
    value["end"] = _new(Position, value["end"])
    return _new(kind, value)


def _diagnostic(value: Dict[str, Any]) -> Diagnostic:
    del value["schema_version"]
    value["predicts"] = tuple(value["predicts"])
    value["related"] = tuple(_with_range(Related, related) for related in value["related"])
    fix = value["fix"]
    if fix is not None:
        fix["edits"] = tuple(_with_range(Edit, edit) for edit in fix["edits"])
        value["fix"] = _new(Fix, fix)
    return _with_range(Diagnostic, value)


def report_of(answer: Mapping[str, Any]) -> Report:
    """The report in an answer of the program; what the answer contains is taken over."""
    error = answer.get("error")
    if error is not None:
        counts = {"errors": 0, "warnings": 0, "infos": 0, "omitted": 0}
        return Report(path=answer["path"] or "README.md", status=2, diagnostics=(), error=error["message"], **counts)
    fields = dict(answer["summary"])
    del fields["fixed"]
    fields["path"] = answer["path"]
    fields["status"] = answer["status"]
    fields["diagnostics"] = tuple(map(_diagnostic, answer["diagnostics"])) if answer["diagnostics"] else ()
    fields["error"] = None
    return _new(Report, fields)


def fixed_of(answer: Mapping[str, Any], text: str) -> Fixed:
    """The fixed card in an answer; `text` where it could not be checked."""
    fixes = tuple(AppliedFix(fix["rule"], fix["title"]) for fix in answer.get("fixes", ()))
    return Fixed(answer.get("text", text), fixes, report_of(answer))


def gate_form_of(answer: Mapping[str, Any]) -> Optional[GateForm]:
    """The form in an answer; None if the card has none."""
    gate = answer["gate"]
    if gate is None:
        errors = [found for found in answer["diagnostics"] if found["severity"] == "error"]
        raise CardlintError(errors[0]["message"] if errors else "the Hub cannot read the metadata of this card")
    if not gate:
        return None
    values = {key[len("extra_gated_") :]: value for key, value in gate.items()}
    values["fields"] = tuple(_gate_field(label, value) for label, value in values.get("fields", {}).items())
    return GateForm(**values)


def _gate_field(label: str, value: Any) -> GateField:
    if isinstance(value, str):
        return GateField(label, value)
    options = (SelectOption(option, option) if isinstance(option, str) else SelectOption(**option) for option in value["options"])
    return GateField(label, value["type"], tuple(options))
