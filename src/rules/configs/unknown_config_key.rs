use super::config_key_misplaced;
use crate::card::Card;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};

rule! {
    /// A config has an unknown key that is close to a known one.
    ///
    /// `datasets` ignores keys that its reader for the format does not know, with only a line in its log: the data is
    /// then read with other settings than the card says.
    "unknown-config-key", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 builder configs", since: "0.1.0",
    Check::Card(check)
}

/// The keys of a config that a reader of datasets 5.2.0 knows.
const CONFIG_KEYS: [&str; 81] = [
    "config_name",
    "default",
    "batch_size",
    "block_size",
    "catalog",
    "chunksize",
    "column_names",
    "columns",
    "comment",
    "comment_prefix",
    "converters",
    "data_dir",
    "data_files",
    "date_format",
    "decimal",
    "decode_num_threads",
    "delimiter",
    "description",
    "dialect",
    "doublequote",
    "drop_labels",
    "drop_metadata",
    "encoding",
    "encoding_errors",
    "end_time",
    "engine",
    "error_bad_lines",
    "escapechar",
    "false_values",
    "features",
    "field",
    "filters",
    "float_precision",
    "fragment_scan_options",
    "header",
    "include_files",
    "index_col",
    "input_batch_size",
    "keep_default_na",
    "keep_linebreaks",
    "lineterminator",
    "mangle_dupe_cols",
    "max_batch_bytes",
    "memory_map",
    "metadata_filenames",
    "na_filter",
    "na_values",
    "name",
    "names",
    "newlines_in_values",
    "nrows",
    "on_bad_files",
    "on_bad_lines",
    "on_mixed_types",
    "output_batch_size",
    "parse_agent_traces",
    "prefix",
    "quotechar",
    "quoting",
    "sample_by",
    "sep",
    "skip_blank_lines",
    "skip_docstart",
    "skipfooter",
    "skipinitialspace",
    "skiprows",
    "snapshot_id",
    "start_time",
    "strip_canary",
    "table",
    "table_name",
    "thousands",
    "timestamp_tz",
    "timestamp_unit",
    "token",
    "true_values",
    "use_threads",
    "usecols",
    "verbose",
    "version",
    "warn_bad_lines",
];

/// Keys that authors write for known ones, but that are not close to them.
const KEY_ALIASES: [(&str, &str); 7] = [
    ("path", "data_files"),
    ("paths", "data_files"),
    ("files", "data_files"),
    ("separator", "sep"),
    ("seperator", "sep"),
    ("folder", "data_dir"),
    ("dir", "data_dir"),
];

fn check(card: &Card, findings: &mut Findings<'_>) {
    for config in super::configs(card) {
        for entry in config.entries() {
            let key = entry.key.key_text();
            if CONFIG_KEYS.contains(&key.as_str()) || config_key_misplaced::is_misplaced(config, &key) {
                continue;
            }
            let meant = KEY_ALIASES.iter().find(|(word, _)| *word == key).map(|(_, meant)| *meant);
            let Some(known) = meant.or_else(|| nearest(&key, CONFIG_KEYS)) else { continue };
            let diagnostic =
                findings.report(entry.key.span, format!("unknown key `{key}` in a config (it is ignored)"));
            diagnostic.help(format!("did you mean `{known}`?"));
            if config.get(known).is_none() {
                diagnostic.fix(edit::rename(&entry.key, known));
            }
        }
    }
}
