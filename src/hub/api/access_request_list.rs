//! Lists of access requests (hub-docs datasets-gated.md, live recordings).
//!
//! A page is kept until the state changes, for tests and dashboards ask for the same one over and over.

mod row;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::header::{HeaderValue, LINK};

use row::Rows;

use crate::hub::app::list_cache::About;
use crate::hub::app::{Shared, lock};
use crate::hub::state::requests::ListRange;
use crate::hub::state::{AccessRequest, Caller, ObjectId, Status, Time};
use crate::hub::web::address;
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;
use crate::hub::web::response::{self, HttpResult};

/// About how many bytes an entry takes.
const ENTRY_BYTES: usize = 384;

/// `GET …/user-access-request/{pending|accepted|rejected|reset}`
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    repo: RepoPath,
    RawQuery(query): RawQuery,
) -> HttpResult {
    let Some(status) = Status::named(repo.get("status")) else {
        app.hub().writable(&caller, &repo.id)?;
        return Err(response::page_not_found());
    };
    let query = query.unwrap_or_default();
    let hub = app.hub();
    let (id, found) = hub.writable(&caller, &repo.id)?;
    let wanted = (id.clone(), About::Requests(status), query);
    let changes = app.changes();
    if let Some(list) = lock(&app.lists).get(changes, &wanted) {
        return Ok(list.map(Body::from));
    }
    let page = page(&wanted.2)?;
    let (items, more) = hub.gate(id, found).requests.page(status, &page);
    let next = items.last().filter(|_| more).map(|(_, last)| next_query(&wanted.2, last));
    let rows = Rows::new(&hub, found.requesters, status, ENTRY_BYTES * items.len()).write(&items);
    let mut list = response::whole(response::JSON, rows.into());
    if let Some(next) = next {
        let path = format!("{}/user-access-request/{}", address::api(&hub, id), status.as_str());
        if let Ok(link) = HeaderValue::try_from(format!("<{path}?{next}>; rel=\"next\"")) {
            list.headers_mut().insert(LINK, link);
        }
    }
    drop(hub);
    lock(&app.lists).keep(changes, wanted, &list);
    Ok(list.map(Body::from))
}

fn page(query: &str) -> Result<ListRange, HttpError> {
    let mut page = ListRange { limit: 1000, ..ListRange::default() };
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let time = || value.parse::<Time>().map(Some).map_err(|_| HttpError::invalid("Invalid ISO datetime", &key));
        match &*key {
            "limit" => {
                page.limit = match value.parse::<f64>() {
                    Ok(limit) if limit < 10.0 => {
                        return Err(HttpError::invalid("Too small: expected number to be >=10", "limit"));
                    }
                    Ok(limit) if limit > 1000.0 => {
                        return Err(HttpError::invalid("Too big: expected number to be <=1000", "limit"));
                    }
                    _ => value
                        .parse()
                        .map_err(|_| HttpError::invalid("Invalid input: expected number, received NaN", "limit"))?,
                }
            }
            "q" if value.chars().count() > 250 => {
                return Err(HttpError::invalid("Too big: expected string to have <=250 characters", "q"));
            }
            "q" => page.prefix = value.into_owned(),
            "after" => page.after = time()?,
            "before" => page.before = time()?,
            "cursor" => page.from = Some(cursor(&value).ok_or_else(|| HttpError::bad_request("Invalid cursor"))?),
            _ => {}
        }
    }
    Ok(page)
}

fn cursor(text: &str) -> Option<(Time, ObjectId)> {
    let (time, id) = text.split_once('_')?;
    Some((Time::from_milliseconds(time.parse().ok()?), ObjectId::parse(id)?))
}

fn next_query(query: &str, last: &AccessRequest) -> String {
    let kept = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key != "cursor");
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("cursor", &format!("{}_{}", last.timestamp.milliseconds(), last.id))
        .finish()
}
