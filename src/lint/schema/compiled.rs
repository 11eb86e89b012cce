//! The schemas as code, generated when the program is built: nothing needs to be parsed before a card is checked.

use serde_json::Value as Json;

use crate::card::RepoType;

/// Whether metadata has its shape.
pub(super) fn is_valid(repo_type: RepoType, metadata: &Json) -> bool {
    match repo_type {
        RepoType::Dataset => DatasetCard::is_valid(metadata),
        RepoType::Model => ModelCard::is_valid(metadata),
        RepoType::Space => SpaceCard::is_valid(metadata),
    }
}

macro_rules! validator {
    ($name:ident, $path:literal) => {
        #[jsonschema::validator(
                    path = $path,
                    resources = {
                        "json-schema:///common.schema.json" => { path = "schemas/common.schema.json" },
                        "json-schema:///vocabulary.schema.json" => { path = "schemas/vocabulary.schema.json" },
                        "json-schema:///gate.schema.json" => { path = "schemas/gate.schema.json" },
                        "json-schema:///configs.schema.json" => { path = "schemas/configs.schema.json" },
                        "json-schema:///dataset-info.schema.json" => { path = "schemas/dataset-info.schema.json" },
                    },
                    pattern_options = { engine = regex },
                    // Where an error is found, only a validator made at run time tells its path.
                    methods = { is_valid = true, validate = false, iter_errors = false },
                )]
        struct $name;
    };
}

validator!(DatasetCard, "schemas/dataset-card.schema.json");
validator!(ModelCard, "schemas/model-card.schema.json");
validator!(SpaceCard, "schemas/space-card.schema.json");
