//! The query of a request, and lists in pages.

use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{HeaderName, LINK};
use axum::http::request::Parts;
use axum::response::Response;

use crate::hub::app::App;
use crate::hub::web::error::HttpError;

/// The pairs of a query; `expand[]` is `expand`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl FromRequestParts<Arc<App>> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Infallible> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self(pairs.map(|(key, value)| (key.trim_end_matches("[]").to_owned(), value.into_owned())).collect()))
    }
}

impl Query {
    /// The first value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Every value of a key.
    pub(crate) fn all(&self, key: &str) -> Vec<&str> {
        self.0.iter().filter(|(name, _)| name == key).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether a key says yes.
    pub(crate) fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| matches!(value, "" | "1") || value.eq_ignore_ascii_case("true"))
    }

    /// Yes or no, in any case, as clients of each age write it; another word is an error.
    // fidelity: booleans
    pub(crate) fn boolean(&self, key: &str) -> Result<Option<bool>, HttpError> {
        match self.get(key).map(str::to_ascii_lowercase).as_deref() {
            None => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(_) => Err(HttpError::invalid("Invalid option: expected one of \"true\"|\"false\"", key)),
        }
    }

    /// Which of `total` things belong on the page asked for: `limit`, at most `most`, from `cursor` or page `p` on.
    pub(crate) fn page(&self, total: usize, most: usize) -> Result<Page, HttpError> {
        let number = |key: &str| {
            let invalid = |_| HttpError::invalid("Invalid input: expected number, received NaN", key);
            self.get(key).map(|text| text.parse::<usize>().map_err(invalid)).transpose()
        };
        let limit = number("limit")?.unwrap_or(most).clamp(1, most);
        let start = match number("cursor")? {
            Some(cursor) => cursor,
            None => number("p")?.unwrap_or(0).saturating_mul(limit),
        };
        let start = start.min(total);
        Ok(Page { range: start..total.min(start.saturating_add(limit)), total })
    }
}

/// A page of a list.
#[derive(Debug)]
pub(crate) struct Page {
    range: Range<usize>,
    total: usize,
}

impl Page {
    /// The place of the first thing on the page.
    pub(crate) fn start(&self) -> usize {
        self.range.start
    }

    /// The things on the page, out of all of them.
    pub(crate) fn of<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        all.get(self.range.clone()).unwrap_or_default()
    }

    /// Adds the address of the next page, where there is one, and how many things there are.
    pub(crate) fn link(&self, url: &str, query: Option<&str>, mut answer: Response) -> Response {
        answer.headers_mut().insert(HeaderName::from_static("x-total-count"), self.total.into());
        if self.range.end < self.total {
            let mut next = form_urlencoded::Serializer::new(String::new());
            let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
            next.extend_pairs(pairs.filter(|(key, _)| key != "cursor" && key != "p"));
            next.append_pair("cursor", &self.range.end.to_string());
            if let Ok(link) = format!("<{url}?{}>; rel=\"next\"", next.finish()).parse() {
                answer.headers_mut().insert(LINK, link);
            }
        }
        answer
    }
}
