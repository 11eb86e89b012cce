"""Ray Data: python with_ray.py CARDS CHECKED"""

import sys
from pathlib import Path

import ray

from checking import check


def checked(batch):
    return {**batch, **check(batch["path"], batch["repo_type"], batch["text"])}


if __name__ == "__main__":
    source, target = (str(Path(path).absolute()) for path in sys.argv[1:])
    ray.init(num_cpus=2, include_dashboard=False, runtime_env={"working_dir": str(Path(__file__).parent)})
    cards = ray.data.read_parquet(source, override_num_blocks=4)
    cards.map_batches(checked, batch_size=500).write_parquet(target)
