"""What `load_dataset` says of a card, as far as the card alone tells."""

import io
import re

import pandas
from datasets.builder import BuilderConfig
from datasets.data_files import sanitize_patterns
from datasets.exceptions import ExpectedMoreSplitsError, NonMatchingSplitsSizesError, UnexpectedSplitsError
from datasets.info import DatasetInfo, DatasetInfosDict
from datasets.load import infer_module_for_data_files_list
from datasets.utils import Version
from datasets.utils.info_utils import verify_splits
from datasets.utils.metadata import MetadataConfigs
from fsspec.utils import glob_translate
from huggingface_hub import DatasetCard

from consumers import first_line

CSV_SETTINGS = ("chunksize", "delimiter", "header", "names", "nrows", "quotechar", "quoting", "sep", "skiprows")
# Readers that stop at another format, and formats that no reader of text takes.
STRICT = ("json", "parquet", "arrow", "webdataset", "hdf5", "lance", "vortex")
BINARY = ("parquet", "arrow", "webdataset", "hdf5", "lance", "vortex", "imagefolder", "audiofolder", "videofolder")


def ask_datasets(path: str) -> str | None:
    """Why load_dataset stops, as far as the card alone tells."""
    try:
        data = DatasetCard.load(path).data
        configs = MetadataConfigs.from_dataset_card_data(data)
        configs.get_default_config_name()
        infos = DatasetInfosDict.from_dataset_card_data(data)
        if configs and next(iter(configs.values())).get("data_files", []) is None:
            raise TypeError("data_files of the first config")
        ask_names(configs, infos)
        module = ask_formats(configs)
        for name, info in infos.items():
            # What is described under another name is not looked at.
            ask_info(info, configs.get(name, {}).get("data_files"), name in configs or not configs and name == "default")
        written = data.get("dataset_info")
        for info in written if isinstance(written, list) else [written] if infos else []:
            splits = info.get("splits") or []
            for split in splits.values() if isinstance(splits, dict) else splits:
                if "num_examples" not in split:
                    raise NonMatchingSplitsSizesError(str(split))
        for name, config in configs.items():
            ask_config(name, config, module)
    except Exception as error:  # noqa: BLE001
        return first_line(error)
    return None


def ask_names(configs: MetadataConfigs, infos: DatasetInfosDict) -> None:
    """Raises what load_dataset raises for the config that it looks for, and for those that are described."""
    default = configs.get_default_config_name() or (next(iter(infos)) if len(infos) == 1 else None)
    sought = [default] if configs else list(infos)
    for name in sought:
        if name is not None and name not in (configs or ["default"]):
            raise ValueError(f"BuilderConfig '{name}' not found")


def ask_formats(configs: MetadataConfigs) -> str | None:
    """The reader of the first config, by its patterns; raises what a load with several formats raises."""
    module = None
    for config in configs.values():
        for split, patterns in sanitize_patterns(config.get("data_files") or {}).items():
            modules = {infer_module_for_data_files_list([pattern])[0] for pattern in patterns if isinstance(pattern, str)}
            found = infer_module_for_data_files_list([pattern for pattern in patterns if isinstance(pattern, str)])
            if not found[0] or len(modules) > 1:
                continue
            module = module or (config, found)
            if config is module[0] and found != module[1]:
                raise ValueError(f"Couldn't infer the same data file format for all splits: {split}")
            if found[0] != module[1][0] and (module[1][0] in STRICT or found[0] in BINARY):
                raise ValueError(f"{module[1][0]} cannot read {patterns}")
    return module[1][0] if module else None


def ask_info(info: DatasetInfo, data_files: object, loaded: bool) -> None:
    """Raises what load_dataset raises once it has read the data."""
    if loaded and info.features is not None and not info.features:
        raise ValueError("CastError: the data has columns")
    if info.features is not None:
        info.features.arrow_schema  # noqa: B018: a property that raises
    if info.license:
        info.license.encode()
    if info.splits is None:
        return
    for split in info.splits.values():
        # verify_splits compares them with the names of the files' splits, and those are texts.
        if not isinstance(split.name, str) or not split.name:
            raise ExpectedMoreSplitsError({split.name})
        if not isinstance(split.num_examples, (int, float)) or split.num_examples % 1:
            raise NonMatchingSplitsSizesError(str(split))
    described = set(info.splits)
    if data_files:
        verify_splits(info.splits, {split: info.splits.get(str(split)) for split in map(str, sanitize_patterns(data_files))})
    elif not all(re.fullmatch(r"\w+(\.\w+)*", name) for name in described):
        raise ExpectedMoreSplitsError(described)
    elif not described:
        raise UnexpectedSplitsError(described)


def ask_config(name: str, config: dict, module: str | None) -> None:
    """Raises what load_dataset raises where it makes a builder, or a reader of CSV files."""
    BuilderConfig(name=name)
    version = config.get("version", "0.0.0")
    if version is None:
        raise ValueError("a config must have a version")
    Version(version) if isinstance(version, str) else Version(**version)
    if config.get("features") is not None:
        if not config["features"]:
            raise ValueError("CastError: the data has columns")
        config["features"].arrow_schema  # noqa: B018: a property that raises
    # Of the settings only those that a reader of CSV files has.
    settings = {key: config[key] for key in CSV_SETTINGS if key in config}
    if settings and module in (None, "csv"):
        pandas.read_csv(io.StringIO("a;b,c\n1;2,3\n" * 3), **settings)
    if is_indirect(config.get("data_dir") or ""):
        raise FileNotFoundError(f"Unable to find files below '{config['data_dir']}'")
    if config.get("data_files") is None:
        return
    for split, patterns in sanitize_patterns(config["data_files"]).items():
        if str(split) == "all":
            raise ValueError("`all` is a special split keyword")
        if not patterns or str(split) != str(split).strip():
            raise ValueError(f'Instruction "{split}" corresponds to no data!')
        for pattern in patterns:
            # On the Hub, no path begins so, and hardly a name.
            if "://" in pattern:
                if not pattern.startswith("hf://datasets/"):
                    raise ValueError("Data files don't belong to the repo")
                continue
            if is_indirect(pattern) or pattern != pattern.strip() or re.search(r"\{[^}]*(,|\.\.)", pattern):
                raise FileNotFoundError(f"Unable to find '{pattern}'")
            glob_translate(pattern)


def is_indirect(path: str) -> bool:
    return path.startswith("/") or "//" in path or any(step in (".", "..") for step in path.split("/"))
