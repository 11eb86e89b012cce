//! `[gate]`: the form that cards have to have.

use std::sync::Arc;

use globset::GlobSet;

use super::read::{Reader, Value, span};
use crate::lint::form_file;
use crate::rule::WantedForm;

/// The form, and which cards have to have it.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    pub(super) wanted: Arc<WantedForm>,
    /// `None` is all of them.
    pub(super) include: Option<GlobSet>,
}

impl Reader<'_> {
    pub(super) fn gate(&mut self, value: &Value<'_>) -> Option<Gate> {
        let (mut wanted, mut include, mut has_form) = (None, None, false);
        for (key, setting) in self.table("gate", value) {
            match key.get_ref().as_ref() {
                "form" => {
                    has_form = true;
                    let Some(name) = setting.get_ref().as_str() else {
                        self.wrong("`form`: expected the path of a file", setting);
                        continue;
                    };
                    match form_file::load_as(&self.root.join(name), name) {
                        Ok(form) => wanted = Some(WantedForm { name: name.to_owned(), form }),
                        Err(error) => self.problem(Some(span(setting)), format!("`form`: {error}"), None),
                    }
                }
                "include" => include = Some(self.globs("include", setting)),
                other => self.unknown(span(key), "key", other, &["form", "include"]),
            }
        }
        if !has_form && value.get_ref().is_table() {
            self.problem(
                Some(span(value)),
                "`gate`: missing `form`",
                Some("name the file with the form: `form = \"gate.yaml\"`".to_owned()),
            );
        }
        Some(Gate { wanted: wanted?.into(), include })
    }
}
