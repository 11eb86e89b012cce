//! `[[policy]]`: schemas of the organization.

use std::sync::Arc;

use toml::de::DeValue;

use super::Level;
use super::globs::Globs;
use super::read::{Reader, Value, span};
use crate::lint::policy::Policy;

/// A policy, and the paths of the cards that it is for.
#[derive(Clone, Debug)]
pub(super) struct PolicySetting {
    pub(super) policy: Arc<Policy>,
    /// `None` is all of them.
    pub(super) include: Option<Globs>,
}

impl Reader<'_> {
    pub(super) fn policies(&mut self, value: &Value<'_>) -> Vec<PolicySetting> {
        let DeValue::Array(policies) = value.get_ref() else {
            self.wrong("`policy`: expected tables, `[[policy]]`", value);
            return Vec::new();
        };
        policies.iter().filter_map(|policy| self.policy(policy)).collect()
    }

    fn policy(&mut self, value: &Value<'_>) -> Option<PolicySetting> {
        let place = self.place;
        let (mut policy, mut include, mut level, mut repo_types, mut has_schema) =
            (None, None, None, Vec::new(), false);
        for (key, setting) in self.table("policy", value) {
            match key.get_ref().as_ref() {
                "schema" => {
                    has_schema = true;
                    let Some(name) = setting.get_ref().as_str() else {
                        self.wrong("`schema`: expected the path of a file", setting);
                        continue;
                    };
                    match Policy::parse(name, &|name| place.read(name)) {
                        Ok(loaded) => policy = Some(loaded),
                        Err(error) => self.problem(Some(span(setting)), format!("`schema`: {error}"), None),
                    }
                }
                "include" => include = Some(self.globs("include", setting)),
                "repo-types" => match setting.get_ref() {
                    DeValue::Array(types) => {
                        repo_types = types.iter().filter_map(|each| self.repo_type(each)).collect();
                    }
                    _ => self.wrong("`repo-types`: expected a list of repo types", setting),
                },
                "level" => level = self.level("level", setting),
                other => self.unknown(span(key), "key", other, &["schema", "include", "repo-types", "level"]),
            }
        }
        if !has_schema && value.get_ref().is_table() {
            let help = "name the file: `schema = \"policy.schema.json\"`".to_owned();
            self.problem(Some(span(value)), "`policy`: missing `schema`", Some(help));
        }
        let severity = match level {
            Some(Level::Off) => return None,
            Some(Level::Set(severity)) => Some(severity),
            Some(Level::Unset) | None => None,
        };
        let policy = policy?.limited(severity, repo_types);
        Some(PolicySetting { policy: policy.into(), include })
    }
}
