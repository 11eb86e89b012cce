//! A posted form.

use axum::extract::{FromRequest, Request};

use super::body;
use crate::hub::app::Shared;
use crate::hub::web::error::HttpError;

/// What a form holds, in order, names repeated.
pub(crate) struct Posted(pub(crate) Vec<(String, String)>);

impl FromRequest<Shared> for Posted {
    type Rejection = HttpError;

    async fn from_request(request: Request, _: &Shared) -> Result<Self, HttpError> {
        let bytes = body::read(request.into_body(), body::LONGEST_BODY).await?;
        Ok(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}

impl Posted {
    /// The last value of a name, trimmed; empty where there is none.
    pub(crate) fn value(&self, name: &str) -> &str {
        value(&self.0, name).unwrap_or_default()
    }
}

/// The last value of a name, trimmed.
pub(crate) fn value<'a>(posted: &'a [(String, String)], name: &str) -> Option<&'a str> {
    posted.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.trim())
}
