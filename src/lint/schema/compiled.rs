//! The schemas as code, generated when the program is built: nothing needs to be parsed before a card is checked.

use serde_json::Value as Json;

use crate::card::RepoType;
use crate::schema::Shape;

/// Whether metadata has its shape.
pub(super) fn is_valid(shape: Shape, metadata: &Json) -> bool {
    match shape {
        Shape::Card(RepoType::Dataset) => DatasetCard::is_valid(metadata),
        Shape::Card(RepoType::Model) => ModelCard::is_valid(metadata),
        Shape::Card(RepoType::Space) => SpaceCard::is_valid(metadata),
        Shape::EvalResults => EvalResults::is_valid(metadata),
        Shape::Benchmark => Benchmark::is_valid(metadata),
    }
}

macro_rules! validator {
    ($name:ident, $path:literal) => {
        #[jsonschema::validator(
                    path = $path,
                    resources = {
                        "json-schema:///common.schema.json" => { path = "schemas/common.schema.json" },
                        "json-schema:///vocabulary.schema.json" => { path = "schemas/vocabulary.schema.json" },
                        "json-schema:///evaluation-frameworks.schema.json" => { path = "schemas/evaluation-frameworks.schema.json" },
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
validator!(EvalResults, "schemas/eval-results.schema.json");
validator!(Benchmark, "schemas/eval.schema.json");
