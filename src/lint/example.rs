//! What the example cards of a rule are checked by.

use std::sync::Arc;

use super::config::{Config, PolicySetting};
use super::policy::Policy;
use super::{Options, form_file};
use crate::rule::{Gating, HubRepo, OverdueRequests, RepoFiles, Rule, WantedForm, WantedSettings};
use crate::rules::configs::{data_files_mixed_formats, missing_configs};
use crate::rules::hub::{gated_without_form, overdue_requests, policy_settings, ungated_form};
use crate::rules::model::missing_app_file;
use crate::rules::organization::{gate_drift, policy};
use crate::source::SourceFile;

/// The files of the repo that the cards belong to.
const FILES: [&str; 4] = ["README.md", "LICENSE", "data/train.csv", "data/test.csv"];

const FORM: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/rules/gate-drift/gate.yaml"));

const POLICY: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/rules/policy/policy.schema.json"));

/// The repo of a rule's two cards, and the configuration without which the rule reports nothing.
pub fn options(rule: &Rule) -> Options {
    let mut config = Config::default();
    if *rule == gate_drift::RULE {
        let name = "gate.yaml".to_owned();
        let form = form_file::parse(SourceFile::new(name.as_str(), FORM));
        config.require_form(WantedForm { name, form: form.unwrap_or_default() });
    }
    let other = if *rule == missing_configs::RULE {
        // What outvotes the data.
        Some("instruction.md")
    } else if *rule == data_files_mixed_formats::RULE {
        Some("data/test.parquet")
    } else {
        (*rule == missing_app_file::RULE).then_some("app.py")
    };
    if *rule == policy::RULE
        && let Ok(policy) = Policy::parse("policy.schema.json", &|_| Ok(POLICY.to_owned()))
    {
        config.add_policy(PolicySetting { schema: Some(policy.into()), ..PolicySetting::default() });
    }
    if *rule == policy_settings::RULE {
        let settings = WantedSettings { gating: Some(vec![Gating::Manual]), private: None };
        config.add_policy(PolicySetting { settings: Some(settings), ..PolicySetting::default() });
    }
    let files = RepoFiles::new(move || Some(FILES.into_iter().chain(other).map(str::to_owned).collect()));
    Options { config: Arc::new(config), files: Some(files), hub: hub(rule), ..Options::default() }
}

/// The same for the rule's good card: requests that waited are reviewed, and settings are changed.
pub fn options_of_good(rule: &Rule) -> Options {
    let mut options = options(rule);
    if let Some(hub) = &mut options.hub {
        hub.overdue = None;
        if *rule == policy_settings::RULE {
            hub.gating = Gating::Manual;
        }
    }
    options
}

/// What the Hub says of the repo, for the rules that ask it.
fn hub(rule: &Rule) -> Option<HubRepo> {
    let gating = if *rule == gated_without_form::RULE || *rule == overdue_requests::RULE {
        Gating::Manual
    } else if *rule == policy_settings::RULE {
        Gating::Auto
    } else if *rule == ungated_form::RULE {
        Gating::No
    } else {
        return None;
    };
    let overdue = (*rule == overdue_requests::RULE).then_some(OverdueRequests { count: 3, oldest: 45, days: 30 });
    Some(HubRepo { gating, is_private: false, overdue })
}
