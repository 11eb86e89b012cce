//! What a file of a repo is to the Hub, by its path.

use std::path::Path;

/// A kind of file whose metadata the Hub reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Document {
    /// The card: metadata between fences, and Markdown below.
    #[default]
    Card,
    /// `.eval_results/*.yaml` of a model: what it scored in benchmarks. The whole file is YAML.
    EvalResults,
    /// `eval.yaml` of a dataset: what makes it a benchmark. The whole file is YAML.
    Benchmark,
}

impl Document {
    /// What lies at a path. Any name that is not one of the others is a card's.
    ///
    /// ```
    /// use cardlint::card::Document;
    /// use std::path::Path;
    ///
    /// assert_eq!(Document::of(Path::new("model/.eval_results/hle.yaml")), Document::EvalResults);
    /// assert_eq!(Document::of(Path::new("eval.yaml")), Document::Benchmark);
    /// assert_eq!(Document::of(Path::new("README.md")), Document::Card);
    /// ```
    pub fn of(path: &Path) -> Self {
        // Most files are told by their last letters.
        if !path.as_os_str().as_encoded_bytes().ends_with(b".yaml") {
            return Self::Card;
        }
        let folder = path.parent().and_then(Path::file_name);
        if path.file_name().is_some_and(|name| name == BENCHMARK_NAME) {
            Self::Benchmark
        } else if folder.is_some_and(|folder| folder == EVAL_RESULTS) && path.extension().is_some() {
            Self::EvalResults
        } else {
            Self::Card
        }
    }

    /// Whether the whole file is YAML.
    pub fn is_yaml(self) -> bool {
        self != Self::Card
    }

    /// Whether a text is meant for the Hub: other tools, too, have an `eval.yaml`, without the keys of a benchmark.
    pub fn claims(self, text: &str) -> bool {
        let has = |key: &str| {
            let mut lines = text.lines().filter_map(|line| line.strip_prefix(key));
            lines.any(|rest| rest.trim_start().starts_with(':'))
        };
        self != Self::Benchmark || has("evaluation_framework") || (has("name") && has("tasks"))
    }
}

/// The name of the file that makes a dataset a benchmark.
pub const BENCHMARK_NAME: &str = "eval.yaml";

/// The folder of a model's results.
pub const EVAL_RESULTS: &str = ".eval_results";
