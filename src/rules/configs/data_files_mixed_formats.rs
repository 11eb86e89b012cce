use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// The splits or configs of a dataset have files of different formats.
    ///
    /// `datasets` reads a whole repo with one reader, which it chooses by the files of the first config. It raises an
    /// error if the splits of that config have two formats, and cannot read other configs in another format.
    "data-files-mixed-formats", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 infer_module_for_data_files; datasets#6447", since: "0.1.0",
    Check::Card(check)
}

/// File extensions of each format.
const FORMATS: [(&str, &[&str]); 9] = [
    ("CSV", &["csv"]),
    ("TSV", &["tsv"]),
    ("JSON", &["json", "jsonl", "ndjson"]),
    ("Parquet", &["parquet", "geoparquet", "gpq"]),
    ("Arrow", &["arrow"]),
    ("text", &["txt"]),
    ("WebDataset", &["tar"]),
    ("XML", &["xml"]),
    ("HDF5", &["h5", "hdf5"]),
];

fn check(card: &Card, findings: &mut Findings<'_>) {
    let mut first = None;
    for config in super::configs(card) {
        for (_, pattern, at) in super::patterns(config) {
            let Some(format) = format(pattern) else { continue };
            let (known, place) = *first.get_or_insert((format, at));
            if known != format {
                findings
                    .report(
                        at,
                        format!("{format} files here, {known} files above: a dataset is read with a single reader"),
                    )
                    .label(place, format!("{known} files here"))
                    .help("convert the files to one format, or publish them as two datasets");
                return;
            }
        }
    }
}

fn format(pattern: &str) -> Option<&'static str> {
    let name = pattern.rsplit('/').next()?.to_lowercase();
    let found = FORMATS.iter().find(|(_, endings)| name.split('.').skip(1).any(|ending| endings.contains(&ending)));
    found.map(|(format, _)| *format)
}
