"""datasets.map: python with_datasets.py CARDS CHECKED"""

import sys
from pathlib import Path

from datasets import Dataset

from checking import check

if __name__ == "__main__":
    source, target = sys.argv[1:]
    cards = Dataset.from_parquet([str(path) for path in sorted(Path(source).glob("*.parquet"))])
    columns = ["path", "repo_type", "text"]
    checked = cards.map(check, input_columns=columns, batched=True, batch_size=500, num_proc=2)
    Path(target).mkdir(parents=True, exist_ok=True)
    checked.to_parquet(f"{target}/checked.parquet")
