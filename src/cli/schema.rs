//! `cardlint schema`.

use std::io::Write;

use super::{RunResult, Status};
use crate::card::RepoType;
use crate::lint::config;
use crate::schema::{self, Shape};

/// Print a JSON Schema (2020-12) in one piece, for editors and other tools
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What the schema describes
    #[arg(value_enum, default_value_t)]
    of: Of,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Of {
    /// The metadata of a dataset card
    #[default]
    Dataset,
    /// The metadata of a model card
    Model,
    /// The metadata of a Space's card
    Space,
    /// `.eval_results/*.yaml` of a model
    EvalResults,
    /// `eval.yaml` of a benchmark
    Eval,
    /// cardlint.toml
    Config,
    /// hub.yaml, the seed of `serve --seed`
    HubSeed,
}

/// The schema of a seed.
const HUB_SEED: &str = include_str!("../../schemas/hub-seed.schema.json");

pub(super) fn run(args: Args, out: &mut dyn Write, _err: &mut dyn Write) -> RunResult {
    let schema = match args.of {
        Of::Dataset => schema::bundled(RepoType::Dataset),
        Of::Model => schema::bundled(RepoType::Model),
        Of::Space => schema::bundled(RepoType::Space),
        Of::EvalResults => schema::bundled(Shape::EvalResults),
        Of::Eval => schema::bundled(Shape::Benchmark),
        Of::Config => config::schema(),
        Of::HubSeed => serde_json::from_str(HUB_SEED).map_err(|error| miette::miette!("{error}"))?,
    };
    writeln!(out, "{:#}", schema::portable(&schema))?;
    Ok(Status::Clean)
}
