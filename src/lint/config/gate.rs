//! `[gate]`: the form that cards have to have.

use std::sync::Arc;

use super::globs::Globs;
use super::read::{Reader, Value, span};
use crate::lint::form_file;
use crate::rule::WantedForm;
use crate::source::SourceFile;

/// The form, and which cards have to have it.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    pub(super) wanted: Arc<WantedForm>,
    /// `None` is all of them.
    pub(super) include: Option<Globs>,
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
                    let form = match self.place.read(name) {
                        Ok(text) => form_file::parse(SourceFile::new(name, text)).map_err(|error| error.to_string()),
                        Err(reason) => Err(format!("{name}: {reason}")),
                    };
                    match form {
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
