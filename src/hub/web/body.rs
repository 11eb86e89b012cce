//! The body of a request: an object, as JSON or as a form, checked in the wording of the Hub's validator.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use base64::Engine;
use http_body_util::BodyExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::hub::app::App;
use crate::hub::state::ObjectId;
use crate::hub::web::error::HttpError;

/// The most bytes that a request with an object may have.
pub(crate) const LONGEST_BODY: usize = 1 << 20;

/// The most bytes of a list of paths.
const LONGEST_PATH_LIST: usize = 16 << 20;

/// How long a client may pause within a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(20);

/// How much of a body that is too long is read and thrown away: most clients hear the answer only once they have sent it all.
const LONGEST_DISCARDED: usize = 64 << 20;

/// Reads a body of at most `limit` bytes. Too long is 413, cut is 400, too slow is 408.
// fidelity: bad-requests
pub(crate) async fn read(mut body: Body, limit: usize) -> Result<Bytes, HttpError> {
    let reading = async {
        let (mut kept, mut len) = (Vec::new(), 0_usize);
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| HttpError::bad_request("The body was cut"))?.into_data() else { continue };
            len = len.saturating_add(data.len());
            if len <= limit {
                kept.extend_from_slice(&data);
            } else if len - limit > LONGEST_DISCARDED {
                break;
            }
        }
        if len > limit {
            return Err(HttpError::new(413, format!("The body is larger than {limit} bytes")));
        }
        Ok(kept.into())
    };
    let in_time = tokio::time::timeout(BODY_TIMEOUT, reading).await;
    in_time.unwrap_or_else(|_| Err(HttpError::new(408, "The body came too slowly")))
}

/// Reads JSON that came as bytes.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HttpError> {
    serde_json::from_slice(bytes)
        .map_err(|error| HttpError::bad_request(format!("The body is not as expected: {error}")))
}

/// Reads base64.
pub(crate) fn base64(text: &str) -> Result<Vec<u8>, HttpError> {
    let decoded = base64::engine::general_purpose::STANDARD.decode(text);
    decoded.map_err(|error| HttpError::bad_request(format!("The content is not valid base64: {error}")))
}

/// Paths that a client asks about: `huggingface_hub` sends a form with repeated keys, `@huggingface/hub` sends JSON.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Paths {
    /// From the root of the repo.
    #[serde(default)]
    pub(crate) paths: Vec<String>,
    /// Whether the last commit of each is wanted.
    #[serde(default)]
    pub(crate) expand: bool,
}

impl FromRequest<Arc<App>> for Paths {
    type Rejection = HttpError;

    async fn from_request(request: Request, _: &Arc<App>) -> Result<Self, HttpError> {
        let json =
            request.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
        let bytes = read(request.into_body(), LONGEST_PATH_LIST).await?;
        if json {
            return parse(&bytes);
        }
        let mut wanted = Self::default();
        for (key, value) in form_urlencoded::parse(&bytes) {
            match key.trim_end_matches("[]") {
                "paths" => wanted.paths.push(value.into_owned()),
                "expand" => wanted.expand = value.eq_ignore_ascii_case("true") || value == "1",
                _ => {}
            }
        }
        Ok(wanted)
    }
}

/// A posted object. No body at all is an empty one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Payload {
    values: Map<String, Value>,
    /// Where it is in the body: `gating`, or nothing.
    at: String,
}

impl FromRequest<Arc<App>> for Payload {
    type Rejection = HttpError;

    async fn from_request(request: Request, _: &Arc<App>) -> Result<Self, HttpError> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let bytes = read(request.into_body(), LONGEST_BODY).await?;
        Self::parse(&kind, &bytes)
    }
}

impl Payload {
    fn parse(kind: &str, bytes: &[u8]) -> Result<Self, HttpError> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        match kind {
            "application/x-www-form-urlencoded" => {
                let pairs = form_urlencoded::parse(bytes);
                Ok(Self {
                    values: pairs.map(|(key, value)| (key.into_owned(), Value::String(value.into_owned()))).collect(),
                    at: String::new(),
                })
            }
            "" | "application/json" => match serde_json::from_slice(bytes) {
                Ok(Value::Object(values)) => Ok(Self { values, at: String::new() }),
                Ok(other) => Err(HttpError::invalid(
                    &format!("Invalid input: expected object, received {}", type_of(&other)),
                    "",
                )),
                Err(error) => Err(HttpError::bad_request(format!("The body is not valid JSON: {error}"))),
            },
            other => Err(HttpError::new(415, format!("Content-Type is {other}: send application/json"))),
        }
    }

    /// The value of a key, null counted as absent.
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key).filter(|value| !value.is_null())
    }

    /// Every key and value, in order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.values.iter()
    }

    /// An object within another.
    pub(crate) fn within(value: &Value, at: &str) -> Result<Self, HttpError> {
        match value {
            Value::Object(values) => Ok(Self { values: values.clone(), at: at.to_owned() }),
            other => Err(expected("object", other, at)),
        }
    }

    /// Where the value of a key is, for the validator's errors: `gating.mode`.
    fn path(&self, key: &str) -> String {
        if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) }
    }

    fn no_option<T>(&self, choices: &[(&str, T)], key: &str) -> HttpError {
        invalid_option(choices.iter().map(|(word, _)| *word), &self.path(key))
    }

    /// A text, where the key is there.
    pub(crate) fn text(&self, key: &str) -> Result<Option<&str>, HttpError> {
        self.get(key).map(|value| value.as_str().ok_or_else(|| expected("string", value, &self.path(key)))).transpose()
    }

    /// A text of at most `longest` characters.
    pub(crate) fn short_text(&self, key: &str, longest: usize) -> Result<Option<&str>, HttpError> {
        match self.text(key)? {
            Some(text) if text.chars().count() > longest => Err(HttpError::invalid(
                &format!("Too big: expected string to have <={longest} characters"),
                &self.path(key),
            )),
            text => Ok(text),
        }
    }

    /// Yes or no.
    pub(crate) fn flag(&self, key: &str) -> Result<Option<bool>, HttpError> {
        self.get(key)
            .map(|value| value.as_bool().ok_or_else(|| expected("boolean", value, &self.path(key))))
            .transpose()
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Result<Option<T>, HttpError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let found = choices.iter().find(|(word, _)| value.as_str() == Some(word));
        found.map(|(_, choice)| Some(*choice)).ok_or_else(|| self.no_option(choices, key))
    }

    /// As [`Payload::choice`], of which there must be one.
    pub(crate) fn needed_choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Result<T, HttpError> {
        self.choice(key, choices)?.ok_or_else(|| self.no_option(choices, key))
    }

    /// A list of one to `most` values.
    pub(crate) fn list(&self, key: &str, most: usize) -> Result<&[Value], HttpError> {
        let at = self.path(key);
        let refuse = |why: &str| Err(HttpError::invalid(why, &at));
        match self.get(key) {
            Some(Value::Array(items)) if items.is_empty() => refuse("Too small: expected array to have >=1 items"),
            Some(Value::Array(items)) if items.len() > most => {
                refuse(&format!("Too big: expected array to have <={most} items"))
            }
            Some(Value::Array(items)) => Ok(items),
            Some(other) => Err(expected("array", other, &at)),
            None => refuse("Invalid input: expected array, received undefined"),
        }
    }

    /// An id of 24 hexadecimal digits.
    pub(crate) fn id(&self, key: &str) -> Result<Option<ObjectId>, HttpError> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        ObjectId::parse(text)
            .map(Some)
            .ok_or_else(|| HttpError::invalid("Invalid string: must match pattern /^[a-f0-9]{24}$/", &self.path(key)))
    }
}

/// The validator's error for a value that is none of a few words.
// fidelity: validation-wording
pub(crate) fn invalid_option<'a>(words: impl Iterator<Item = &'a str>, at: &str) -> HttpError {
    let words: Vec<String> = words.map(|word| format!("\"{word}\"")).collect();
    HttpError::invalid(&format!("Invalid option: expected one of {}", words.join("|")), at)
}

/// The validator's error for a value of the wrong type.
pub(crate) fn expected(kind: &str, value: &Value, at: &str) -> HttpError {
    HttpError::invalid(&format!("Invalid input: expected {kind}, received {}", type_of(value)), at)
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
