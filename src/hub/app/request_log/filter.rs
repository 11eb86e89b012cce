//! Which recorded requests a test asks for: `GET /_mock/requests?path=/api/**&status=429`.

use globset::{GlobBuilder, GlobMatcher};

use super::Recorded;

/// Which requests: what is absent matches every request.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    method: Option<String>,
    path: Option<GlobMatcher>,
    /// Empty for an anonymous caller.
    user: Option<String>,
    status: Option<u16>,
    unmatched: Option<bool>,
    faulted: Option<bool>,
    /// How many of them at most, the newest.
    pub limit: Option<usize>,
}

impl RequestFilter {
    /// Reads the query of a URL. The error says what is wrong with it.
    ///
    /// ```
    /// use cardlint::hub::RequestFilter;
    ///
    /// assert!(RequestFilter::parse("method=GET&path=/api/**&user=&status=401&unmatched=false&limit=5").is_ok());
    /// assert!(RequestFilter::parse("pfad=/").is_err());
    /// ```
    pub fn parse(query: &str) -> Result<Self, String> {
        let mut filter = Self::default();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let wrong = |expected: &str| format!("`{key}` is {expected}, not `{value}`");
            match key.as_ref() {
                "method" => filter.method = Some(value.into_owned()),
                "path" => {
                    let glob = GlobBuilder::new(&value).literal_separator(true).build();
                    filter.path = Some(glob.map_err(|error| error.to_string())?.compile_matcher());
                }
                "user" => filter.user = Some(value.into_owned()),
                "status" => filter.status = Some(value.parse().map_err(|_| wrong("a status such as 429"))?),
                "unmatched" => filter.unmatched = Some(value.parse().map_err(|_| wrong("true or false"))?),
                "faulted" => filter.faulted = Some(value.parse().map_err(|_| wrong("true or false"))?),
                "limit" => filter.limit = Some(value.parse().map_err(|_| wrong("a whole number"))?),
                _ => {
                    return Err(format!(
                        "unknown parameter `{key}`: expected method, path, user, status, unmatched, faulted or limit"
                    ));
                }
            }
        }
        Ok(filter)
    }

    /// Whether a request is one of them.
    pub fn matches(&self, recorded: &Recorded) -> bool {
        let user = recorded.user.as_ref().map_or("", |user| user.as_str());
        self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(&recorded.method))
            && self.path.as_ref().is_none_or(|path| path.is_match(&recorded.path))
            && self.user.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(user))
            && self.status.is_none_or(|status| status == recorded.status)
            && self.unmatched.is_none_or(|unmatched| unmatched == recorded.unmatched)
            && self.faulted.is_none_or(|faulted| faulted == recorded.faulted)
    }
}
