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

    /// The fault for one request: the headers that depend on its path, and on whether nobody is logged in.
    pub(super) fn for_request(mut self, path: &str, anonymous: bool) -> Self {
        if self.profile == Some(Profile::RateLimit) {
            let (name, quotas) = bucket(path);
            let quota = if anonymous { quotas[0] } else { quotas[1] };
            let headers = [
                ("RateLimit", format!("\"{name}\";r=0;t=1")),
                ("RateLimit-Policy", format!("\"fixed window\";\"{name}\";q={quota};w=300")),
                (MESSAGE, if anonymous { NOBODY_LIMITED.to_owned() } else { limited(name, quota) }),
            ];
            for (header, value) in headers {
                if !self.headers.keys().any(|given| given.eq_ignore_ascii_case(header)) {
                    self.headers.insert(header.to_owned(), value);
                }
            }
        }
        self
    }

    /// The error message of a response that has no body of its own.
    pub(crate) fn message(&self) -> Option<&str> {
        let given = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(MESSAGE));
        given.map(|(_, message)| message.as_str()).or_else(|| self.profile?.message())
    }
}

const MESSAGE: &str = "X-Error-Message";
const NOBODY_LIMITED: &str = "We had to rate limit your IP (127.0.0.1). To continue using our service, create a HF account or \
     login to your existing account, and make sure you pass a HF_TOKEN if you're using the API.";

fn limited(name: &str, quota: u32) -> String {
    format!(
        "We had to rate limit you, you hit the quota of {quota} {name} requests per 5 minutes period. Upgrade to a PRO user \
         or Team/Enterprise organization account (https://hf.co/pricing) to get higher limits. See \
         https://huggingface.co/docs/hub/rate-limits"
    )
}

/// The Hub counts requests of three kinds (hub-docs `rate-limits.md`); the quotas are those of an anonymous caller, and of
/// a user without a plan.
fn bucket(path: &str) -> (&'static str, [u32; 2]) {
    if path.starts_with("/api/") {
        ("api", [500, 1000])
    } else if path.contains("/resolve/") {
        ("resolvers", [3000, 5000])
    } else {
        ("pages", [100, 200])
    }
}
