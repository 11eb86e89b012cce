//! `.eval_results/*.yaml` of models and `eval.yaml` of benchmarks.

mod benchmark_shape;
mod duplicate_benchmark_task;
mod eval_results_shape;
mod unknown_eval_key;
mod unknown_evaluation_framework;
mod unknown_solver_or_scorer;

use crate::rule::Rule;

pub(super) static RULES: &[&Rule] = &[
    &eval_results_shape::RULE,
    &benchmark_shape::RULE,
    &unknown_evaluation_framework::RULE,
    &unknown_solver_or_scorer::RULE,
    &duplicate_benchmark_task::RULE,
    &unknown_eval_key::RULE,
];
