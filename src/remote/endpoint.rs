//! Which Hub is asked, and as whom: as `huggingface_hub` finds both.

use std::fmt;
use std::fs;
use std::path::PathBuf;

use crate::folders::{at_home, cache, value};

/// The address of a Hub, and a token for it.
#[derive(Clone)]
pub struct Endpoint {
    /// `https://huggingface.co`
    pub url: String,
    /// Written nowhere.
    pub(super) token: Option<String>,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Endpoint").field("url", &self.url).finish_non_exhaustive()
    }
}

const YES: [&str; 4] = ["1", "ON", "YES", "TRUE"];

impl Endpoint {
    /// By the environment: `HF_ENDPOINT`, `HF_TOKEN`, and the file that `hf auth login` writes.
    pub fn from_environment() -> miette::Result<Self> {
        let is_on = |name| value(name).is_some_and(|value| YES.contains(&value.to_ascii_uppercase().as_str()));
        if is_on("HF_HUB_OFFLINE") {
            let help = "unset it to check cards on a Hub";
            return Err(miette::miette!(help = help, "`HF_HUB_OFFLINE` is set"));
        }
        let url = value("HF_ENDPOINT").unwrap_or_else(|| "https://huggingface.co".to_owned());
        let url = url.trim_end_matches('/').to_owned();
        let has_scheme = url.starts_with("http://") || url.starts_with("https://");
        if !has_scheme || url.contains(|c: char| !c.is_ascii_graphic() || matches!(c, '"' | '\\' | '?' | '#' | '@')) {
            let help = "set it to the address of a Hub, such as https://huggingface.co";
            return Err(miette::miette!(help = help, "`HF_ENDPOINT` is `{url}`"));
        }
        let token = if is_on("HF_HUB_DISABLE_IMPLICIT_TOKEN") { None } else { token() };
        if token
            .as_ref()
            .is_some_and(|token| token.contains(|c: char| !c.is_ascii_graphic() || matches!(c, '"' | '\\')))
        {
            let help = "copy it again from the settings of the Hub";
            return Err(miette::miette!(help = help, "the access token has characters that no token has"));
        }
        Ok(Self { url, token })
    }

    /// Whether there is a token.
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }
}

fn token() -> Option<String> {
    if let Some(token) = value("HF_TOKEN").or_else(|| value("HUGGING_FACE_HUB_TOKEN")) {
        return Some(token);
    }
    let path = match value("HF_TOKEN_PATH") {
        Some(path) => at_home(&path)?,
        None => home()?.join("token"),
    };
    let text = fs::read_to_string(path).ok()?;
    Some(text.trim().to_owned()).filter(|token| !token.is_empty())
}

fn home() -> Option<PathBuf> {
    match value("HF_HOME") {
        Some(home) => at_home(&home),
        None => Some(cache()?.join("huggingface")),
    }
}
