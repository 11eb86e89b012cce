"""Loads the voices, or says how to get at them."""

from datasets import load_dataset
from datasets.exceptions import DatasetNotFoundError


class NoAccess(Exception):
    """The reader has to ask for the dataset first."""


def texts(token: str) -> list:
    """What is said in the recordings."""
    try:
        return load_dataset("acme/voices", split="train", token=token)["text"][:]
    except DatasetNotFoundError as error:
        if "gated" in str(error):
            raise NoAccess("Ask for access on the dataset's page, then try again.") from error
        raise
