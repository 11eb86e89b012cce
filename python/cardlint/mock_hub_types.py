"""What a mock Hub takes and reports, as types."""

from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, TypedDict, Union

__all__ = ["Fault", "FaultProfile", "Mail", "RecordedRequest", "RepoType"]

RepoType = Literal["dataset", "model", "space"]

FaultProfile = Literal["rate-limit", "slow", "flaky", "unauthorized-under-load"]


class _Request(TypedDict):
    method: str
    path: str
    """Without the query."""
    query: str
    user: Optional[str]
    """None for an anonymous caller."""
    status: int
    """0 if a fault closed the connection."""
    at: str
    """When, by the mock's clock."""


class RecordedRequest(_Request, total=False):
    """A request that the mock received: `method`, `path`, `query`, `user`, `status`, `at`, and what is not always there."""

    unmatched: bool
    """True if the mock has no such route, else absent."""
    near: List[str]
    """For an unmatched request: the closest routes."""
    faulted: bool
    """True if a fault answered, delayed or closed it, else absent."""


class Mail(TypedDict):
    """An e-mail that the Hub would have sent."""

    to: List[str]
    subject: str
    repo: str
    kind: str
    at: str
    users: List[str]


class Fault(TypedDict, total=False):
    """An active fault, and how many requests it has hit."""

    profile: FaultProfile
    method: str
    path: str
    query: Dict[str, str]
    user: str
    after: int
    every: int
    times: int
    phase: Literal["before", "after"]
    status: int
    headers: Dict[str, str]
    body: Any
    delay_ms: int
    abort: Union[bool, Literal["body"]]
    hits: int
