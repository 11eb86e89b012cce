//! `[[policy]]`: what the organization requires.

use std::sync::Arc;

use toml::de::DeValue;

use super::Level;
use super::globs::Globs;
use super::read::{Reader, Value, span};
use crate::card::RepoType;
use crate::lint::policy::Policy;
use crate::rule::diagnostic::Severity;
use crate::rule::{Gating, WantedSettings};

/// What some cards have to be.
#[derive(Clone, Debug, Default)]
pub(in crate::lint) struct PolicySetting {
    /// What their metadata and their text have to match.
    pub(in crate::lint) schema: Option<Arc<Policy>>,
    /// What the settings of their repos have to be.
    pub(in crate::lint) settings: Option<WantedSettings>,
    /// The severity of its violations, if it is not the rule's.
    pub(in crate::lint) level: Option<Severity>,
    /// The types of the repos that it is for; all if there are none.
    pub(in crate::lint) repo_types: Vec<RepoType>,
    /// The paths of the cards that it is for; `None` is all of them.
    pub(in crate::lint) include: Option<Globs>,
}

const KEYS: [&str; 5] = ["schema", "settings", "include", "repo-types", "level"];

impl Reader<'_> {
    pub(super) fn policies(&mut self, value: &Value<'_>) -> Vec<PolicySetting> {
        let DeValue::Array(policies) = value.get_ref() else {
            self.wrong("`policy`: expected tables, `[[policy]]`", value);
            return Vec::new();
        };
        policies.iter().filter_map(|policy| self.policy(policy)).collect()
    }

    fn policy(&mut self, value: &Value<'_>) -> Option<PolicySetting> {
        let (mut policy, mut level, mut is_empty) = (PolicySetting::default(), None, true);
        let place = self.place;
        for (key, setting) in self.table("policy", value) {
            match key.get_ref().as_ref() {
                "schema" => {
                    is_empty = false;
                    let Some(name) = setting.get_ref().as_str() else {
                        self.wrong("`schema`: expected the path of a file", setting);
                        continue;
                    };
                    match Policy::parse(name, &|name| place.read(name)) {
                        Ok(schema) => policy.schema = Some(schema.into()),
                        Err(error) => self.problem(Some(span(setting)), format!("`schema`: {error}"), None),
                    }
                }
                "settings" => {
                    is_empty = false;
                    policy.settings = Some(self.wanted_settings(setting));
                }
                "include" => policy.include = Some(self.globs("include", setting)),
                "repo-types" => match setting.get_ref() {
                    DeValue::Array(types) => {
                        policy.repo_types = types.iter().filter_map(|each| self.repo_type(each)).collect();
                    }
                    _ => self.wrong("`repo-types`: expected a list of repo types", setting),
                },
                "level" => level = self.level("level", setting),
                other => self.unknown(span(key), "key", other, &KEYS),
            }
        }
        if is_empty && value.get_ref().is_table() {
            let help = "name the file: `schema = \"policy.schema.json\"`".to_owned();
            self.problem(Some(span(value)), "`policy`: missing `schema` or `settings`", Some(help));
        }
        policy.level = match level {
            Some(Level::Off) => return None,
            Some(Level::Set(severity)) => Some(severity),
            Some(Level::Unset) | None => None,
        };
        Some(policy)
    }

    fn wanted_settings(&mut self, value: &Value<'_>) -> WantedSettings {
        let mut wanted = WantedSettings::default();
        for (key, setting) in self.table("settings", value) {
            match (key.get_ref().as_ref(), setting.get_ref()) {
                ("gated", DeValue::Boolean(false)) => wanted.gating = Some(vec![Gating::No]),
                ("gated", DeValue::Boolean(true)) => wanted.gating = Some(vec![Gating::Auto, Gating::Manual]),
                ("gated", DeValue::String(mode)) if mode == "auto" => wanted.gating = Some(vec![Gating::Auto]),
                ("gated", DeValue::String(mode)) if mode == "manual" => wanted.gating = Some(vec![Gating::Manual]),
                ("gated", DeValue::String(mode)) => self.unknown(span(setting), "mode", mode, &["auto", "manual"]),
                ("gated", _) => self.wrong("`gated`: expected \"auto\", \"manual\" or a boolean", setting),
                ("private", DeValue::Boolean(private)) => wanted.private = Some(*private),
                ("private", _) => self.wrong("`private`: expected a boolean", setting),
                (other, _) => self.unknown(span(key), "key", other, &["gated", "private"]),
            }
        }
        wanted
    }
}
