//! What the faults with a name do: what continuous integration meets on the live Hub.

use super::{Fault, Profile};

impl Profile {
    fn defaults(self) -> Fault {
        let fault = Fault { profile: Some(self), path: "/**".to_owned(), ..Fault::default() };
        match self {
            Profile::RateLimit => Fault { status: Some(429), times: Some(1), ..fault },
            Profile::Slow => Fault { delay_ms: Some(500), ..fault },
            Profile::Flaky => Fault { status: Some(503), every: Some(3), ..fault },
            Profile::UnauthorizedUnderLoad => Fault { status: Some(401), every: Some(3), ..fault },
        }
    }
}

impl Fault {
    /// The fault with what its profile says; the error says what is missing.
    pub(super) fn completed(self) -> Result<Self, String> {
        let Some(profile) = self.profile else {
            return if self.path.is_empty() {
                Err("`path` is missing: for all requests it is `/**`".to_owned())
            } else {
                Ok(self)
            };
        };
        let defaults = profile.defaults();
        let own_answer = self.status.is_some() || self.body.is_some() || self.abort.is_some();
        Ok(Self {
            path: if self.path.is_empty() { defaults.path } else { self.path },
            every: self.every.or(defaults.every),
            // Who says how often by `every` does not want it once.
            times: self.times.or(defaults.times.filter(|_| self.every.is_none())),
            status: if own_answer { self.status } else { defaults.status },
            delay_ms: self.delay_ms.or(defaults.delay_ms),
            ..self
        })
    }

    /// The fault for one request: the headers that depend on its path.
    pub(super) fn for_path(mut self, path: &str) -> Self {
        if self.profile == Some(Profile::RateLimit) {
            let (name, quota) = bucket(path);
            let headers = [
                ("RateLimit", format!("\"{name}\";r=0;t=1")),
                ("RateLimit-Policy", format!("\"fixed window\";\"{name}\";q={quota};w=300")),
            ];
            for (header, value) in headers {
                if !self.headers.keys().any(|given| given.eq_ignore_ascii_case(header)) {
                    self.headers.insert(header.to_owned(), value);
                }
            }
        }
        self
    }
}

/// The Hub counts requests of three kinds (hub-docs `rate-limits.md`); the quotas are those of an anonymous caller.
fn bucket(path: &str) -> (&'static str, u32) {
    if path.starts_with("/api/") {
        ("api", 500)
    } else if path.contains("/resolve/") {
        ("resolvers", 3000)
    } else {
        ("pages", 100)
    }
}
