//! The keys that the Hub or its clients use, by kind of repo.

use std::collections::HashMap;
use std::sync::LazyLock;

use fnv::FnvBuildHasher;

use super::RepoType;

/// Keys that tell a dataset card.
const DATASET: &[&str] = &[
    "annotations_creators",
    "benchmark",
    "config_names",
    "configs",
    "dataset_info",
    "language_creators",
    "language_bcp47",
    "language_details",
    "multilinguality",
    "paperswithcode_id",
    "pretty_name",
    "size_categories",
    "source_datasets",
    "task_categories",
    "task_ids",
    "train-eval-index",
    "viewer",
    "viewer_display_urls",
];

/// Keys that tell a model card.
const MODEL: &[&str] = &[
    "base_model",
    "base_model_relation",
    "buckets",
    "co2_eq_emissions",
    "datasets",
    "eval_results",
    "finetuned_from",
    "inference",
    "instance_prompt",
    "library_name",
    "mask_token",
    "metrics",
    "model-index",
    "model_name",
    "new_version",
    "pipeline_tag",
    "widget",
];

/// Keys that tell a Space.
const SPACE: &[&str] = &[
    "app_build_command",
    "app_file",
    "app_port",
    "colorFrom",
    "colorTo",
    "custom_headers",
    "disable_embedding",
    "emoji",
    "hf_oauth",
    "hf_oauth_scopes",
    "pinned",
    "preload_from_hub",
    "python_version",
    "sdk",
    "sdk_version",
    "short_description",
    "startup_duration_timeout",
    "suggested_hardware",
    "suggested_storage",
    "title",
];

/// Keys of Spaces that other cards may have for reasons of their own.
const SPACE_WITHOUT_TELLING: &[&str] = &[
    "base_path",
    "duplicated_from",
    "fullWidth",
    "header",
    "hf_oauth_authorized_org",
    "hf_oauth_expiration_minutes",
    "models",
];

/// Keys of every kind of repo.
const COMMON: &[&str] = &[
    "description",
    "gated",
    "language",
    "languages",
    "license",
    "licenses",
    "license_details",
    "license_link",
    "license_name",
    "tags",
    "thumbnail",
];

/// Each key, with the kind of repo that it tells.
static KEYS: LazyLock<HashMap<&str, Option<RepoType>, FnvBuildHasher>> = LazyLock::new(|| {
    let lists = [
        (COMMON, None),
        (DATASET, Some(RepoType::Dataset)),
        (MODEL, Some(RepoType::Model)),
        (SPACE, Some(RepoType::Space)),
        (SPACE_WITHOUT_TELLING, None),
    ];
    lists.into_iter().flat_map(|(keys, tells)| keys.iter().map(move |key| (*key, tells))).collect()
});

/// Whether the Hub or a client does something with a top-level key.
pub(super) fn is_known(key: &str) -> bool {
    key.starts_with("extra_gated_") || KEYS.contains_key(key)
}

/// The kind of repo that a top-level key tells.
pub(super) fn told_type(key: &str) -> Option<RepoType> {
    KEYS.get(key).copied().flatten()
}
