"""PySpark: python with_spark.py CARDS CHECKED"""

import sys
from pathlib import Path

from pyspark.sql import SparkSession

from checking import check


def checked(batches):
    for batch in batches:
        yield batch.assign(**check(batch["path"], batch["repo_type"], batch["text"]))


if __name__ == "__main__":
    source, target = (str(Path(path).absolute()) for path in sys.argv[1:])
    spark = SparkSession.builder.master("local[2]").appName("cards").getOrCreate()
    spark.sparkContext.addPyFile(str(Path(__file__).parent / "checking.py"))
    cards = spark.read.parquet(source).repartition(4)
    schema = "path string, repo_type string, text string, status long, rules string"
    cards.mapInPandas(checked, schema).write.parquet(target)
    spark.stop()
