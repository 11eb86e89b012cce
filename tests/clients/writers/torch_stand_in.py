"""A stand-in for torch, which weighs gigabytes on Linux: the functions that write cards need its names alone, no tensor.

Whatever is imported from torch, torchvision and torchcodec, and whatever is asked of that, is a `Name`: a class that can be derived
from, called, subscripted and used as a decorator. A writer that calculates with one raises an error, and so makes no card.
"""

import abc
import importlib.abc
import importlib.machinery
import importlib.metadata
import sys
import types

VERSIONS = {"torch": "2.15.0", "torchvision": "0.30.0", "torchcodec": "0.15.0"}


class NameType(abc.ABCMeta):
    def __getattr__(cls, name):
        if name.startswith("__") or "stands_in" not in cls.__dict__:
            raise AttributeError(name)
        return Name(name)

    def __call__(cls, *args, **kwargs):
        # As a decorator, the decorated; as a call, another name; as a class that was derived from, its instance.
        if cls.__dict__.get("stands_in"):
            return args[0] if len(args) == 1 and not kwargs and callable(args[0]) else Name(cls.__name__)
        return super().__call__(*args, **kwargs)

    def __getitem__(cls, item):
        return cls

    def __or__(cls, other):
        return types.UnionType if other is None else cls

    __ror__ = __or__

    def __enter__(cls):
        return cls

    def __exit__(cls, *error):
        return False

    def __bool__(cls):
        return not cls.__dict__.get("stands_in", False)

    def __str__(cls):
        return cls.__name__


def Name(name: str) -> NameType:
    return NameType(name, (), {"stands_in": True, "__module__": "torch"})


class Module(types.ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = Name(name)
        setattr(self, name, value)
        return value


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname, path=None, target=None):
        if fullname.split(".")[0] in VERSIONS:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec):
        module = Module(spec.name)
        module.__version__ = VERSIONS[spec.name.split(".")[0]]
        return module

    def exec_module(self, module):
        pass


def install() -> None:
    sys.meta_path.insert(0, Finder())
    version = importlib.metadata.version
    importlib.metadata.version = lambda name: VERSIONS.get(name) or version(name)
