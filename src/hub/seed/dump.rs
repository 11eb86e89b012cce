//! A seed from a state dump: what `GET /_mock/state` answered, or `serve --save` wrote.

use serde_json::Value;

use super::{Seed, SeedError};
use crate::hub::state::token::TOKEN_HASH;
use crate::hub::state::{Hub, Time};
use crate::source::{SourceFile, Span};

/// The seed in a dump; `None` where the text is none. In a dump `users` is a map, in a seed it is a list.
pub(super) fn seed(name: &str, text: &str) -> Option<Result<Seed, SeedError>> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut state: Value = serde_json::from_str(text).ok()?;
    if !state.get("users")?.is_object() {
        return None;
    }
    let now = state.as_object_mut().and_then(|state| state.remove("now"));
    Some(read(now, state).map_err(|why| {
        let whole = SourceFile::new(name, "");
        SeedError::at(&whole, Span::default(), format!("is not a state of this version of the mock: {why}"))
    }))
}

fn read(now: Option<Value>, state: Value) -> Result<Seed, serde_json::Error> {
    let now: Option<Time> = now.map(serde_json::from_value).transpose()?;
    let hub: Hub = serde_json::from_value(state)?;
    let mut seed = Seed { hub, now, ..Seed::empty() };
    if seed.hub.tokens.keys().any(|token| token.starts_with(TOKEN_HASH)) {
        seed.warnings.push(
            "the state has hashes in the place of tokens, so nobody can log in by token: dump it from \
             `/_mock/state?tokens=true`, or by `serve --save`"
                .to_owned(),
        );
    }
    Ok(seed)
}
